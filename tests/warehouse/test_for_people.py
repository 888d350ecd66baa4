"""A result in a terminal: what is cut, what never is, and when each value has a line."""

import io
import re
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from warehouse.analyst.for_people import TERMINAL_ROWS, TableView, write_table

WORDS = "Kent County Council was given two million pounds for its children's services, and said so. " * 5
AT = datetime(2026, 11, 28, 9, 30, 15, tzinfo=UTC)
FEW = pa.table({"title": [WORDS], "at": [AT], "pounds": [2_000_000]})
MANY = pa.table({f"column_{number}": [WORDS] for number in range(30)})


class Terminal(io.StringIO):
    """A file that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")


def shown(result: pa.Table, view: TableView | None = None, *, terminal: bool = True) -> str:
    file = Terminal() if terminal else io.StringIO()
    write_table(result, file, view)
    return re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue())


def test_texts_are_cut_to_the_width_and_times_and_numbers_are_whole() -> None:
    said = shown(FEW)
    assert max(map(len, said.splitlines())) <= 80
    assert "2026-11-28 09:30:15" in said
    assert "2000000" in said.replace(",", "")
    assert "Kent County" in said
    assert "…" in said


def test_columns_that_do_not_fit_get_a_line_for_each_value() -> None:
    said = shown(MANY)
    assert sum(line.lstrip().startswith("column_") for line in said.splitlines()) == 30
    assert WORDS.strip() in said


def test_a_line_for_each_value_can_be_had_and_so_can_all_of_the_width() -> None:
    assert f"title  {WORDS.strip()}" in shown(FEW, TableView(lines=True))
    assert WORDS.strip() in shown(FEW, TableView(wide=True))


def test_in_a_pipe_nothing_is_cut() -> None:
    many = pa.table({"n": list(range(TERMINAL_ROWS + 5))})
    assert WORDS.strip() in shown(FEW, terminal=False)
    assert "are shown" not in shown(many, terminal=False)


def test_a_terminal_shows_a_hundred_rows_or_as_many_as_were_asked_for() -> None:
    many = pa.table({"n": list(range(TERMINAL_ROWS + 5))})
    assert f"105 rows, of which {TERMINAL_ROWS} are shown" in shown(many)
    assert "105 rows, of which 3 are shown" in shown(many, TableView(rows=3))
    assert "are shown" not in shown(many, TableView(rows=500))
