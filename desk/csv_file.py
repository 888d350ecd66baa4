"""Rows as a file for a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from fastapi.responses import Response

from warehouse.analyst.formats import write_csv_bom


def csv_answer(name: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Response:
    """Return rows as an answer that a browser saves as `name`.csv: the columns named, whether or not there are rows."""
    file = io.StringIO(newline="")
    write_csv_bom(pa.table({column: [row.get(column) for row in rows] for column in columns}), file)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(file.getvalue().encode("utf-8"), media_type="text/csv; charset=utf-8", headers=headers)
