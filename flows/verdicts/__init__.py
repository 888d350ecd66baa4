"""Verdicts at the command line: written and listed, a policy's history as of a day, its proof against the archive, its dossier.

Imports `warehouse`, `pipelines.archive`, `desk` for the dossier, and `flows.passes` for reading a page again.
"""
