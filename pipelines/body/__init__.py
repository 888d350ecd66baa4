"""The words of an article: its blocks, region, text, standfirst and comments, without the furniture round them.

Imports `pipelines.markup` and `pipelines.metadata`.
"""
