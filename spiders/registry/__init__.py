"""The outlets as data: what a file says, how it is read and checked, and the table of them in the docs.

Imports no other room of spiders.
"""
