"""The head of the queue, in the order in which it was shown: pages after the first go on from it."""
