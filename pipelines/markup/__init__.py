"""A page's markup, before anything on it has a meaning: measured, parsed, and what it says of itself for machines.

Imports no other room of pipelines.
"""
