"""Batches on their way: what was written is what is read, durably, under one key."""

import resource
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse import samples
from warehouse import records, spool
from warehouse.folder import DataFolder

ROOT = Path(__file__).resolve().parents[2]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- naive bounds
st.register_type_strategy(str, texts)
st.register_type_strategy(datetime, moments)
st.register_type_strategy(date, st.dates(date(1900, 1, 1), date(2200, 1, 1)))
st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))
st.register_type_strategy(float, st.floats(allow_nan=False))
st.register_type_strategy(UUID, st.uuids())


@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_every_record_comes_back_as_it_was_written(data: st.DataObject, tmp_path: Path) -> None:
    kinds = st.sampled_from(sorted(spool.KINDS.values(), key=lambda kind: kind.__name__))
    drawn: list[Any] = data.draw(st.lists(kinds.flatmap(st.from_type), max_size=4))
    file = spool.write_batch(DataFolder(tmp_path), "key", drawn)
    assert spool.read_spool_file(file) == drawn


def test_every_record_type_has_a_column() -> None:
    assert set(spool.KINDS) | {"kind"} == set(spool.schema().names)
    assert records.Decision not in spool.KINDS.values()


def test_a_lone_surrogate_is_replaced_one_for_one(folder: DataFolder) -> None:
    made = replace(samples.run(), detail="a\ud800b")
    (read,) = spool.read_spool_file(spool.write_batch(folder, "key", [made]))
    assert isinstance(read, records.Run)
    assert read.detail == "a\ufffdb"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"started_at": datetime(2026, 1, 1)}, "run.started_at: the time .* has no zone"),  # noqa: DTZ001
        ({"detail": None}, "run.detail is missing"),
        ({"detail": 5}, "key"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_by_name(folder: DataFolder, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(spool.RecordDoesNotFitError, match=words):
        spool.write_batch(folder, "key", [replace(samples.run(), **changes)])
    assert not list(folder.spool.glob("*.parquet"))


def test_a_decision_does_not_travel_by_the_spool(folder: DataFolder) -> None:
    decision = records.Decision(
        samples.candidate_id(1), samples.candidate_id(1), records.Action.ACCEPT, "a", "", samples.at(0)
    )
    with pytest.raises(spool.RecordDoesNotFitError, match="Decision"):
        spool.write_batch(folder, "key", [decision])  # type: ignore[list-item]


@given(key=st.text())
@settings(max_examples=100, deadline=None)
def test_no_key_leads_out_of_the_spool(key: str) -> None:
    name = spool.file_name(key)
    assert Path(name).name == name
    assert name.endswith(".parquet")
    assert not name.startswith(".")
    assert len(name) < 130


def test_the_same_key_is_the_same_file(folder: DataFolder) -> None:
    assert spool.write_batch(folder, "a/b", [samples.run(1)]) == spool.write_batch(folder, "a/b", [samples.run(2)])
    assert spool.write_batch(folder, "a-b", [samples.run(1)]) != spool.write_batch(folder, "a/b", [samples.run(1)])
    assert len(spool.waiting(folder)) == 2


def test_every_file_has_the_same_schema(folder: DataFolder) -> None:
    first = spool.write_batch(folder, "one", [samples.run()])
    second = spool.write_batch(folder, "two", [])
    assert pq.read_schema(first).equals(pq.read_schema(second))


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    script = (
        "from tests.warehouse import samples; from warehouse import spool; from warehouse.folder import DataFolder\n"
        f"from pathlib import Path; spool.write_batch(DataFolder(Path({str(tmp_path)!r})), 'key', samples.articles(range(50)))"
    )

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, preexec_fn=limit, capture_output=True, check=False)
    assert done.returncode != 0
    assert b"File too large" in done.stderr
    assert list((tmp_path / "spool").iterdir()) == []
