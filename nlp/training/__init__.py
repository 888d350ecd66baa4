"""What the models learn from, and the commands that train them: `python -m nlp.training.train`.

The documents and sentences are our own; no text of any outlet. Imports every other room; nothing of the product imports it.
"""
