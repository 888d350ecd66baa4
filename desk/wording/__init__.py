"""Records as words and marks on a page: times and counts, names, mentions, passages, links, invisible characters.

Imports no other room of desk.
"""
