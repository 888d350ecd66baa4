"""The table of figures: every bench is in it, none keeps the others from theirs, and the document holds what was printed."""

import importlib
from pathlib import Path

import pytest

from bench import table
from bench.figure import Figure, measured_cpu

ROOT = Path(__file__).resolve().parent.parent


def test_the_quick_ones_are_a_few_of_all() -> None:
    assert set(table.QUICK) < set(table.ALL)
    assert "growth" in table.ALL


def test_a_figure_with_a_peer_and_one_without() -> None:
    assert (
        table.row(Figure("speed", "20", "10: the other", 2.0, 1.5, 3.0))
        == "| speed | 20 | 10: the other | 2 | 1.5 / 3 |"
    )
    assert table.row(Figure("size", "7", "none: alone", None, 0.25)) == "| size | 7 | none: alone |  | 0.25 |"


def test_the_table_replaces_what_stands_between_the_marks(tmp_path: Path) -> None:
    document = tmp_path / "figures.md"
    document.write_text(f"Before\n{table.BEGIN}\nold\n{table.END}\nAfter\n")
    table.write(document, "new")
    table.write(document, "newer")
    assert document.read_text() == f"Before\n{table.BEGIN}\nnewer\n{table.END}\nAfter\n"


def test_the_document_has_the_marks() -> None:
    text = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    assert text.index(table.BEGIN) < text.index(table.END)


def test_a_bench_that_fails_is_told_and_the_next_one_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: dict[str, list[Figure] | str] = {
        "crawl": "ValueError: no server", "backfill": [Figure("speed", "20", "10: the other", 2.0, 1.5)]
    }  # fmt: skip
    monkeypatch.setattr(table, "run", lambda name, _: answers[name])
    assert table.main(["--only", "crawl", "backfill"]) == 1
    told = capsys.readouterr().out
    assert "| crawl | could not run: ValueError: no server | | | |" in told
    assert "| speed | 20 | 10: the other | 2 | 1.5 |" in told


def test_a_bench_runs_in_a_process_of_its_own_and_returns_rows() -> None:
    rows = table.run("stories", True)
    assert not isinstance(rows, str), rows
    assert all(one.ours and one.peer for one in rows)


def test_a_bench_without_an_answer_in_time_is_ended_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_SECONDS", 0.01)
    assert table.run("silence", True) == "no answer in 0 minutes"


@pytest.mark.parametrize("name", table.ALL)
def test_a_bench_can_be_imported_and_takes_quick(name: str) -> None:
    assert "quick" in importlib.import_module(f"bench.{name}").figures.__annotations__


def test_the_cpu_of_a_block_is_measured() -> None:
    with measured_cpu() as spent:
        sum(range(2_000_000))
    assert spent.seconds > 0
