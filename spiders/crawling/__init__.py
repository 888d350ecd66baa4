"""A crawl of one outlet in its own process: the spider, and the finders that read its feeds, sitemaps and listings.

Imports `spiders.registry`, `spiders.job`, `spiders.fetching` and `spiders.health`.
"""
