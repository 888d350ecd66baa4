"""Explained silence: a crawl's verdict, an outlet's usual pattern, and why a day brought something or nothing.

Imports `spiders.registry`.
"""
