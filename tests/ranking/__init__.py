"""Ranking: what decisions teach, the order of the queue, and estimates of how much of the evidence is found."""
