"""A policy's history is rebuilt to the byte, and the archive proves it or the command says what it does not prove."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.verdicts import history_text, proof, replay
from flows.verdicts.moments import NoSuchMoment, as_of_moment
from flows.verdicts.replay import NoSuchPolicy
from tests.flows.verdict_archive import archived, candidate_of, filled, passage_of, resting_on, settings_of_copy
from tests.warehouse import samples
from tests.warehouse.verdict_samples import POLICY, accepted, verdict
from warehouse import Owner, connect, spool
from warehouse.folder import DataFolder
from warehouse.records import Action, identifier
from warehouse.store import Store
from warehouse.verdicts.history import history_of


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an installation at rest, with one verdict on the first two of four accepted articles."""
    root = tmp_path_factory.mktemp("history") / "data"
    with filled(root) as owner:
        owner.write_verdict(resting_on(verdict(), [0, 1]))
    return root


@pytest.fixture
def settings(at_rest: Path, tmp_path: Path) -> Settings:
    return settings_of_copy(at_rest, tmp_path)


def warcs(settings: Settings) -> list[Path]:
    return sorted(settings.folder.archive.rglob("*.warc.gz"))


def test_the_verdict_its_evidence_and_its_pins_are_told(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay.print_history(settings, POLICY, None, verify=True) == 0
    said = capsys.readouterr().out
    assert "Status: in progress, from 2 March 2026\nWritten by Vera on 3 March 2026, 10:00:00 UTC" in said
    assert "[2] “Trust number 1 is to hire social workers”, gazette, 1 March 2026" in said
    assert "Evidence that stood accepted: 4" in said
    assert "Proof against the archive: 6 of 6 proved" in said
    assert "the passage stands in the page at its offsets" in said


def test_as_of_a_day_before_it_was_written_there_is_none(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    replay.print_history(settings, POLICY, "2026-03-02", as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["in_force"], len(told["evidence"])) == (None, 4)
    replay.print_history(settings, POLICY, "2026-03-01")
    said = capsys.readouterr().out
    assert "No verdict had been written." in said
    assert "Evidence that stood accepted: 0" in said


def rebuilt(owner: Owner | Store, moment: datetime) -> str:
    history = history_of(owner, POLICY, moment)
    return history_text.as_text(history, None) + history_text.as_json(history, None)


ARTICLES = 4  # of which the passages were accepted


class Year:
    """A policy's history under way: articles change, editors change their minds, verdicts are written."""

    def __init__(self, owner: Owner, seed: int) -> None:
        self.owner, self.rand, self.step = owner, random.Random(seed), 0
        self.decided = dict.fromkeys(range(ARTICLES), 0)
        owner._verdicts.clock = lambda: self.now

    @property
    def now(self) -> datetime:
        return samples.at(100.0 + self.step)

    def edit(self) -> None:
        number = self.rand.randrange(ARTICLES)
        changed = f"{passage_of(number)} In step {self.step} it was changed."
        records = archived(self.owner.folder, number, changed, 100.0 + self.step)
        spool.write_batch(self.owner.folder, f"step {self.step}", records)

    def decide(self) -> None:
        number = self.rand.randrange(ARTICLES)
        self.decided[number] += 1
        action = Action.REJECT if self.decided[number] % 2 else Action.ACCEPT
        candidate = candidate_of(number, passage_of(number))
        self.owner.decide(accepted(number, action, self.decided[number], candidate_id=candidate, decided_at=self.now))

    def write(self) -> None:
        standing = [number for number in range(ARTICLES) if self.decided[number] % 2 == 0]
        if not standing:
            return
        last = next((row.row_id for row in reversed(self.owner.verdict_rows(POLICY)) if row.written), None)
        status = self.rand.choice(("in progress", "on track", "off track"))
        text = f"Step {self.step} [1]."
        asked = verdict(1000 + self.step, status=status, replaces=last, written_at=self.now, text=text)
        cited = self.rand.sample(standing, self.rand.randint(1, len(standing)))
        self.owner.write_verdict(resting_on(asked, cited))

    def go_on(self) -> None:
        self.step += 1
        for often, happens in ((0.4, self.edit), (0.3, self.decide), (0.7, self.write)):
            if self.rand.random() < often:
                happens()
            report = self.owner.drain()
            assert not report.refused, report.refused


def replayed_over(owner: Owner, steps: int, dates: int, seed: int) -> int:
    """Compare the history as of many days with what it was on each day; return how many verdicts were written."""
    year = Year(owner, seed)
    told = {}
    for step in range(1, steps + 1):
        year.go_on()
        if step % (steps // dates) == 0:
            told[year.now] = rebuilt(owner, year.now)
    assert len(told) >= dates
    assert len(set(told.values())) == len(told)
    assert sum(row.reopening is not None for row in owner.verdict_rows()) >= steps / 10
    for moment, before in told.items():
        assert rebuilt(owner, moment) == before, f"as of {moment}"
    return sum(row.written is not None for row in owner.verdict_rows())


def test_histories_are_rebuilt_to_the_byte(settings: Settings) -> None:
    with Owner(settings.folder, background=False) as owner:
        assert replayed_over(owner, steps=24, dates=8, seed=3) > 10


@pytest.mark.long
def test_over_200_verdicts_are_rebuilt_as_of_20_dates_to_the_byte_also_after_a_restart(settings: Settings) -> None:
    with Owner(settings.folder, background=False) as owner:
        assert replayed_over(owner, steps=320, dates=20, seed=4) > 200
        moments = [samples.at(100.0 + step) for step in range(1, 320, 16)]
        before = [rebuilt(owner, moment) for moment in moments]
    with connect(settings.folder) as store:
        assert [rebuilt(store, moment) for moment in moments] == before


def test_any_byte_of_the_archive_that_changed_is_found_and_named(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    rand = random.Random(5)
    for file in warcs(settings):
        whole = file.read_bytes()
        for _ in range(6):
            at = rand.randrange(len(whole))
            file.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << rand.randrange(8))]) + whole[at + 1 :])
            assert replay.print_history(settings, POLICY, None, verify=True) == 1, f"{file.name} at {at}"
            said = capsys.readouterr().out
            name = file.relative_to(settings.folder.archive).as_posix()
            assert f"FAILED: {name}: is not the file that was sealed" in said
        file.write_bytes(whole)
    assert replay.print_history(settings, POLICY, None, verify=True) == 0


