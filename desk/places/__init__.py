"""Councils and trusts: a page for each, lists of them, and the map of England's children's services authorities.

May import the desk's guards and wording, the warehouse and nlp.
"""
