"""The archive: WARC files of ours written, read and verified, and archives of others read in.

Imports no other room of pipelines.
"""
