"""Screening a pool, and the bench that scores it."""

import gzip
from pathlib import Path

import pytest

from bench import screening as bench_screening
from bench.screening import read_set, score_order, simulate
from nlp.ranking.screening import Screening, ScreeningPool
from tests.ranking.invented import SUBJECTS, passage

RELEVANT = 12
TEXTS = [passage(n, SUBJECTS[0 if n < RELEVANT else 1 + n % 2]).text for n in range(120)]


def written(folder: Path) -> Path:
    path = folder / "pool.csv.gz"
    rows = [f"{n},{text},,{int(n < RELEVANT)}" for n, text in enumerate(TEXTS)]
    path.write_bytes(gzip.compress("\n".join(["record_id,title,abstract,label_included", *rows]).encode()))
    return path


def test_what_is_like_the_relevant_is_read_first() -> None:
    screening = Screening(ScreeningPool.of(TEXTS))
    screening.read(0, relevant=True)
    screening.read(RELEVANT, relevant=False)
    found = 1
    for _ in range(2 * RELEVANT):
        document = screening.next()
        screening.read(document, document < RELEVANT)
        found += document < RELEVANT
    assert found == RELEVANT


def test_a_pool_that_is_read_to_its_end_has_no_next() -> None:
    screening = Screening(ScreeningPool.of(TEXTS[:2]))
    screening.read(0, relevant=True)
    screening.read(1, relevant=False)
    with pytest.raises(ValueError, match="every document"):
        screening.next()


def test_work_saved_is_what_is_unread_beyond_the_share_that_is_missed() -> None:
    score = score_order([True] * 19 + [False] * 30 + [True], 100, cpu=1.0)
    assert score.saved == pytest.approx(100 - 19 - 5)
    assert score.early == pytest.approx(50.0)


def test_a_set_is_simulated_and_an_absent_peer_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = read_set(written(tmp_path))
    assert sum(data.labels) == RELEVANT
    assert simulate(data, 1).saved > 60
    bench_screening.compare(tmp_path, None, 1)
    assert "ASReview is not installed" in capsys.readouterr().out


def test_absent_data_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_screening.main(["--data", str(tmp_path)]) == 1
    assert "no labelled screening data" in capsys.readouterr().out


def test_a_file_without_labels_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "unlabelled.csv"
    path.write_text("title,abstract\na,b\n")
    with pytest.raises(ValueError, match=r"unlabelled\.csv"):
        read_set(path)
