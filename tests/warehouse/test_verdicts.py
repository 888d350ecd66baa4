"""A verdict rests on accepted evidence, pins it, is never overwritten, and is held to its rules."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse import samples
from tests.warehouse.verdict_samples import (
    DOCUMENT,
    POLICY,
    PROMISED,
    SOURCE,
    accepted,
    load,
    opened,
    opened_copy,
    rows,
    verdict,
)
from warehouse import Owner, connect
from warehouse.errors import AlreadyWrittenError, ReusedVerdictError, VerdictRefusedError
from warehouse.folder import DataFolder
from warehouse.owner.verdict_book import verdict_chain
from warehouse.records import Action, identifier
from warehouse.verdicts.rows import PolicyVerdict, content_of, row_of
from warehouse.verdicts.rules import is_own_document


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse at rest, for each test to have a copy of: making one takes a second."""
    folder = DataFolder(tmp_path_factory.mktemp("verdicts") / "data").create()
    opened(folder).close()
    return folder.root


@pytest.fixture
def owner(filled: Path, tmp_path: Path) -> Iterator[Owner]:
    yield from opened_copy(filled, tmp_path)


def refusal(owner: Owner, asked: PolicyVerdict) -> str:
    with pytest.raises(VerdictRefusedError) as refused:
        owner.write_verdict(asked)
    assert not [row for row in owner.verdict_rows() if row.row_id == asked.verdict_id]
    return str(refused.value)


def test_a_verdict_pins_what_it_rests_on(owner: Owner) -> None:
    receipt = owner.write_verdict(verdict(evidence=(3, 1)))
    written = receipt.row.written
    assert written is not None
    assert not receipt.duplicate
    first = written.evidence[0]
    text = samples.revision(3)
    capture = samples.fetch(3)[1]
    assert (first.number, first.candidate_id, first.accepted_by) == (1, samples.candidate_id(3), "Edith")
    assert (first.revision_id, first.content_sha256) == (text.revision_id, text.content_sha256)
    assert (first.capture_id, first.payload_sha256) == (capture.capture_id, capture.payload_sha256)
    assert (first.warc_file, first.warc_offset) == (capture.warc_file, capture.warc_offset)
    assert text.text[first.start : first.end] == first.passage == samples.PASSAGE
    assert (first.extractor, first.tagger, first.matcher) == ("extract/1", "tag/1", "match/1")
    assert (written.policy.version, written.policy.progress) == ("policy-1", ("A trust is set up.",))


def test_no_status_without_accepted_evidence(owner: Owner) -> None:
    assert "no status without accepted evidence" in refusal(owner, verdict(evidence=(), text="It goes on."))
    owner.decide(accepted(2, Action.REJECT, again=1))
    assert "[2] “Headline 2” (gazette) is not accepted as evidence: it was rejected" in refusal(owner, verdict())
    load(owner, "more", samples.article(9))
    assert "not decided yet" in refusal(owner, verdict(evidence=(9,)))
    assert "There is no candidate" in refusal(owner, verdict(evidence=(77,)))


@pytest.mark.parametrize("status", ["not started", "not rated"])
def test_that_nothing_was_done_yet_needs_no_evidence_until_there_was_some(owner: Owner, status: str) -> None:
    nothing = verdict(evidence=(), text="Nothing is known.", status=status)
    owner.write_verdict(nothing)
    owner.write_verdict(verdict(2))
    assert refusal(owner, replace(nothing, verdict_id=identifier("3"), replaces=identifier("verdict", "2"),
                                  written_at=samples.at(60)))  # fmt: skip


BEFORE = [
    ({"published": datetime(2026, 1, 4, 12, tzinfo=UTC)}, "is of 4 January 2026 and older than its promise"),
    ({"published": datetime(2026, 1, 4, 23, 59, tzinfo=UTC)}, "older than its promise, which is of 5 January 2026"),
    ({"published": None, "published_precision": None}, "has no date"),
    ({"url": SOURCE}, "is the document that made the promise"),
    ({"url": SOURCE.replace("https://", "http://www.") + "/?from=feed"}, "is the document that made the promise"),
    ({"title": DOCUMENT}, "is the document that made the promise"),
    ({"title": f"{DOCUMENT.upper()} | The Invented Party"}, "is the document that made the promise"),
]


