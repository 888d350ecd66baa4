"""Sums of money: the amount, its bounds and period, what kind of sum it is, and whose.

Forms find the amounts, a trained model says what they are for. Imports `nlp.text` and `nlp.names`.
"""
