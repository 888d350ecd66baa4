"""One HTTP exchange, done safely and politely: guards, robots.txt, host budgets, what an answer means.

Imports `spiders.registry` and `spiders.job`.
"""
