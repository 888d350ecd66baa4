"""What `pledgewatch sql` and `pledgewatch export` write, in each format, compared by content."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import pledgewatch as product
from flows.analyst import results
from flows.analyst.results import NoQuestion
from tests.warehouse import samples, verdict_samples
from warehouse import Owner, connect, spool
from warehouse.analyst import exports, sql
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision, OutletDay, PolicyEdit, Revision, TextReview, identifier
from warehouse.reference import OutletRow
from warehouse.vocabulary.exports import RESULT_FORMATS, ResultFormat, export_formats
from warehouse.vocabulary.health import DayState
from warehouse.vocabulary.reviews import ReviewAction

ROOT = Path(__file__).resolve().parents[2]
STATEMENT = "SELECT title, characters, published, characters > 0 AS filled, authors FROM articles ORDER BY title"
VIEWS = re.findall(r"^### (\w+)$", (ROOT / "docs" / "schema.md").read_text(encoding="utf-8"), re.MULTILINE)
MAY_BE_EMPTY = {"quarantine", "incidents", "policy_statuses"}
EXCELS_DAY_0 = datetime(1899, 12, 30, tzinfo=UTC)
HOSTILE_TITLE = '<b onclick="x">&amp; |\t“quoted”, "so"_x0041_</b>\r\n'
"""A headline that a format takes for its own marks where its writer does not escape it."""
Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    found = DataFolder(tmp_path_factory.mktemp("analyst"))
    day = OutletDay(
        "gazette", samples.at(0).date(), DayState.WELL, "The Gazette: 3 articles.", 3, 3, 2.5, samples.at(20)
    )
    spool.write_batch(found, "one", [*samples.articles(range(3)), samples.linking(range(3)), day])
    hostile = [
        samples.reported(one, title=HOSTILE_TITLE) if isinstance(one, Revision) else one
        for one in samples.articles([3])
    ]
    spool.write_batch(found, "hostile", hostile)
    spool.write_batch(found, "two", [samples.linking([0, 1, 2], story=1, hours=1)])
    with connect(found) as store:
        store.load_policies(verdict_samples.rows())
        store.load_outlets([OutletRow("gazette", "The Gazette", "https://gazette.example/", republish="quote")])
        for number, action in enumerate((Action.ACCEPT, Action.REJECT)):
            identity = identifier("decision", str(number))
            store.decide(Decision(identity, samples.candidate_id(number), action, "=Ann", 'so, "so"', samples.at(9)))
        store.write_verdict(verdict_samples.verdict(evidence=(0,)))
        spool.write_batch(found, "edited", verdict_samples.edition(0, "Sandwell Council said £15m in the end.", 60))
        review = TextReview(
            identifier("review"),
            samples.revision(0).revision_id,
            ReviewAction.BAD,
            "Ann",
            "A line is missing.",
            samples.at(61),
        )
        edit = PolicyEdit(
            identifier("edit"), "p", "Ann", samples.at(62), "0" * 16, "1" * 16, '{"title": "Other words"}'
        )
        spool.write_batch(found, "reviewed", [review, edit])
    with Owner(found, background=False, review_share=1.0) as owner:
        owner.drain()
        for editor in ("Ann", "Ben"):
            identity = identifier("review of", editor)
            owner.decide(Decision(identity, samples.candidate_id(2), Action.REJECT, editor, "", samples.at(63)))
        owner.publish()
    return found


def of_csv(path: Path, begins: str = "") -> list[Row]:
    text = path.read_bytes().decode("utf-8")
    assert text.startswith(begins)
    return list(csv.DictReader(io.StringIO(text.removeprefix(begins), newline="")))


def unescaped(text: str) -> str:
    """Return what a cell's text says: a character that XML cannot hold stands as _xHHHH_ (ECMA-376, ST_Xstring)."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def of_xlsx(path: Path) -> list[Row]:
    """Return the rows of a workbook's first sheet by the columns' names: numbers as such, times as ISO 8601."""
    with zipfile.ZipFile(path) as book:
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    space = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    rows = []
    for row in root.iterfind(".//row", space):
        cells = {re.sub(r"\d", "", cell.get("r", "")): cell for cell in row.iterfind("c", space)}
        rows.append({column: unescaped("".join(cell.itertext())) for column, cell in cells.items()})
    names = rows[0]
    return [{name: row.get(column, "") for column, name in names.items()} for row in rows[1:]]


def of_sqlite(path: Path) -> list[Row]:
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        return [dict(row) for row in file.execute("SELECT * FROM result")]


