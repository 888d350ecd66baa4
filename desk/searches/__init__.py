"""What can be done with a whole choice of the queue: keep it under a name, decide all of it.

It may import the guards, the wording and the pages of the queue.
"""
