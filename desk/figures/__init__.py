"""Numbers on the desk's work: each figure is one entry of a registry, and is drawn, tabled and given as a file alike.

May import the desk's guards and wording, and the warehouse.
"""