def as_json(value: Any) -> Any:
    """What JSON says of a value: times in ISO 8601."""
    if isinstance(value, dict):
        return {name: as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def as_sqlite(value: Any) -> Any:
    """What a SQLite column holds of a value: lists and records are JSON."""
    said = as_json(value)
    return json.dumps(said, ensure_ascii=False) if isinstance(said, list | dict) else said


def as_csv(value: Any) -> str:
    """What a CSV cell says of a value: an empty cell is nothing, and an apostrophe stands before a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith("=") else str(as_sqlite(value))


def as_xlsx(value: Any) -> str:
    """What a cell of a workbook holds of a value: times are days since the calendar began, truth is 1 or 0."""
    if isinstance(value, date):
        at = value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)
        since = at.astimezone(UTC) - EXCELS_DAY_0
        value = since.days + (since.seconds + since.microseconds / 1e6) / 86_400
    if isinstance(value, int | float):
        return f"{float(value):.16G}"
    return "" if value is None else str(as_sqlite(value))


READERS: dict[str, Callable[[Path], list[Row]]] = {
    "csv": of_csv,
    "json": lambda path: json.loads(path.read_text(encoding="utf-8")),
    "ndjson": lambda path: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()],
    "parquet": lambda path: pq.read_table(path).to_pylist(),
    "csv-bom": lambda path: of_csv(path, "\ufeff"),
    "sqlite": of_sqlite,
    "xlsx": of_xlsx,
}
"""How a file of each format is read back."""

SAYS: dict[str, Callable[[Any], Any]] = {
    "csv": as_csv,
    "json": as_json,
    "ndjson": as_json,
    "parquet": lambda value: value,
    "csv-bom": as_csv,
    "sqlite": as_sqlite,
    "xlsx": as_xlsx,
}
"""What a reader finds of a value of the warehouse in a file of each format."""


def test_every_format_but_the_terminals_is_read_here() -> None:
    assert set(READERS) == set(SAYS) == set(export_formats())


@pytest.mark.parametrize("output", export_formats())
def test_the_docs_tell_a_format(output: str) -> None:
    told = re.findall(r"^\| (`[^|]*) \|", (ROOT / "docs" / "asking.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert any(f"`{output}`" in row for row in told), f"docs/asking.md has no row for {output}"


def test_the_docs_tell_every_ending_of_a_file() -> None:
    rows = [
        row for row in (ROOT / "docs" / "asking.md").read_text(encoding="utf-8").splitlines() if row.startswith("| `")
    ]
    for output, words in RESULT_FORMATS.items():
        told = next((row for row in rows if f"`{output}`" in row), "")
        assert [one for one in words.suffixes if one not in told] == [], f"docs/asking.md lacks an ending of {output}"


@pytest.mark.parametrize("output", READERS)
def test_a_name_of_a_column_is_written_as_it_is(folder: DataFolder, tmp_path: Path, output: str) -> None:
    to, names = tmp_path / "rows", ["a|b", "<b>&amp;", 'c,"d"']
    quoted = (name.replace('"', '""') for name in names)
    statement = "SELECT " + ", ".join(f'{number} AS "{name}"' for number, name in enumerate(quoted))
    results.ask(folder, statement, None, output=output, to=to, seconds=30)
    (row,) = READERS[output](to)
    assert list(row) == names


@pytest.mark.parametrize("output", READERS)
def test_a_statement_is_written_in_the_format_that_was_asked_for(
    folder: DataFolder, tmp_path: Path, output: str
) -> None:
    to = tmp_path / "rows"
    results.ask(folder, STATEMENT, None, output=output, to=to, seconds=30)
    rows = READERS[output](to)
    expected = sql.run_statement(folder, STATEMENT).to_pylist()
    assert len(rows) == len(expected) == 4
    for row, wanted in zip(rows, expected, strict=True):
        assert list(row) == list(wanted)
        assert row["title"] == wanted["title"]
        assert int(row["characters"]) == wanted["characters"] > 0
        assert moment(row["published"]) == wanted["published"]
        assert row["filled"] in (True, "true", "1")
        authors = row["authors"]
        assert (json.loads(authors) if isinstance(authors, str) else authors) == wanted["authors"]


def moment(value: Any) -> datetime:
    """Return a time as a format has it: ISO 8601, a time, or a spreadsheet's days since its calendar began."""
    if str(value).replace(".", "").isdigit():
        return EXCELS_DAY_0 + timedelta(milliseconds=round(float(value) * 86_400_000))
    return datetime.fromisoformat(str(value))


@pytest.mark.parametrize("view", VIEWS)
def test_an_export_holds_the_same_rows_in_every_format(folder: DataFolder, tmp_path: Path, view: str) -> None:
    table = exports.export(folder, view)
    assert len(table) or view in MAY_BE_EMPTY, (
        "an export of nothing shows nothing: tests/warehouse/samples.py makes rows"
    )
    for output, read in READERS.items():
        results.write_result(table, ResultFormat(output), tmp_path / output)
        found = read(tmp_path / output)
        assert [list(row) for row in found] == [table.column_names] * len(table), output
        for row, stored in zip(found, table.to_pylist(), strict=True):
            assert row == {name: SAYS[output](value) for name, value in stored.items()}, output


@pytest.mark.parametrize(
    ("output", "words"), [("xml", f"there are: {', '.join(ResultFormat)}"), ("parquet", "name it with -o")]
)
def test_a_format_that_cannot_be_had_is_refused(folder: DataFolder, output: str, words: str) -> None:
    with pytest.raises(NoQuestion, match=words):
        results.export_view(folder, "mentions", output=output, to=None)


def test_a_question_of_the_cookbook_is_written_in_the_format_that_was_asked_for(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "rows.json"
    results.ask_cookbook(folder, "walls-by-outlet", [], output=None, to=to, seconds=30)
    assert [row["outlet"] for row in READERS["json"](to)] == ["The Gazette"]
    said = capsys.readouterr().err
    assert "Not known: " in said
    assert "data as of " in said


def test_the_cookbook_lists_its_questions(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    results.ask_cookbook(folder, "list", [], output="csv", to=None, seconds=30)
    assert (
        "Councils and trusts,trust-timeline,What happened to each children's services trust, in order?"
        in capsys.readouterr().out.replace('"', "")
    )


def test_a_parameter_without_a_name_is_refused(folder: DataFolder) -> None:
    with pytest.raises(NoQuestion, match="--set takes NAME=VALUE"):
        results.ask_cookbook(folder, "walls-by-outlet", ["2026"], output=None, to=None, seconds=30)


@pytest.mark.parametrize(
    ("name", "holds"), [("a.xlsx", b"PK"), ("a.JSONL", b"{"), ("a.db", b"SQLite"), ("a", b"outlet")]
)
def test_the_end_of_a_files_name_chooses_the_format(
    folder: DataFolder, tmp_path: Path, name: str, holds: bytes
) -> None:
    results.export_view(folder, "outlets", output=None, to=tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(holds)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "since=2026-01-01", "SELECT 1"], "name it with --cookbook"),
        (["--cookbook", "quiet-outlets", "SELECT 1"], "give no statement and no file beside it"),
    ],
)
def test_words_that_do_not_go_together_are_told(folder: DataFolder, words: list[str], said: str) -> None:
    done = CliRunner().invoke(product.app, ["sql", *words, "--data", str(folder.root)])
    assert said in str(done.exception)


