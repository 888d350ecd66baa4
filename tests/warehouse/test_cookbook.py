"""The cookbook: every question is described, runs, and answers what it asks over an invented newsroom."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse import samples
from warehouse import connect, spool
from warehouse.analyst import cookbook, sql
from warehouse.cookbook import CookbookQuestion, ParameterKind, QuestionParameter, question_named, questions
from warehouse.errors import SqlError
from warehouse.folder import DataFolder
from warehouse.records import (
    Action,
    Decision,
    Direction,
    Matching,
    OutletDay,
    Record,
    Revision,
    Tagging,
    Tags,
    identifier,
)
from warehouse.reference import OutletRow, PolicyRow
from warehouse.tags import Event, FundingFigure, Judgement, Mention, TagKind
from warehouse.vocabulary.health import DayState
from warehouse.vocabulary.tags import EventKind, FundingKind, NamedDatePrecision, OfstedGrade

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 3, 31)
SANDWELL, BIRMINGHAM, SLOUGH = samples.COUNCILS
DFE = "department-for-education"
SANDWELLS_TRUST = "sandwell-childrens-trust"
NAMES = {SANDWELL: "Sandwell", BIRMINGHAM: "Birmingham", SLOUGH: "Slough"}
NAMED = (
    *("funding-by-council-and-year", "trust-timeline", "inadequate-then", "coverage-share", "contradicting-evidence"),
    *("announcement-to-follow-up", "councils-named-together", "reported-by-nobody"),
)


def told(number: int, day: int, tags: Tags, text: str = samples.PASSAGE, outlet: str = "gazette") -> list[Record]:
    """Return an invented article that was published on a day of March and tagged so."""
    published = datetime(2026, 3, day, 9, tzinfo=UTC)
    made = replace(samples.revision(number), published=published, text=text, outlet_id=outlet)
    rest = [each for each in samples.article(number) if not isinstance(each, Revision | Tagging | Matching)]
    return [*rest, made, Tagging(made.revision_id, "tag/1", published, tags)]


def named(*councils: str) -> tuple[Mention, ...]:
    return tuple(Mention(TagKind.COUNCIL, 0, 8, NAMES[each], each, 0.9, "n/1") for each in councils)


def graded(council: str, grade: OfstedGrade) -> Judgement:
    return Judgement(council, grade, 0, 8, "graded", "overall", False, None, None, 0.8, "r/1")


def happened(kind: EventKind, *bodies: str, on: date | None = None) -> Event:
    precision = NamedDatePrecision.MONTH if on else None
    return Event(kind, 0, 8, "happened", bodies, on, 0.8, "e/1", on_precision=precision)


def money(
    surface: str, pounds: float, *, giver: str | None = None, receiver: str | None = None, year: int | None = None
) -> FundingFigure:
    starts = date(year, 4, 1) if year else None
    return FundingFigure(
        9, 9 + len(surface), surface, pounds, pounds, "none", FundingKind.ALLOCATION, giver, receiver, None, None,
        starts, None, 0.9, "m/1", giver_certainty=0.8 if giver else None, receiver_certainty=0.7 if receiver else None,
    )  # fmt: skip


NEWSROOM: tuple[tuple[int, Tags, str, str], ...] = (
    (1, Tags(mentions=named(SANDWELL, SLOUGH), judgements=(graded(SANDWELL, OfstedGrade.INADEQUATE),)), "Sandwell is inadequate.", "gazette"),
    (5, Tags(events=(happened(EventKind.TRUST_PLANNED, SANDWELL),)), "A trust is planned for Sandwell.", "gazette"),
    (15, Tags(events=(happened(EventKind.TRUST_ESTABLISHED, SANDWELL, SANDWELLS_TRUST, on=date(2026, 4, 1)),)), "The trust opened.", "post"),
    (20, Tags(mentions=named(SANDWELL, SLOUGH), judgements=(graded(SANDWELL, OfstedGrade.GOOD),)), "Sandwell is good.", "gazette"),
    (21, Tags(mentions=named(SLOUGH), funding=(money("£12m", 12e6),)), "Slough is£12m better off.", "gazette"),
    (22, Tags(mentions=named(SLOUGH), funding=(money("£12m", 12e6),)), "Slough is£12m better off, again.", "post"),
    (23, Tags(mentions=named(SLOUGH, SANDWELL), funding=(money("£3m", 3e6),)), "Slough, £3m and Sandwell.", "gazette"),
    (24, Tags(mentions=named(SLOUGH), funding=(money("£5m", 5e6, giver=DFE, receiver=SANDWELL, year=2026),)), "It is her£5m for Slough's neighbour.", "gazette"),
    (25, Tags(judgements=(graded(BIRMINGHAM, OfstedGrade.INADEQUATE),)), "Birmingham is inadequate.", "gazette"),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    found = DataFolder(tmp_path_factory.mktemp("cookbook"))
    records: list[Record] = [samples.run()]
    for number, (day, tags, text, outlet) in enumerate(NEWSROOM, start=10):
        records += told(number, day, tags, text, outlet)
    broken = OutletDay(
        "gazette", date(2026, 3, 9), DayState.BROKEN, "The Gazette is broken.", 0, 0, 2.5, samples.at(20)
    )
    against = [
        replace(one, candidates=tuple(replace(each, direction=Direction.CONTRADICTS) for each in one.candidates))
        if isinstance(one, Matching)
        else one
        for one in samples.article(2)
    ]
    linked = samples.linking(range(3), story=1)
    spool.write_batch(found, "one", [*records, broken, *samples.articles(range(2)), *against, linked])
    with connect(found) as store:
        store.load_policies([PolicyRow(name, name, "p", "A", 2017, "https://a.uk/") for name in samples.POLICIES])
        store.load_outlets([OutletRow("gazette", "The Gazette", "https://gazette.example/")])
        for number, action in enumerate((Action.ACCEPT, Action.REJECT)):
            identity = identifier("decision", str(number))
            store.decide(
                Decision(
                    identity,
                    samples.candidate_id(number),
                    action,
                    "Ann",
                    "",
                    samples.at(9),
                    direction=Direction.CONTRADICTS,
                )
            )
        store.publish()
    return found


@pytest.fixture(scope="module")
def snapshot(folder: DataFolder) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(folder.snapshot), read_only=True) as connection:
        yield connection


def asked(snapshot: duckdb.DuckDBPyConnection, name: str, **given: str) -> list[dict[str, Any]]:
    """Return the rows of a question as of the last day of March 2026."""
    question = question_named(name)
    values = question.values(given, TODAY)
    rows: list[dict[str, Any]] = snapshot.execute(question.statement, values or None).to_arrow_table().to_pylist()
    return rows


@pytest.mark.parametrize("question", questions().values(), ids=lambda one: one.name)
def test_every_question_says_what_it_holds_and_what_it_cannot_tell(
    question: CookbookQuestion, snapshot: duckdb.DuckDBPyConnection
) -> None:
    assert re.fullmatch(r"[A-Z].+\?", question.title)
    assert question.about.endswith(".")
    assert question.not_known.endswith(".")
    assert set(re.findall(r"\$([a-z_]+)", question.statement)) == {each.name for each in question.parameters}
    assert not re.search(r"now\(|current_", question.statement), (
        "as of the data's day, so that a link says the same again"
    )
    asked(snapshot, question.name)


def test_there_are_twenty_questions_and_those_that_were_asked_for_first() -> None:
    assert len(questions()) >= 20
    assert set(NAMED) <= set(questions())


def test_a_story_has_its_sources_and_what_contradicts(snapshot: duckdb.DuckDBPyConnection) -> None:
    (story,) = asked(snapshot, "sources-of-stories")
    assert (story["articles"], story["outlets"], story["independent"], story["copies"]) == (3, 1, 1, 2)
    found = {
        (row["policy"], row["contradicting"], row["advancing"]) for row in asked(snapshot, "stories-that-contradict")
    }
    assert found == {(samples.POLICIES[0], 1, 1), (samples.POLICIES[1], 1, 2)}, "what was rejected is left out"


def test_a_commitment_counts_once_however_often_it_is_told(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = asked(snapshot, "commitments-by-giver")
    assert [(row["giver"], row["year"], row["commitments"], row["millions"]) for row in rows] == [
        ("not named", "2026", 1, 12.0)
    ]
    assert asked(snapshot, "re-announced-commitments") == [], "one story told it, in three articles"
    assert asked(snapshot, "commitments-that-changed") == []


def test_an_amount_has_its_council_only_where_the_text_allows_one(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = asked(snapshot, "funding-by-council-and-year", since="2026-03-10")
    found = {(row["council"], row["year"], row["pounds_at_least"]): row for row in rows}
    assert set(found) == {("Slough", "not said", 12e6), ("Sandwell", "2026", 5e6), ("not known", "not said", 3e6)}
    assert found["Slough", "not said", 12e6]["articles"] == 2, "told twice and counted once"
    assert found["Sandwell", "2026", 5e6]["how_known"] == "the text names the receiver"
    assert found["Sandwell", "2026", 5e6]["least_certainty"] == 0.7, "of the receiver, which the council is known by"
    assert found["Slough", "not said", 12e6]["how_known"] == "the only council of its paragraph"


def test_what_became_of_an_inadequate_council_is_told_in_order(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = asked(snapshot, "inadequate-then", council="Sandwell")
    later = [(row["days_after"], row["what"]) for row in rows if row["then_told"]]
    assert (4, "trust planned") in later
    assert (14, "trust established") in later
    assert (19, "judged good") in later
    assert [days for days, _ in later] == sorted(days for days, _ in later)


def test_nothing_told_so_far_is_said_where_the_years_are_not_over(snapshot: duckdb.DuckDBPyConnection) -> None:
    (row,) = asked(snapshot, "inadequate-then", council="Birmingham", years="1")
    assert row["what"] == "nothing told so far"
    assert (
        asked(snapshot, "inadequate-then", council="Birmingham", years="1", today="2030-01-01")[0]["what"]
        == "nothing told"
    )


def test_a_trusts_timeline_has_each_date_as_exactly_as_its_source(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = asked(snapshot, "trust-timeline", trust=SANDWELLS_TRUST)
    opened = next(row for row in rows if row["what"] == "trust established")
    assert (opened["on_day"], opened["day_from"]) == ("2026-04", "its source")
    assert next(row for row in rows if row["what"] == "began")["source"] == "reference table"
    grade = next(row for row in rows if row["what"] == "Sandwell judged good")
    assert (grade["on_day"], grade["day_from"]) == ("2026-03-20", "the article")
    assert [row["on_day"] for row in rows] == sorted(row["on_day"] for row in rows)


def test_the_shares_of_a_month_are_a_hundred_percent(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = asked(snapshot, "coverage-share")
    assert {row["outlet"] for row in rows} == {"The Gazette", "post"}
    assert sum(row["percent"] for row in rows) == pytest.approx(100, abs=0.2)
    assert {row["month"] for row in rows} == {"2026-03"}


def test_contradicting_evidence_stands_before_what_waits(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert asked(snapshot, "contradicting-evidence", since="2026-03-02") == []
    assert asked(snapshot, "contradicting-evidence", since="2026-01-01", until="2026-02-01") == []
    first, *rest = asked(snapshot, "contradicting-evidence")
    assert (first["state"], first["editor"]) == ("accepted", "Ann"), "the editor's direction, not the matcher's"
    assert {row["state"] for row in rest} == {"open"}


def test_days_are_counted_from_the_announcement_to_the_first_follow_up(snapshot: duckdb.DuckDBPyConnection) -> None:
    row = next(
        row
        for row in asked(snapshot, "announcement-to-follow-up")
        if row["body"] == "Sandwell" and row["announced"] == "trust planned"
    )
    assert row["announced_on"] <= date(2026, 3, 5)
    assert (row["follow_up"], row["followed_on"]) == ("trust established", date(2026, 3, 15))
    assert row["days"] == (row["followed_on"] - row["announced_on"]).days


def test_councils_of_one_article_are_a_pair(snapshot: duckdb.DuckDBPyConnection) -> None:
    (pair,) = asked(snapshot, "councils-named-together")
    assert {pair["council"], pair["and_council"]} == {"Sandwell", "Slough"}
    assert pair["articles"] == 3
    assert asked(snapshot, "councils-named-together", least="4") == []


def test_silence_is_told_with_how_far_the_outlets_could_be_seen(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = asked(snapshot, "reported-by-nobody", since="2026-03-01")
    silent = {row["what"] for row in rows if row["kind"] == "council"}
    assert "Leeds" in silent
    assert not silent & {"Sandwell", "Slough"}
    assert {row["outlet_days_not_seen"] for row in rows} == {1}
    assert {row["watched_since"] for row in rows} == {date(2026, 3, 9)}


def test_who_gets_a_sum_stands_by_code_and_by_name_and_nobody_where_nothing_says_so(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    found = snapshot.execute(
        "SELECT DISTINCT surface, receiver_id, receiver_name, giver_id, giver_name FROM funding WHERE surface IN ('£5m', '£3m') ORDER BY 1"
    ).fetchall()
    assert found == [("£3m", None, None, None, None), ("£5m", SANDWELL, "Sandwell", DFE, "Department for Education")]


def test_who_gave_what_to_whom_has_how_sure_both_are(snapshot: duckdb.DuckDBPyConnection) -> None:
    (row,) = asked(snapshot, "who-gave-what-to-whom")
    assert (row["giver"], row["receiver"], row["year"], row["pounds_at_least"]) == (
        "Department for Education", "Sandwell", "2026", 5e6,
    )  # fmt: skip
    assert (row["giver_certainty"], row["receiver_certainty"]) == (0.8, 0.7)
    assert asked(snapshot, "who-gave-what-to-whom", receiver="Slough") == []


def test_a_figure_over_ten_millions_is_found_with_its_passage(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = asked(snapshot, "funding-over")
    assert {row["millions"] for row in rows} == {12}
    assert samples.PASSAGE in {row["passage"] for row in rows}


DAY, NUMBER, TEXT = (
    QuestionParameter("it", kind, "", "") for kind in (ParameterKind.DAY, ParameterKind.NUMBER, ParameterKind.TEXT)
)


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        (DAY, "2026-01-02", "2026-01-02"), (DAY, "today", "2026-03-31"), (DAY, "quarter", "2026-01-01"),
        (DAY, "-31", "2026-02-28"), (DAY, "", None), (NUMBER, "2", 2), (NUMBER, "2.5", 2.5), (NUMBER, "", None),
        (TEXT, " Slough ", "Slough"), (TEXT, "", None),
    ],
)  # fmt: skip
def test_a_parameter_takes_what_its_kind_says(parameter: QuestionParameter, text: str, value: object) -> None:
    assert parameter.value(text, TODAY) == value


@pytest.mark.parametrize(
    ("parameter", "text"),
    [(DAY, "yesterday"), (DAY, "-99999999"), (DAY, "2026-13-01"), (NUMBER, "many"), (NUMBER, "nan"), (NUMBER, "-2"), (NUMBER, "1e99"), (TEXT, "x" * 201)],
)  # fmt: skip
def test_another_value_is_refused_with_what_it_takes(parameter: QuestionParameter, text: str) -> None:
    with pytest.raises(SqlError, match="it takes"):
        parameter.value(text, TODAY)


def test_a_question_or_parameter_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(SqlError, match="it has: announcement-to-follow-up"):
        question_named("../queries/queue")
    with pytest.raises(SqlError, match="it takes years, council, today"):
        question_named("inadequate-then").values({"yeers": "2"}, TODAY)
    with pytest.raises(SqlError, match="it takes none"):
        question_named("quiet-outlets").values({"x": "2"}, TODAY)


def test_an_answer_says_as_of_which_snapshot_it_is_and_what_it_was_asked_with(folder: DataFolder) -> None:
    answer = cookbook.ask(folder, question_named("walls-by-outlet"), {})
    assert answer.as_of == sql.as_of(answer.rows)
    assert abs(answer.as_of - datetime.now(UTC)) < timedelta(hours=1)
    assert answer.rows.num_rows == 2
    given = cookbook.ask(folder, question_named("funding-over"), {"millions": "1"})
    assert given.values["millions"] == 1
    assert given.rows.schema.metadata[b"asked with"] == b"millions = 1, since = 2010-01-01"


def test_a_value_is_bound_and_never_pasted(folder: DataFolder) -> None:
    answer = cookbook.ask(folder, question_named("grades-over-time"), {"council": "' OR 1=1 --"})
    assert answer.rows.num_rows == 0


def test_the_file_of_all_questions_is_fresh_and_runs_as_it_stands(snapshot: duckdb.DuckDBPyConnection) -> None:
    text = (ROOT / "docs" / "cookbook.sql").read_text(encoding="utf-8")
    assert text == cookbook.as_one_file(), "run: make docs"
    statements = sql.split(text)
    assert len(statements) == len(questions())
    for each in statements:
        snapshot.execute(each.text)