def test_a_changed_record_is_found_though_the_file_was_sealed_again(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with connect(settings.folder) as store:
        pin = history_of(store, POLICY, datetime.now(UTC)).evidence[0]
    assert pin.warc_file is not None
    assert pin.warc_offset is not None
    file = settings.folder.archive / pin.warc_file
    file.with_name(file.name + ".sha256").unlink()
    content = bytearray(file.read_bytes())
    content[pin.warc_offset + 60] ^= 1
    file.write_bytes(content)
    assert replay.print_history(settings, POLICY, None, verify=True) == 1
    said = capsys.readouterr().out
    assert "FAILED: verdict 1, [1] “Trust number 0 is to hire social workers” (gazette)" in said
    assert "the record is damaged" in said
    assert "proved: verdict 1, [2]" in said


def test_a_file_of_the_archive_that_is_gone_is_named(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    warcs(settings)[1].unlink()
    assert replay.print_history(settings, POLICY, None, verify=True, as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["proved"]
    assert any("there is no such file" in one["sentence"] for one in told["proof"])


def test_another_page_in_the_records_place_proves_nothing(settings: Settings) -> None:
    with connect(settings.folder) as store:
        history = history_of(store, POLICY, datetime.now(UTC))
    first, second = proof.pins_of(history)[:2]
    there = {name: getattr(second, name) for name in ("warc_file", "warc_offset", "body_file", "body_offset")}
    swapped = replace(first, **there)
    assert "another record stands there" in proof.capture_flaw(settings.folder.archive, swapped)
    other = replace(swapped, capture_id=second.capture_id)
    assert "the body is not the one that was pinned" in proof.capture_flaw(settings.folder.archive, other)
    (told, *_) = proof.prove(settings.folder.archive, [replace(first, passage="Nobody said this.")], {}, {})
    assert (told.proved, told.sentence) == (False, "the passage is not in the page")


NOW = datetime(2026, 5, 2, 12, tzinfo=UTC)
MOMENTS = [
    ("2026-05-01", datetime(2026, 5, 1, 22, 59, 59, 999999, tzinfo=UTC)),
    ("2026-05-02", NOW),
    ("2026-05-01T10:00Z", datetime(2026, 5, 1, 10, tzinfo=UTC)),
    ("2026-05-01T10:00", datetime(2026, 5, 1, 9, tzinfo=UTC)),
    (None, NOW),
]


@pytest.mark.parametrize(("given", "moment"), MOMENTS)
def test_a_day_is_meant_to_its_end_in_london(given: str | None, moment: datetime) -> None:
    assert as_of_moment(given, NOW) == moment


@pytest.mark.parametrize("given", ["2026-05-03", "2026-05-02T12:01Z", "yesterday", ""])
def test_what_is_no_moment_or_has_not_come_is_refused(given: str) -> None:
    with pytest.raises(NoSuchMoment):
        as_of_moment(given, NOW)


def test_a_policy_that_is_not_tracked_is_told_with_those_that_are_near(settings: Settings) -> None:
    with pytest.raises(NoSuchPolicy, match=f"near are: {POLICY}"):
        replay.print_history(settings, "trusts-for-weak-councils", None)


def test_reopenings_are_told_with_their_difference(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with connect(settings.folder) as store:
        records = archived(DataFolder(settings.folder.root), 1, "It was said otherwise, in other words altogether.", 60)
        spool.write_batch(settings.folder, "edit", records)
        store.drain()
    assert replay.print_history(settings, POLICY, None) == 0
    said = capsys.readouterr().out
    assert "This verdict is open again:" in said
    assert "[2] was edited (it shows another text now)\n      the cited passage no longer stands there" in said
    assert f"      - {passage_of(1)}"[:60] in said
    assert "      + It was said otherwise, in other words altogether." in said


def test_a_passage_that_was_taken_back_later_stood_accepted_then(settings: Settings) -> None:
    taken = accepted(3, Action.REJECT, 1, candidate_id=candidate_of(3, passage_of(3)), decided_at=samples.at(90))
    with connect(settings.folder) as store:
        store.decide(taken)
        assert len(history_of(store, POLICY, samples.at(89)).evidence) == 4
        assert len(history_of(store, POLICY, samples.at(90)).evidence) == 3
        assert identifier("accept", "3", "0") in {
            one.decision_id for one in history_of(store, POLICY, samples.at(90) - timedelta(seconds=1)).evidence
        }
