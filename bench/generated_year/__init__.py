"""A year of invented news whose truth is known: what happens, which articles tell of it, and which money is which.

Everything follows from a seed. The texts are composed from the sentence parts of the three TOML files, all of them our own.
"""
