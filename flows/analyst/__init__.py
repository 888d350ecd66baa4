"""For those who ask: `pledgewatch sql` and `pledgewatch export`, and how their results are written.

Sits on top of `warehouse.analyst`.
"""
