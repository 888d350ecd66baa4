"""A text as text, before anything in it has a meaning: sentences, passages, chunks, spans, dates as printed, topic.

Imports no other room of nlp.
"""
