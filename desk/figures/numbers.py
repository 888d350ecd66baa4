"""The page of numbers, and each figure as a file."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from desk.csv_file import csv_answer
from desk.figures.registry import FIGURES, figure_named
from desk.forms import BadRequestError
from desk.state import TheDesk
from desk.wording.cells import cells, headings
from desk.wording.words import london_day

router = APIRouter(prefix="/numbers")


@router.get("", response_class=HTMLResponse)
def numbers_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """Show every figure as a picture with its table beneath."""
    shown = []
    for figure in FIGURES:
        rows = [{column: row[column] for column in figure.columns} for row in figure.read(desk)]
        shown.append(
            {
                "figure": figure,
                "chart": figure.draw(rows) if rows else None,
                "headings": headings(list(figure.columns)),
                "rows": [cells(row) for row in rows],
            }
        )
    return desk.page(request, "numbers.html", shown=shown)


@router.get("/{name}/csv")
def number_csv(desk: TheDesk, name: str) -> Response:
    """Return one figure's rows as a file for a spreadsheet."""
    figure = figure_named(name)
    if figure is None:
        raise BadRequestError(404, "There is no such figure.")
    return csv_answer(f"{figure.name}-{london_day(desk.now())}", figure.columns, figure.read(desk))
