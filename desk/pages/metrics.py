"""Whether the desk and its data are well, for programs: `/healthz`, and `/metrics` in Prometheus's text format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse

from desk.state import TheDesk
from warehouse.vocabulary.collection import Outcome

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

router = APIRouter()

Sample = tuple[dict[str, str], float]


@router.get("/healthz", response_class=JSONResponse)
def healthz(desk: TheDesk) -> JSONResponse:
    """Return 200 while the warehouse answers, with the age of its data; without it every page is a 503."""
    status = desk.status()
    last = status.last_load.isoformat() if status.last_load else None
    return JSONResponse({"status": "ok", "last_load": last, "stale": status.stale})


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(desk: TheDesk) -> PlainTextResponse:
    """Return what there is to watch, as Prometheus reads it."""
    query = desk.warehouse.query
    books = query("books_together")[0]
    outlets = query("outlets")
    families: list[tuple[str, str, list[Sample]]] = [
        ("last_load_timestamp_seconds", "when a crawl last ended well", _moment({}, desk.status().last_load)),
        ("fetched_pages", "pages fetched so far", [({}, books["fetched"])]),
        ("pages", "pages by what became of them", [({"outcome": each}, books[each]) for each in Outcome]),
        ("candidates_waiting", "candidates that wait, by policy", _waiting(query("queue_counts"))),
        ("decisions", "decisions that stand, by state", _summed(query("decided_counts"), "state")),
        ("incidents_open", "breakages that last", _incidents(query("health_incidents"))),
        ("outlet_enabled", "whether the outlet is watched", [(_name(row), float(row["enabled"])) for row in outlets]),
        ("outlet_articles", "articles held of an outlet", [(_name(row), row["articles"]) for row in outlets]),
        (
            "outlet_last_success_timestamp_seconds",
            "when a crawl of the outlet last ended well",
            [sample for row in outlets for sample in _moment(_name(row), row["last_success"])],
        ),
    ]
    return PlainTextResponse("".join(_lines(families)), media_type=METRICS_TYPE)


def _name(row: dict[str, Any]) -> dict[str, str]:
    return {"outlet": row["outlet_id"]}


def _moment(labels: dict[str, str], moment: datetime | None) -> list[Sample]:
    return [(labels, moment.timestamp())] if moment else []


def _summed(rows: Iterable[dict[str, Any]], column: str) -> list[Sample]:
    found: dict[str, float] = {}
    for row in rows:
        found[str(row[column])] = found.get(str(row[column]), 0.0) + row["number"]
    return [({column: name}, number) for name, number in sorted(found.items())]


def _waiting(rows: Iterable[dict[str, Any]]) -> list[Sample]:
    return [({"policy": labels["policy_id"]}, number) for labels, number in _summed(rows, "policy_id")]


def _incidents(rows: Iterable[dict[str, Any]]) -> list[Sample]:
    found: dict[tuple[str, str], float] = {}
    for row in rows:
        key = (str(row["outlet_id"]), str(row["kind"]))
        found[key] = found.get(key, 0.0) + 1
    return [({"outlet": outlet, "kind": kind}, number) for (outlet, kind), number in sorted(found.items())]


def _lines(families: Iterable[tuple[str, str, list[Sample]]]) -> Iterator[str]:
    for name, means, samples in families:
        yield f"# HELP pledgewatch_{name} {means}\n# TYPE pledgewatch_{name} gauge\n"
        for labels, value in samples:
            shown = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
            yield f"pledgewatch_{name}{'{' + shown + '}' if shown else ''} {float(value):.16g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
