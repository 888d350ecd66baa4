"""For those who ask: SQL on the published snapshot, its results as files, exports, the schema as a page.

Sits on top of `warehouse.owner` and `warehouse.store`.
"""
