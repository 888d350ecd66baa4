"""The one process that holds the DuckDB file: its lock, socket and journal, draining of the spool, the published snapshot.

Imports the statements (`loading`, `migrations`, `queries`) and the records; only `warehouse.store` imports it.
"""
