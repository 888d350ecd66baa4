"""One vocabulary: every enumeration has its table, and a member that is added arrives wherever its words are read."""

import ast
import dataclasses
import re
import shutil
import subprocess
import sys
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import duckdb
import pytest

from warehouse import migrations, records
from warehouse.analyst import glossary
from warehouse.owner import settling
from warehouse.vocabulary import health
from warehouse.vocabulary.collection import Outcome
from warehouse.vocabulary.columns import COLUMNS, LISTED
from warehouse.vocabulary.decisions import Action
from warehouse.vocabulary.health import BreakageKind, DayState
from warehouse.vocabulary.policies import CriterionKind
from warehouse.vocabulary.register import VOCABULARIES, meaning_of
from warehouse.vocabulary.stances import Direction, Field
from warehouse.vocabulary.tags import EventKind, FundingKind, OfstedGrade

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("warehouse", "pipelines", "nlp", "spiders", "desk", "flows")
ELSEWHERE = {
    "MapLayer",
    "SourceKind",
    "SeenIn",
    "Symptom",
    "PageKind",
    "ResultFormat",
    "ParameterKind",
    "PartyKind",
    "PartyForm",
    "PartyRole",
    "OverlayState",
}
"""Enumerations that no column, filter or key holds: they choose code, and stand beside it."""


@dataclass(frozen=True)
class Place:
    """A file that names each member by hand; `pattern` is how, with {value} and {name} of the member."""

    file: str
    members: type[StrEnum]
    pattern: str


PLACES = (
    Place("desk/static/desk.css", Direction, ".badge.{value}"),
    Place("desk/static/desk.css", Direction, ".badge.{value}::before"),
    Place("desk/static/unsent.js", Action, "{value}: "),
    Place("docs/silence.md", DayState, "| {value} |"),
    Place("docs/silence.md", BreakageKind, "{value}"),
    Place("spiders/health/days.py", DayState, "DayState.{name}"),
    Place("nlp/events.py", EventKind, "EventKind.{name}"),
    Place("nlp/money/rules.py", FundingKind, "FundingKind.{name}"),
    Place("nlp/grades/detection.py", OfstedGrade, "OfstedGrade.{name}"),
    Place("warehouse/views/50_books.sql", Outcome, "standing.outcome = '{value}'"),
    Place("warehouse/views/50_books.sql", Outcome, "0 AS {value}"),
    Place("warehouse/queries/books_together.sql", Outcome, "AS {value}"),
    Place("spiders/crawl_report.py", Outcome, "    {value}: int = 0"),
    Place("docs/cookbook.sql", Outcome, " {value}"),
    Place("warehouse/migrations/0003_policies_outlets_reference.sql", CriterionKind, "{value} VARCHAR[]"),
    Place("warehouse/views/10_sources.sql", CriterionKind, "{value},"),
    Place("warehouse/queries/candidate.sql", CriterionKind, "policies.{value}"),
    Place("warehouse/views/00_macros.sql", Field, "'{value}'"),
    Place("warehouse/views/40_evidence.sql", Field, "{value}"),
)


def forgotten(place: Place, members: type[StrEnum]) -> list[str]:
    """Return a sentence for each member that the file of a place does not name."""
    text = (ROOT / place.file).read_text(encoding="utf-8")
    return [
        f"{place.file} says nothing of {members.__name__}.{each.name}: it should have {wanted!r}"
        for each in members
        if (wanted := place.pattern.format(value=each.value, name=each.name)) not in text
    ]


def with_one_more(members: type[StrEnum]) -> type[StrEnum]:
    """Return the enumeration with a member that nobody has heard of."""
    return StrEnum(members.__name__, {**{each.name: each.value for each in members}, "UNHEARD_OF": "unheard of"})  # type: ignore[return-value]


