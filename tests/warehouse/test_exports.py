"""Exports: every view, no more of an outlet than may be republished, filtered, and told as of when."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.warehouse import samples, verdict_samples
from warehouse import connect, spool
from warehouse.analyst import exports, sql
from warehouse.analyst.exports import ExportFilter, export
from warehouse.errors import SqlError
from warehouse.folder import DataFolder
from warehouse.records import Action, Comment, Decision, Matching, Record, Revision, Tagging, identifier
from warehouse.reference import OutletRow
from warehouse.vocabulary.outlets import Republish

SECRET = "Nobody outside the newsroom may read this sentence whole, "
LONG = samples.PASSAGE + " " + (SECRET * 20).strip()
LENGTHS: dict[Republish, int | None] = {Republish.FULL: None, Republish.QUOTE: 400 + len(" …"), Republish.HEADLINE: 0}
WITH_WORDS = {
    *("articles", "revisions", "decisions", "candidates", "evidence", "funding"),
    *("verdict_evidence", "verdict_reopenings"),
}
FIELDS = {
    "standfirst": SECRET, "captions": (SECRET,), "corrections": (SECRET,),
    "comments": (Comment("A reader", None, SECRET, 0),),
}  # fmt: skip


def wordy(number: int) -> list[Record]:
    """Return an article that holds the outlet's words wherever an article can."""
    made = replace(samples.revision(number, passage=LONG), **FIELDS)  # type: ignore[arg-type]
    rest = [each for each in samples.article(number) if not isinstance(each, Revision | Tagging | Matching)]
    return [*rest, made, samples.tagging(made), samples.matching(made)]


def filled(folder: DataFolder, republish: str) -> DataFolder:
    spool.write_batch(folder, "one", [each for number in range(3) for each in wordy(number)])
    with connect(folder) as store:
        store.load_policies(verdict_samples.rows())
        store.load_outlets([OutletRow("gazette", "The Gazette", "https://gazette.example/", republish=republish)])
        for number, action in enumerate((Action.ACCEPT, Action.REJECT)):
            candidate = samples.candidate_id(number, passage=LONG)
            store.decide(Decision(identifier("d", str(number)), candidate, action, "Ann", "", samples.at(9)))
        store.write_verdict(replace(verdict_samples.verdict(), evidence=(samples.candidate_id(0, passage=LONG),)))
        spool.write_batch(folder, "edited", verdict_samples.edition(0, "Sandwell Council said £15m in the end.", 60))
        store.drain()
        store.publish()
    return folder


@pytest.fixture(scope="module", params=list(Republish), ids=str)
def outlet(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[DataFolder, Republish]:
    return filled(DataFolder(tmp_path_factory.mktemp("outlet")), request.param), request.param


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    return filled(DataFolder(tmp_path_factory.mktemp("folder")), Republish.QUOTE)


def texts(value: Any) -> list[str]:
    """Return every text in a value, however deep."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


def test_no_view_gives_more_of_an_outlet_than_may_be_republished(outlet: tuple[DataFolder, Republish]) -> None:
    filled_folder, republish = outlet
    most = LENGTHS[republish]
    looked_at = exports.views(filled_folder) if most == 0 else WITH_WORDS
    holding = set()
    for view in looked_at:
        found = [text for text in texts(export(filled_folder, view).to_pylist()) if SECRET in text]
        holding |= {view} if found else set()
        if most is not None:
            assert all(len(text) <= most for text in found), view
    wholly = {"verdict_reopenings"}  # what cannot be cut is shown whole or not at all
    assert holding == {None: WITH_WORDS, 0: set()}.get(most, WITH_WORDS - wholly)


def test_an_outlet_of_which_nothing_is_known_shows_nothing(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    spool.write_batch(folder, "one", wordy(1))
    with connect(folder) as store:
        store.publish()
    assert export(folder, "articles").column("text").to_pylist() == [None]


FILTERS: list[tuple[str, ExportFilter, int]] = [
    ("articles", ExportFilter({"outlet_id": "gazette"}), 3),
    ("articles", ExportFilter({"outlet_id": "nobody"}), 0),
    ("candidates", ExportFilter({"state": "accepted"}), 1),
    ("coverage", ExportFilter({"council": samples.COUNCILS[0]}), 3),
    ("articles", ExportFilter({"edited": "false"}), 2),
    ("articles", ExportFilter(since=date(2026, 3, 2)), 1),
    ("articles", ExportFilter(since=date(2026, 3, 1), until=date(2026, 3, 2)), 2),
    ("decisions", ExportFilter({"action": "accept"}, until=date(2027, 1, 1)), 1),
    ("councils", ExportFilter({"names": "hull city"}), 1),
    ("articles", ExportFilter({"title": "' OR 1=1 --"}), 0),
    ("articles", ExportFilter(search="one", articles=[samples.article_id(1)]), 1),
    ("candidates", ExportFilter(search="one", articles=[samples.article_id(1), samples.article_id(99)]), 2),
    ("articles", ExportFilter(search="nothing", articles=[]), 0),
]


@pytest.mark.parametrize(("view", "wanted", "number"), FILTERS)
def test_a_filter_leaves_the_rows_that_are_wanted(
    folder: DataFolder, view: str, wanted: ExportFilter, number: int
) -> None:
    assert export(folder, view, wanted).num_rows == number


@pytest.mark.parametrize(
    ("view", "wanted", "said"),
    [
        ("article", ExportFilter(), "there is no view 'article'; there are: articles, batches"),
        ("articles", ExportFilter({"outlt": "x"}), "articles has no column 'outlt'; it has: article_id, outlet_id"),
        ("articles", ExportFilter({"text": "x"}), "cannot be filtered by text"),
        ("councils", ExportFilter(since=date(2026, 1, 1)), "councils has no day to filter by"),
        ("councils", ExportFilter(search="x", articles=[]), "councils cannot be searched"),
    ],
)
def test_a_filter_that_cannot_be_is_told(folder: DataFolder, view: str, wanted: ExportFilter, said: str) -> None:
    with pytest.raises(SqlError, match=said):
        export(folder, view, wanted)


def metadata(table: pa.Table) -> dict[str, str]:
    return {name.decode(): text.decode() for name, text in table.schema.metadata.items()}


def test_an_export_says_what_it_is_and_as_of_when(folder: DataFolder) -> None:
    table = export(folder, "coverage", ExportFilter({"outlet_id": "gazette"}, since=date(2026, 1, 1)))
    said = metadata(table)
    assert said["view"] == "coverage"
    assert said["filters"] == "outlet_id = gazette, since 2026-01-01"
    published = datetime.fromtimestamp(folder.snapshot.stat().st_mtime, UTC).replace(microsecond=0)
    assert sql.as_of(table) == published


def test_rows_without_a_day_are_counted_where_days_are_asked_for(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    undated = [replace(one, published=None) if isinstance(one, Revision) else one for one in samples.article(1)]
    spool.write_batch(folder, "one", [*undated, *samples.article(2)])
    with connect(folder) as store:
        store.publish()
    table = export(folder, "articles", ExportFilter(since=date(2026, 1, 1)))
    assert table.num_rows == 1
    assert metadata(table)["left out"] == "1 rows without published_day"
