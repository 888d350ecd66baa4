"""The desk's pages and the decisions taken on them: one module a page.

Imports `desk.wording` and `desk.guards`.
"""
