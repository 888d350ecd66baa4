"""Ranking (active learning): what editors decided teaches which card comes next, what the queue is worth, and how much of it is read.

It knows numbers and words and no table: rows of sparse features, a linear model for each policy, the order, and estimates
of recall from samples. May import `nlp.text`.
"""
