"""The tutorials: their files are written and their commands run as they stand, and what they promise to print is printed."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TUTORIALS = sorted((ROOT / "docs").glob("tutorial-*.md"))
BLOCK = re.compile(r"(?:^`(?P<file>[^`\n]+)`:\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block: a file when it has a name, commands (`sh`), or what the commands before it print (`text`)."""

    kind: str
    file: str | None
    text: str


def blocks(page: Path) -> Iterator[Block]:
    for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield Block(found["kind"], found["file"], found["text"])


def run(commands: str, folder: Path) -> str:
    """Run a block of commands in the folder, and return all that they said. A failure is told, and not raised."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLEDGEWATCH_")}
    command = f'pledgewatch() {{ "{sys.executable}" -m pledgewatch "$@"; }}\n{commands}'
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout + done.stderr


def test_there_is_a_tutorial_for_an_outlet_and_for_a_policy() -> None:
    assert {page.stem for page in TUTORIALS} >= {"tutorial-outlet", "tutorial-policy"}


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_does_what_it_says(page: Path, tmp_path: Path) -> None:
    said = ""
    for block in blocks(page):
        if block.file:
            path = tmp_path / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.kind == "sh":
            said = run(block.text, tmp_path)
            assert "Traceback" not in said
        else:
            assert block.kind == "text", f"{page.name}: a block of {block.kind} without a file's name is never run"
            for line in block.text.splitlines():
                assert line in said, f"{page.name} promises {line!r}; printed was:\n{said}"
