"""Phrases by which lines are known for what they are, as data: a text file a kind, and the reader of these files.

Imports no other room of pipelines. What a phrase means for a line is decided where it is used: words alone decide nothing.
"""
