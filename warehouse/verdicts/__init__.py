"""Verdicts: what one is and pins, the rules that it is held to, and what opens it again.

Pure: nothing here opens a file. `warehouse/owner` keeps the rows. Imports `warehouse.vocabulary` and `warehouse.records` alone.
"""
