"""Ofsted's judgements: detection of a grade in a text, and its attribution to a council.

Imports `nlp.text` and `nlp.names`.
"""
