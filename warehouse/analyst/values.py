"""A value of a result as the formats for programs hold it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from warehouse.analyst import durations

FORMULA = re.compile(r"^[\s\"'\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212|]|^[\t\r\n]")
"""What a spreadsheet may take for a formula: also after blanks, quotes and marks that do not show, or in full width."""


def jsonable(value: Any) -> Any:
    """Return a value as JSON holds it: times are ISO 8601, bytes hexadecimal; what JSON cannot hold is None."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: jsonable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [jsonable(each) for each in value]
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, pa.MonthDayNano):
        return durations.iso_8601(value)
    return value.hex() if isinstance(value, bytes) else str(value)
