"""Copies of an installation that prove themselves, and the way back from them.

Imports `flows.passes`.
"""