@pytest.mark.parametrize(("changes", "sentence"), BEFORE, ids=[str(changes) for changes, _ in BEFORE])
def test_no_evidence_older_than_its_promise_or_from_the_promises_own_document(
    owner: Owner, changes: dict[str, object], sentence: str
) -> None:
    old = replace(samples.revision(20), **changes)  # type: ignore[arg-type]
    fetched, captured = samples.fetch(20)
    load(owner, "old", [fetched, captured, old, samples.tagging(old), samples.matching(old)])
    owner.decide(accepted(20))
    assert sentence in refusal(owner, verdict(evidence=(1, 20)))


def test_evidence_of_the_promises_day_counts(owner: Owner) -> None:
    text = replace(samples.revision(20), published=datetime(2026, 1, 5, 0, 0, tzinfo=UTC))
    fetched, captured = samples.fetch(20)
    load(owner, "first day", [fetched, captured, text, samples.tagging(text), samples.matching(text)])
    owner.decide(accepted(20))
    assert not owner.write_verdict(verdict(evidence=(20,))).duplicate


def test_an_article_about_the_document_is_not_the_document(owner: Owner) -> None:
    row = owner.query("policy_words", policy_id=POLICY)[0]
    written = owner.write_verdict(verdict()).row.written
    assert written is not None
    assert row["document"] == DOCUMENT
    for title in (f"{DOCUMENT}: what it says of trusts", f"{DOCUMENT} – what it means for every council in England"):
        assert not is_own_document(written.policy, samples.url(1), title)


def test_evidence_of_another_policy_is_refused(owner: Owner) -> None:
    other = samples.candidate_id(1, samples.POLICIES[1])
    owner.decide(replace(accepted(1), decision_id=identifier("other"), candidate_id=other))
    assert "accepted as evidence of another policy" in refusal(owner, replace(verdict(), evidence=(other,)))


WRONG = [
    ({"text": " "}, "has no text"),
    ({"author": ""}, "Nobody's name"),
    ({"status": "splendid"}, "'splendid' is no status of this tracker; there are: not started, in progress"),
    ({"text": "As was said [3]."}, "The text cites [3], and the verdict rests on 2 pieces of evidence."),
    ({"effective": date(2026, 3, 4)}, "4 March 2026 has not come yet"),
    ({"effective": PROMISED - timedelta(days=1)}, "4 January 2026 is before the promise, which is of 5 January 2026"),
    ({"written_at": samples.at(23), "effective": PROMISED}, "is older than the acceptance of [1], [2]"),
    ({"policy_id": "no-such"}, "There is no policy 'no-such'"),
    ({"evidence": (1, 1)}, "cited twice"),
    ({"text": "x" * 20_001}, "longer than 20,000 characters"),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG, ids=[sentence for _, sentence in WRONG])
def test_what_breaks_a_rule_is_refused_with_a_sentence(owner: Owner, changes: dict[str, object], sentence: str) -> None:
    assert sentence in refusal(owner, verdict(**changes))  # type: ignore[arg-type]


def test_every_rule_that_is_broken_is_told_at_once(owner: Owner) -> None:
    said = refusal(owner, verdict(text="", author="", status="splendid"))
    assert ("no text" in said, "Nobody's name" in said, "splendid" in said) == (True, True, True)


STEPS = [
    ("in progress", "achieved", True),
    ("achieved", "broken", True),
    ("achieved", "achieved", True),
    ("in progress", "not started", False),
    ("in progress", "not rated", True),  # as it was in the file: a mistake taken back
    ("broken", "off track", False),
]


@pytest.mark.parametrize(("first", "then", "allowed"), STEPS)
def test_statuses_follow_the_vocabularys_table(owner: Owner, first: str, then: str, allowed: bool) -> None:
    owner.write_verdict(verdict(1, status=first))
    following = verdict(2, status=then)
    if allowed:
        assert owner.write_verdict(following).row.sequence == 2
    else:
        assert f"A policy that is '{first}' cannot become '{then}'." in refusal(owner, following)


def test_a_mistake_can_be_taken_back(owner: Owner) -> None:
    for number, status in enumerate(("off track", "broken", "off track"), start=1):
        owner.write_verdict(verdict(number, status=status))
    assert [row.written.verdict.status for row in owner.verdict_rows() if row.written][-1] == "off track"


def test_a_trackers_own_statuses_are_taken_and_others_refused(owner: Owner) -> None:
    owner.load_policies(rows(statuses=("kept", "stalled", "not rated")))
    owner.write_verdict(verdict(1, status="stalled"))
    owner.write_verdict(verdict(2, status="kept"))
    assert "there are: kept, stalled, not rated" in refusal(owner, verdict(3, status="achieved"))


