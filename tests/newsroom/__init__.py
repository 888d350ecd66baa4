"""The recorded newsroom: texts and templates that `python -m tests.newsroom.build` turns into one WARC file.

A new case is a new file: an article is `outlets/<outlet_id>/<slug>.md`, an outlet is a folder with a `site.toml`.
"""
