"""The views that analysts read: described, documented, and right."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse import samples
from warehouse import connect, queries, spool
from warehouse.analyst import cookbook, exports, schema, sql
from warehouse.cookbook import question_named
from warehouse.errors import UnknownQueryError
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision, Event, Field, Matching, Revision, Tagging, Tags, identifier
from warehouse.tags import TAG_LISTS
from warehouse.vocabulary.tags import EventKind

ROOT = Path(__file__).resolve().parents[2]
NAMED_IN_THE_BRIEF = {
    "coverage", "mentions", "funding", "judgements", "candidates", "decisions", "evidence", "outlet_health", "books",
}  # fmt: skip


@pytest.mark.parametrize("name", TAG_LISTS)
def test_every_list_of_tags_is_a_view_of_its_own(filled: DataFolder, name: str) -> None:
    assert name in exports.views(filled), f"warehouse/views/30_tags.sql has no view {name}"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A warehouse with five articles, decisions, policies and an outlet, published."""
    folder = DataFolder(tmp_path_factory.mktemp("filled"))
    spool.write_batch(folder, "one", samples.articles(range(5)))
    with connect(folder) as store:
        policy = {
            "title": "Trusts",
            "promise": "p",
            "party": "Conservative",
            "year": 2017,
            "source": "https://example.org",
        }
        store.load_policies([{"policy_id": name, **policy} for name in samples.POLICIES])
        store.load_outlets([{"outlet_id": "gazette", "name": "The Gazette", "home": "https://gazette.example/"}])
        for number in range(3):
            store.decide(
                Decision(
                    identifier("d", str(number)), samples.candidate_id(number), Action.ACCEPT, "Ann", "", samples.at(9)
                )
            )
        store.publish()
    return folder


@pytest.fixture(scope="module")
def snapshot(filled: DataFolder) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(filled.snapshot), read_only=True) as connection:
        yield connection


def test_every_view_and_table_and_column_is_described(snapshot: duckdb.DuckDBPyConnection) -> None:
    bare = snapshot.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        " UNION ALL SELECT view_name, NULL FROM duckdb_views() WHERE NOT internal AND comment IS NULL"
        " UNION ALL SELECT table_name, NULL FROM duckdb_tables() WHERE NOT internal AND comment IS NULL"
    ).fetchall()
    assert bare == []


@pytest.mark.parametrize("field", list(Field))
def test_the_views_of_tags_say_in_which_field_each_stands_and_give_the_paragraph_from_it(
    tmp_path: Path, field: Field
) -> None:
    words = "Nothing new.\n\nSandwell Council is to get £12m."
    start = words.index("Sandwell")
    made = replace(
        samples.revision(1), title=words, standfirst=words, text=words, corrections=tuple(words.split("\n\n"))
    )
    event = Event(EventKind.TRUST_PLANNED, start, start + 8, "Sandwell", (), None, 0.8, "e/1", field=field)
    folder = DataFolder(tmp_path)
    tagging = Tagging(made.revision_id, "tag/1", samples.at(9), Tags(events=(event,)))
    article = [each for each in samples.article(1) if not isinstance(each, Revision | Tagging | Matching)]
    spool.write_batch(folder, "one", [*article, made, tagging])
    with connect(folder) as store:
        store.publish()
    (row,) = sql.run_statement(folder, "SELECT field, passage FROM events").to_pylist()
    assert row == {"field": field, "passage": "Sandwell Council is to get £12m."}


def test_the_schema_page_is_fresh() -> None:
    page = (ROOT / "docs/schema.md").read_text(encoding="utf-8")
    assert page == schema.markdown(), "run: python -m warehouse.analyst.schema > docs/schema.md"


@pytest.mark.parametrize("view", sorted(NAMED_IN_THE_BRIEF))
def test_every_view_of_the_domain_has_rows(snapshot: duckdb.DuckDBPyConnection, view: str) -> None:
    assert snapshot.execute(f"SELECT * FROM {view}").fetchall()


def test_a_policy_without_recent_evidence_is_named(filled: DataFolder) -> None:
    rows = cookbook.ask(filled, question_named("policies-without-evidence"), {}).rows.to_pylist()
    found = {row["policy_id"]: row["waiting"] for row in rows}
    assert found[samples.POLICIES[1]] == 5
    recent = (datetime.now(UTC) - samples.START).days < 90
    assert (samples.POLICIES[0] in found) != recent


