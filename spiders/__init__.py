"""Fetching: one TOML file an outlet, generic spiders, guards, politeness, and the health of what they bring.

May import `pipelines` and the warehouse's records.
"""