def test_nothing_is_overwritten(owner: Owner) -> None:
    first, second = owner.write_verdict(verdict(1)).row, owner.write_verdict(verdict(2, status="on track")).row
    assert owner.verdict_rows(POLICY) == [first, second]
    with closing(sqlite3.connect(owner.folder.decisions)) as journal:
        for statement in ("UPDATE verdicts SET content = ''", "DELETE FROM verdicts"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                journal.execute(statement)


def test_the_same_verdict_twice_is_one_and_another_under_its_identifier_is_refused(owner: Owner) -> None:
    first = owner.write_verdict(verdict())
    again = owner.write_verdict(verdict(written_at=samples.at(99)))
    assert (again.duplicate, again.row) == (True, first.row)
    with pytest.raises(ReusedVerdictError):
        owner.write_verdict(verdict(text="Something else [1]."))
    assert len(owner.verdict_rows()) == 1


def test_nobody_writes_over_a_verdict_that_they_had_not_seen(owner: Owner) -> None:
    owner.write_verdict(verdict(1))
    with pytest.raises(AlreadyWrittenError, match="Vera wrote “in progress” on 3 March 2026"):
        owner.write_verdict(replace(verdict(2), replaces=None))
    with pytest.raises(AlreadyWrittenError):
        owner.write_verdict(verdict(3))


def test_a_row_that_was_changed_by_hand_is_found(owner: Owner) -> None:
    for number in (1, 2, 3):
        owner.write_verdict(verdict(number))
    assert verdict_chain(owner.folder.decisions).broken is None
    with closing(sqlite3.connect(owner.folder.decisions, isolation_level=None)) as journal:
        journal.execute("DROP TRIGGER verdicts_are_never_changed")
        journal.execute("UPDATE verdicts SET content = replace(content, 'Vera', 'Evil') WHERE sequence = 2")
    assert verdict_chain(owner.folder.decisions).broken == 2


def test_a_row_reads_back_as_it_was_written(owner: Owner) -> None:
    row = owner.write_verdict(verdict()).row
    assert row.written is not None
    content = content_of(row.written)
    assert row_of(row.sequence, content, row.sha256) == row


def test_analysts_see_verdicts_what_they_rest_on_and_the_status_in_force(owner: Owner) -> None:
    owner.write_verdict(verdict(1))
    owner.write_verdict(verdict(2, status="on track", evidence=(4,)))
    snapshot = owner.publish()
    with duckdb.connect(str(snapshot), read_only=True) as asked:
        told = asked.execute("SELECT status, in_force, evidence FROM verdicts ORDER BY sequence").fetchall()
        cited = asked.execute(
            "SELECT number, passage, outlet FROM verdict_evidence ORDER BY accepted_at, number"
        ).fetchall()
        status = asked.execute("SELECT status, verdict FROM policies WHERE policy_id = ?", [POLICY]).fetchall()
        history = asked.execute("SELECT status FROM policy_statuses WHERE policy_id = ? ORDER BY loaded_at", [POLICY])
        assert told == [("in progress", False, 2), ("on track", True, 1)]
        assert len(cited) == 3
        assert set(cited) == {(1, samples.PASSAGE, "gazette"), (2, samples.PASSAGE, "gazette")}
        assert status == [("on track", "Steps were taken, as of the 2. report [1].")]
        assert sorted(history.fetchall()) == [("in progress",), ("not rated",), ("on track",)]


def test_verdicts_travel_to_the_owner_from_another_process(owner: Owner) -> None:
    with connect(owner.folder) as store:
        assert not store.owns
        receipt = store.write_verdict(verdict())
        assert store.verdict_rows(POLICY) == [receipt.row] == owner.verdict_rows()
        with pytest.raises(VerdictRefusedError, match="no status of this tracker"):
            store.write_verdict(verdict(2, status="splendid"))


def test_verdicts_outlive_a_warehouse_that_goes_back_to_its_checkpoint(folder: DataFolder) -> None:
    with opened(folder) as owner:
        owner.publish()
        owner.write_verdict(verdict())
        held = owner.verdict_rows()
    (folder.warehouse.with_name("warehouse.duckdb.wal")).unlink(missing_ok=True)
    with Owner(folder, background=False) as owner:
        assert owner.verdict_rows() == held
        snapshot = owner.publish()
    with duckdb.connect(str(snapshot), read_only=True) as asked:
        assert asked.execute("SELECT count(*) FROM verdicts").fetchall() == [(1,)]
