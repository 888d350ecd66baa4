"""Processes that a run starts, and how all of them end with it.

Imports nothing of ours.
"""
