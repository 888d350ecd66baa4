"""The words that a column, a filter or a key can hold: one enumeration and one table of words each, read everywhere.

A table beside an enumeration says all that is said of its members: words, direction or colour, key. The order is the
enumeration's. SQL, templates, filters, help texts and docs read these tables. Imports the records of tags alone.
"""
