"""What one crawl is told before it starts and remembers after it: its job, its frontier, its memory, when to look again.

Imports `spiders.registry`.
"""
