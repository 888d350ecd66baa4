"""What is said about an article: its title, writers, dates and wall.

Imports `pipelines.markup`.
"""