def enumerations() -> Iterator[tuple[str, str]]:
    """Yield the file and name of every StrEnum of the product."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "StrEnum" for base in node.bases):
                    yield str(path.relative_to(ROOT)), node.name


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.members.__name__} in {place.file}")
def test_a_file_that_names_members_by_hand_names_them_all(place: Place) -> None:
    assert forgotten(place, place.members) == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.members.__name__} in {place.file}")
def test_a_member_that_is_added_is_missed_by_name_where_it_was_forgotten(place: Place) -> None:
    (sentence,) = forgotten(place, with_one_more(place.members))
    assert sentence.startswith(f"{place.file} says nothing of {place.members.__name__}.UNHEARD_OF")


def test_every_enumeration_is_in_the_vocabulary() -> None:
    named = {members.__name__ for members in VOCABULARIES}
    for file, name in enumerations():
        assert name in named | ELSEWHERE, f"{file}: {name} is not in VOCABULARIES of warehouse/vocabulary/register.py"


@pytest.mark.parametrize("members", VOCABULARIES, ids=lambda members: members.__name__)
def test_every_member_says_what_it_means_and_no_two_say_the_same(members: type[StrEnum]) -> None:
    meanings = {each: meaning_of(members, each) for each in members}
    assert all(meanings.values())
    assert len(set(meanings.values())) == len(meanings)


def test_what_shows_a_breakage_is_one_of_three_and_each_shows_some() -> None:
    assert {words.seen_in for words in health.BREAKAGES.values()} == set(health.SeenIn)


TABLES: dict[type, str] = {
    records.Run: "records.runs",
    records.Fetch: "records.fetches",
    records.FetchOutcome: "records.fetch_outcomes",
    records.ArticleStatus: "records.article_statuses",
    records.Revision: "records.revisions",
    records.Candidate: "records.candidates",
    records.Quarantine: "records.quarantine",
    records.Decision: "records.decisions",
    records.OutletDay: "records.outlet_days",
    records.Incident: "records.incidents",
}
RENAMED = {("records.decisions", "reason"): "reject_reason"}


@pytest.mark.parametrize("record", TABLES, ids=lambda record: record.__name__)
def test_a_column_whose_field_is_an_enumeration_lists_its_words(record: type) -> None:
    hints = typing.get_type_hints(record)
    for field in dataclasses.fields(record):
        held = [each for each in (hints[field.name], *typing.get_args(hints[field.name])) if isinstance(each, type)]
        for members in (each for each in held if issubclass(each, StrEnum)):
            table = TABLES[record]
            column = RENAMED.get((table, field.name), field.name)
            assert COLUMNS[table].get(column) is members, f"COLUMNS lacks {table}.{column}: {members.__name__}"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    file = tmp_path_factory.mktemp("vocabulary") / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        migrations.migrate(connection, file, file.parent)
        settling.settle(connection)
        yield connection


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_says_the_words_that_it_can_hold(warehouse: duckdb.DuckDBPyConnection, name: str) -> None:
    schema, _, table = name.rpartition(".")
    rows = warehouse.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE schema_name = ? AND table_name = ?",
        [schema or "main", table],
    ).fetchall()
    comments = dict(rows)
    for column, members in COLUMNS[name].items():
        assert comments[column].endswith(LISTED + ", ".join(members))


def test_analysts_can_ask_for_every_word(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute("SELECT vocabulary, word, means FROM vocabulary").fetchall()
    told = {(name, word): means for name, word, means in rows}
    expected = {(m.__name__, each.value): meaning_of(m, each) for m in VOCABULARIES for each in m}
    assert told == expected


NEW_STANCE = """
from datetime import UTC, datetime
from pathlib import Path
import sys
from fastapi.testclient import TestClient
from desk.app import create
from desk.wording.stances import stance_choices
from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.analyst import schema
from warehouse.folder import DataFolder
from warehouse.reference import PolicyRow
from warehouse.vocabulary.stances import Stance

