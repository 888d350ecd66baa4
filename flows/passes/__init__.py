"""One pass: outlets collected, captures taken through the steps, the day judged, the operator told. No Prefect here.

Imports no other room of flows.
"""
