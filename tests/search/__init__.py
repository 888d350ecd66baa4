"""Search: its language, its index, and how the index follows the warehouse."""
