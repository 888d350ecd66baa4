"""A policy at the desk: its page, writing its verdict, its dossier, the money that its evidence tells of.

Imports `desk.pages`, `desk.wording` and `desk.guards`.
"""
