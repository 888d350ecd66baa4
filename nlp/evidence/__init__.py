"""From a passage to a candidate: the tracked policies, matching (retrieval and scoring), stance, and the reason in words.

Imports `nlp.text`; a text's tags come in as records.
"""
