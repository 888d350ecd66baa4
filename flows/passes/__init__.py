"""One pass: outlets collected, captures taken through the steps, the day assessed, the operator told. No Prefect here.

Imports no other room of flows.
"""
