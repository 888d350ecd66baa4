"""Texts are tagged and matched in child processes: as in this one, in order, and one that cannot be read costs its child alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from flows.passes import text_child
from flows.passes.steps import Steps
from flows.passes.texts import Text, TextRead, tag_and_match, text_of
from pipelines.isolation import workers
from tests.collection.test_days import OUTLETS
from tests.warehouse import samples
from warehouse.records import Matching, Tagging

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