def test_a_file_of_statements_with_a_byte_order_mark_is_read(
    folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "marked.sql").write_bytes(b"\xef\xbb\xbfSELECT 1 AS one")
    results.ask(folder, None, tmp_path / "marked.sql", output="ndjson", to=None, seconds=30)
    assert capsys.readouterr().out == '{"one": 1}\n'


def test_a_file_of_statements_that_is_not_utf_8_is_told_by_name(folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "old.sql").write_bytes(b"SELECT 'caf\xe9'")
    with pytest.raises(NoQuestion, match=r"old\.sql is not UTF-8: .* at byte 12"):
        results.ask(folder, None, tmp_path / "old.sql", output=None, to=None, seconds=30)


def test_a_file_in_a_folder_that_is_not_there_is_told_by_the_folders_name(folder: DataFolder, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as error:
        results.export_view(folder, "outlets", output=None, to=tmp_path / "nowhere" / "outlets.csv")
    assert error.value.filename == str(tmp_path / "nowhere")


def test_an_export_takes_the_searches_of_the_desk(folder: DataFolder, tmp_path: Path) -> None:
    def exported(query: str) -> int:
        to = tmp_path / "found.ndjson"
        command = ["export", "articles", "--search", query, "-o", str(to), "--data", str(folder.root)]
        assert CliRunner().invoke(product.app, command).exit_code == 0
        return len(to.read_text("utf-8").splitlines())

    everything = exported("after:2000")
    assert everything > 0
    assert exported("zebra") == 0
