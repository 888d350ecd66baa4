"""TOML files that people write, read into pydantic models, with mistakes told by file, line and key.

Outlets and policies are read here. It imports nothing of ours, and every package may import it.
"""