folder = DataFolder(Path(sys.argv[1]))
spool.write_batch(folder, "one", samples.articles([1, 2]))
with Owner(folder, background=False) as owner:
    owner.drain()
    owner.load_policies([PolicyRow(samples.POLICIES[0], "Buses", "More buses.", "Invented", 2024, "https://party.example")])
    client = TestClient(create(owner), base_url="http://127.0.0.1")
    page = client.get("/").text
    body = {"decision_id": "00000000-0000-4000-8000-000000000001", "action": "accept", "stance": "whispers", "editor": "Ann",
            "candidate_id": str(samples.candidate_id(1))}
    decided = client.post("/api/decisions", json=body).json()["decision"]
    owner.drain()
    dossier = client.get(f"/policies/{samples.POLICIES[0]}").text
    arrived = {
        "the filter": '<option value="whispers" data-word="whispers">whispers' in page,
        "the card": '<option value="whispers" data-key="W"' in page,
        "the help": "<kbd>W</kbd></dt><dd>accept: whispers (" in page,
        "the decision": decided["stance"] == "whispers",
        "the dossier": '<span class="badge context">whispers</span>' in dossier,
        "its counts": "whispers 1" in dossier,
        "the schema": schema.markdown().count("outcome, whispers, context") >= 5,
    }
for place, there in arrived.items():
    if not there:
        print(f"the new stance did not arrive in {place}")