def test_a_grade_is_held_against_ofsteds_table(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = snapshot.execute("SELECT DISTINCT name, stated_grade, ofsted_grade, agrees FROM judgements").fetchall()
    assert rows == [("Sandwell", "inadequate", "good", False)]


def test_evidence_names_what_it_rests_on(snapshot: duckdb.DuckDBPyConnection) -> None:
    row = snapshot.execute(
        "SELECT passage, warc_file, warc_offset, changed_since FROM evidence ORDER BY url"
    ).fetchone()
    assert row == (samples.PASSAGE, "2026-03.warc.gz", 0, False)


def test_books_balance(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = snapshot.execute("SELECT fetched, stored, pending, balanced FROM books").fetchall()
    assert rows == [(5, 5, 0, True)]


@given(
    paragraphs=st.lists(
        st.text(st.characters(exclude_characters="\n\r\0", exclude_categories=["Cs"]), min_size=1),
        min_size=1,
        max_size=6,
    ),
    data=st.data(),
)
@settings(max_examples=100, deadline=None)
def test_the_passage_around_a_span_is_its_paragraph(paragraphs: list[str], data: st.DataObject) -> None:
    text = "\n\n".join(paragraphs)
    index = data.draw(st.integers(0, len(paragraphs) - 1))
    begins = sum(len(each) + 2 for each in paragraphs[:index])
    start = data.draw(st.integers(begins, begins + len(paragraphs[index]) - 1))
    end = data.draw(st.integers(start + 1, begins + len(paragraphs[index])))
    connection = macro_only()
    assert connection.execute("SELECT passage_of(?, ?, ?)", [text, start, end]).fetchall() == [(paragraphs[index],)]


@cache
def macro_only() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute((ROOT / "warehouse/views/00_macros.sql").read_text(encoding="utf-8"))
    return connection


@pytest.mark.parametrize("name", queries.names())
def test_every_named_query_runs_and_says_what_it_gives(filled: DataFolder, name: str) -> None:
    query = queries.named_query(name)
    assert len(query.about) > 20, f"warehouse/queries/{name}.sql says nothing of itself at its head"
    given = {"candidate_id": samples.candidate_id(1), "article_id": samples.article_id(1), "outlet_id": "gazette"}
    with connect(filled) as store:
        rows = store.query(name, **{key: value for key, value in given.items() if key in query.parameters})
        assert all(isinstance(row, dict) for row in rows)


def test_a_query_refuses_a_parameter_that_it_does_not_take(filled: DataFolder) -> None:
    with connect(filled) as store:
        with pytest.raises(UnknownQueryError, match="queue takes no colour; it takes: after_id"):
            store.query("queue", colour="red")
        with pytest.raises(UnknownQueryError, match="no query named"):
            store.query("../views/10_sources")


@pytest.mark.parametrize("value", ["'; DROP TABLE records.candidates; --", "x' OR '1'='1", "(SELECT 1)"])
def test_a_value_stays_a_value(filled: DataFolder, value: str) -> None:
    with connect(filled) as store:
        assert store.query("queue", policy_id=value, outlet_id=value, council=value) == []
        assert store.query("queue")


@dataclass(frozen=True)
class SummerDay:
    folder: DataFolder
    on_the_card: date
    tried: list[int]  # since 15 July, and since the day after


@pytest.fixture(scope="module")
def summer(tmp_path_factory: pytest.TempPathFactory) -> SummerDay:
    """An article of a moment that is 14 July in UTC and 15 July at the outlet, in British Summer Time."""
    folder = DataFolder(tmp_path_factory.mktemp("summer"))
    midnight = datetime(2026, 7, 14, 23, tzinfo=UTC)
    records = [replace(one, published=midnight) if isinstance(one, Revision) else one for one in samples.article(0)]
    spool.write_batch(folder, "one", records)
    with connect(folder) as store:
        store.decide(Decision(identifier("d"), samples.candidate_id(0), Action.ACCEPT, "Ann", "", samples.at(9)))
        row = store.query("candidate", candidate_id=samples.candidate_id(0))[0]
        tried = [len(store.query("texts_to_try", since=date(2026, 7, day))) for day in (15, 16)]
        store.publish()
    return SummerDay(folder, row["published_day"], tried)


@pytest.mark.parametrize(
    "view", ["articles", "mentions", "coverage", "funding", "judgements", "events", "candidates", "evidence"]
)
def test_an_article_of_a_summer_day_has_the_outlets_day(summer: SummerDay, view: str) -> None:
    found = sql.run_statement(summer.folder, f"SELECT DISTINCT published_day FROM {view}").column(0).to_pylist()
    assert found == [summer.on_the_card] == [date(2026, 7, 15)]


def test_a_policy_is_tried_on_the_articles_of_the_outlets_day(summer: SummerDay) -> None:
    assert summer.tried == [1, 0]
