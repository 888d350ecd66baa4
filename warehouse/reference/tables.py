"""The files of the reference tables, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files


def table_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a file of this folder by its columns' names."""
    yield from csv.DictReader(files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines())
