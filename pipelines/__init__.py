"""Pure steps from bytes to an article: decode, archive, extract, identify, quarantine. No network, no SQL.

The rooms of extraction run `markup` -> `metadata` -> `body` -> `extract`; `isolation` runs them in child processes. May
import the warehouse's records.
"""
