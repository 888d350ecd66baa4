"""Texts are tagged and matched in child processes: as in this one, in order, and one that cannot be read costs its child alone."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flows.passes import text_child
from flows.passes.steps import Steps
from flows.passes.texts import Text, TextRead, tag_and_match, text_of
from flows.processes.forked_child import ForkedChild
from flows.processes.forks import ONE_THREAD
from pipelines.isolation import workers
from tests.collection.test_days import OUTLETS
from tests.warehouse import samples
from warehouse.records import Matching, Tagging

ROOT = Path(__file__).resolve().parents[2]
LOADS = """
import sys
from pathlib import Path
from flows.passes import text_child
text_child.before_forks(sys.argv[1:])
names = [(each / "comm").read_text().strip() for each in Path("/proc/self/task").glob("*")]
print([name for name in names if name != "jemalloc_bg_thd"])  # Arrow's, which takes care of forks itself
"""
STORY = (
    "Ministers will give Slough council £4.2m to set up a children's services trust.\n\n"
    "The trust takes over from April, after Ofsted rated the council's services inadequate."
)


def texts(number: int) -> list[Text]:
    return [
        text_of(replace(samples.revision(each), text=f"{STORY}\n\nIt is case {each}.", confidence=1.0), OUTLETS)
        for each in range(number)
    ]


@pytest.mark.long
def test_children_read_texts_as_this_process_does(steps: Steps, tmp_path: Path) -> None:
    tracked = Path(steps.texts.program.arguments[0]) / "policies.toml"
    (tmp_path / "policies.toml").write_bytes(tracked.read_bytes())
    read = text_child.reader([str(tmp_path)])
    given = texts(4)
    answers = list(steps.texts.map(given))
    assert answers == [read(each) for each in given]
    assert all(
        isinstance(child.process, ForkedChild) for child in steps.texts._children
    )  # which load nothing themselves
    assert isinstance(answers[0], TextRead)
    assert answers[0].tags.mentions
    assert (answers[0].tagger, answers[0].matcher) == (steps.tagger, steps.matcher)


@pytest.mark.long
def test_a_text_whose_child_is_killed_twice_is_kept_with_a_note(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    give = workers._Child.give

    def killed(child: workers._Child, number: int, text: Text) -> bool:
        if number == 1:
            child.process.kill()
        return give(child, number, text)

    monkeypatch.setattr(workers._Child, "give", killed)
    made = list(tag_and_match(texts(3), steps.texts, (steps.tagger, steps.matcher), samples.at(9)))
    tagged = [one for one in made if isinstance(one, Tagging)]
    assert [bool(one.tags.mentions) for one in tagged] == [True, False, True]
    assert "SIGKILL" in tagged[1].tags.notes[0]
    assert [one.tagger for one in tagged] == [steps.tagger] * 3
    assert len([one for one in made if isinstance(one, Matching)]) == 3


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for its threads")
def test_what_is_loaded_before_the_forks_starts_no_thread(steps: Steps) -> None:
    command = [sys.executable, "-c", LOADS, *steps.texts.program.arguments]
    told = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **ONE_THREAD})
    assert len(told.stdout.split(",")) == 1, told.stdout + told.stderr
    assert "python" in told.stdout