"""


def test_a_new_stance_takes_one_file_and_arrives_everywhere(tmp_path: Path) -> None:
    for package in (*PACKAGES, "tests/warehouse"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests" / "__init__.py").touch()
    file = tmp_path / "warehouse" / "vocabulary" / "stances.py"
    text = file.read_text(encoding="utf-8")
    member, entry = '    OUTCOME = "outcome"\n', "        Stance.CONTEXT: StanceWords("
    assert text.count(member) == text.count(entry) == 1
    text = text.replace(member, member + '    WHISPERS = "whispers"\n')
    words = '        Stance.WHISPERS: StanceWords(Direction.CONTEXT, "W", "somebody is said to have said so"),\n'
    file.write_text(text.replace(entry, words + entry), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", NEW_STANCE, str(tmp_path / "data")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "member", "asked", "sentence"),
    [
        ("stances.py", 'OUTCOME = "outcome"', "warehouse.records", "STANCES in warehouse/vocabulary/stances.py"),
        ("stances.py", 'CONTRADICTS = "contradicts"\n    CONTEXT', "warehouse.records", "DIRECTIONS in warehouse/vocabulary/stances.py"),
        ("collection.py", 'DROPPED = "dropped"', "warehouse.records", "OUTCOMES in warehouse/vocabulary/collection.py"),
        ("collection.py", 'METERED = "metered"', "warehouse.records", "WALLS in warehouse/vocabulary/collection.py"),
        ("decisions.py", 'DEFER = "defer"', "warehouse.records", "ACTIONS in warehouse/vocabulary/decisions.py"),
        ("health.py", 'QUIET = "quiet"', "warehouse.records", "DAY_STATES in warehouse/vocabulary/health.py"),
        ("health.py", 'SILENT = "silent"', "warehouse.records", "BREAKAGES in warehouse/vocabulary/health.py"),
        ("tags.py", 'SAVING = "saving"', "warehouse.records", "FUNDING_KINDS in warehouse/vocabulary/tags.py"),
        ("outlets.py", 'OFFICIAL = "official"', "warehouse.vocabulary.outlets", "TIERS in warehouse/vocabulary/outlets.py"),
        ("exports.py", 'CSV = "csv"', "warehouse.vocabulary.exports", "RESULT_FORMATS in warehouse/vocabulary/exports.py"),
    ],
)  # fmt: skip
def test_a_member_without_words_stops_the_product_with_a_sentence(
    tmp_path: Path, file: str, member: str, asked: str, sentence: str
) -> None:
    said = with_member(tmp_path, file, member, asked)
    assert f"{sentence} says nothing of" in said
    assert ".UNHEARD_OF" in said


def test_a_format_without_a_writer_is_missed_by_name(tmp_path: Path) -> None:
    words = ("        ResultFormat.CSV: FormatWords", '        ResultFormat.UNHEARD_OF: FormatWords("new"),\n')
    said = with_member(tmp_path, "exports.py", 'CSV = "csv"', "warehouse.analyst.formats", words)
    assert "WRITERS in warehouse/analyst/formats.py says nothing of ResultFormat.UNHEARD_OF" in said


def with_member(tmp_path: Path, file: str, member: str, asked: str, entry: tuple[str, str] | None = None) -> str:
    """Return what Python says of a module of a copy of the warehouse in which an enumeration has one member more."""
    shutil.copytree(ROOT / "warehouse", tmp_path / "warehouse", ignore=shutil.ignore_patterns("__pycache__"))
    changed = tmp_path / "warehouse" / "vocabulary" / file
    text = changed.read_text(encoding="utf-8")
    assert text.count(f"    {member}") == 1
    text = text.replace(f"    {member}", f'    UNHEARD_OF = "unheard of"\n    {member}')
    if entry:
        text = text.replace(entry[0], entry[1] + entry[0])
    changed.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", f"import {asked}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    return done.stderr


GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TERMS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in GLOSSARY[GLOSSARY.index("| term |") : GLOSSARY.index(glossary.BEGIN)].splitlines()[2:]
    if line.startswith("|")
]
MANDATED = [
    "outlet",
    "feed",
    "fetch",
    "capture",
    "article",
    "revision",
    "passage",
    "mention",
    "policy",
    "criterion",
    "candidate",
    "story",
    "decision",
    "evidence",
    "verdict",
    "alert",
]
"""The words that code, tables, pages and docs share."""


def test_the_glossary_is_fresh() -> None:
    assert glossary.renewed(GLOSSARY) == GLOSSARY, "run: python -m warehouse.analyst.glossary docs/glossary.md"


@pytest.mark.parametrize("term", MANDATED)
def test_a_term_of_the_product_stands_in_the_glossary(term: str) -> None:
    assert term in {row[0] for row in TERMS}


@pytest.mark.parametrize("row", [row for row in TERMS if row[3]], ids=lambda row: row[0])
def test_a_module_says_the_fields_word_for_what_it_does(row: tuple[str, ...]) -> None:
    _, _, standard, where = row
    file = where.strip("`")
    said = " ".join((ast.get_docstring(ast.parse((ROOT / file).read_text(encoding="utf-8"))) or "").lower().split())
    for word in standard.lower().split(" (")[0].split(", "):
        assert word in said, f"the docstring of {file} does not say {word!r}, the field's word for {row[0]}"


@pytest.mark.parametrize("record", list(glossary.record_types()), ids=lambda record: record.__name__)
def test_every_record_stands_in_the_glossary(record: type) -> None:
    assert f"| `{record.__name__}` |" in GLOSSARY


@pytest.mark.parametrize("members", VOCABULARIES, ids=lambda members: members.__name__)
def test_every_word_stands_in_the_glossary_and_one_that_is_added_is_missed(members: type[StrEnum]) -> None:
    part = GLOSSARY[GLOSSARY.index(f"### {members.__name__}\n") :].split("\n### ")[0]

    def missing(words: type[StrEnum]) -> list[str]:
        return [each.name for each in words if f"| {each.value} |" not in part]

    assert missing(members) == []
    assert missing(with_one_more(members)) == ["UNHEARD_OF"]


def defined(kinds: tuple[type[ast.AST], ...]) -> dict[str, list[str]]:
    """Return what stands at the top of the product's modules by name, with the files that define it."""
    found: dict[str, list[str]] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, kinds):
                    found.setdefault(node.name, []).append(str(path.relative_to(ROOT)))  # type: ignore[attr-defined]
    return found


def test_no_class_has_a_namesake() -> None:
    assert {name: files for name, files in defined((ast.ClassDef,)).items() if len(files) > 1} == {}


def test_no_public_function_has_two_namesakes() -> None:
    public = {
        name: files
        for name, files in defined((ast.FunctionDef, ast.AsyncFunctionDef)).items()
        if not name.startswith("_") and name != "main"  # what `python -m` runs
    }
    assert {name: files for name, files in public.items() if len(files) > 2} == {}


def test_judge_is_ofsteds_word_alone() -> None:
    """A day is assessed, an answer classified, a card decided; `judged_at` is the name of a stored column."""
    named = re.compile(r"\w*judg(?!e?ment)\w*", re.IGNORECASE)
    found = {
        f"{path.relative_to(ROOT)}: {word}"
        for package in ("desk", "flows", "pipelines", "spiders", "warehouse")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for word in named.findall(
            getattr(node, "id", "") or getattr(node, "name", "") or getattr(node, "attr", "") or ""
        )
        if word != "judged_at"
    }
    assert not found
