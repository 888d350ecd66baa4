"""Search (full-text retrieval) over every stored article: the query language, the index, and how it follows the warehouse.

The index is a file of its own beside the warehouse, made from it and never the only place of anything. Imports
`warehouse.reference` alone.
"""
