"""Extraction in child processes with limits of their own, so that one bad page costs itself alone.

Sits on top of `pipelines.extract`; nothing else in pipelines imports it but the filter.
"""
