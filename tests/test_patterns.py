"""What nobody can read: long regular expressions and long functions. Both have a list, which only ever gets shorter."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("warehouse", "pipelines", "nlp", "spiders", "desk", "flows")
LONGEST = 200  # characters of a pattern's source
CALLS = {"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "split"}
DEBTORS = {
    "nlp/money/amounts.py": 1,
    "nlp/money/periods.py": 5,
    "nlp/money/rules.py": 15,
}
"""How many long patterns a file may hold. A new file gets none; who makes a pattern a list of words or a feature lowers the number."""


LONGEST_FUNCTION = 40  # lines from `def` to its end
LONG_FUNCTIONS = {
    "flows/analyst/commands.py": ["sql"],  # its options, one a line
    "pipelines/archive/foreign_warc.py": ["_warc_pages"],
    "pipelines/body/blocks.py": ["blocks"],  # the hottest loop of extraction: three closures over one state
}
"""The functions that are longer. There may be ten at most, each because it reads worse in parts."""


def long_patterns(path: Path) -> int:
    """Return how many patterns of over LONGEST characters a file gives to the functions of `re`, or `compile_any` as alternatives."""
    found = 0
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            patterns = node.args if named == "compile_any" else node.args[:1] if named in CALLS else []
            found += sum(
                isinstance(pattern, ast.Constant | ast.JoinedStr | ast.BinOp) and len(ast.unparse(pattern)) > LONGEST
                for pattern in patterns
            )
    return found


@cache
def counted() -> Counter[str]:
    """Return the long patterns of every file that holds any."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    counts = {path.relative_to(ROOT).as_posix(): long_patterns(path) for path in files}
    return Counter({path: number for path, number in counts.items() if number})


def test_no_file_holds_more_long_patterns_than_its_debt() -> None:
    assert {path: number for path, number in counted().items() if number > DEBTORS.get(path, 0)} == {}


@pytest.mark.parametrize("path", sorted(DEBTORS))
def test_a_debt_that_was_paid_is_struck_from_the_list(path: str) -> None:
    assert counted()[path] > 0, f"strike {path} from DEBTORS"


def test_a_long_pattern_is_counted(tmp_path: Path) -> None:
    source = tmp_path / "long.py"
    source.write_text(
        f"import re\nSHORT = re.compile('a')\nLONG = re.compile('{'ab|' * 100}')\nANY = compile_any('a', '{'ab' * 100}')\n",
        encoding="utf-8",
    )
    assert long_patterns(source) == 2


def long_functions(path: Path) -> list[str]:
    """Return the names of a file's functions of more than LONGEST_FUNCTION lines."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    functions = (node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [each.name for each in functions if (each.end_lineno or 0) - each.lineno + 1 > LONGEST_FUNCTION]


def test_no_function_is_longer_than_a_screen_but_those_on_the_list() -> None:
    files = [path for package in (*PACKAGES, "bench") for path in (ROOT / package).rglob("*.py")]
    found = {path.relative_to(ROOT).as_posix(): long_functions(path) for path in (*files, ROOT / "pledgewatch.py")}
    assert {path: names for path, names in found.items() if names} == LONG_FUNCTIONS
    assert sum(map(len, LONG_FUNCTIONS.values())) <= 10


def test_a_long_function_is_counted(tmp_path: Path) -> None:
    source = tmp_path / "long.py"
    body = "    1\n"
    source.write_text(f"def fits():\n{body * 39}\nasync def long():\n{body * 40}", encoding="utf-8")
    assert long_functions(source) == ["long"]
