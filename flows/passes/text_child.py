"""The program that tags a text and matches it to the policies: one text in, one answer out, under limits of its own.

It is forked from a server that has loaded the models (`flows.passes.texts`). Where there can be none, it is a command that loads them
itself: `python -m flows.passes.text_child BYTES SECONDS FOLDER`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from flows.passes.texts import Text, TextRead
from pipelines.isolation import child
from warehouse.folder import DataFolder
from warehouse.records import DOUBTFUL

TextReader = Callable[[Text], TextRead]
STEP = "tagging"

_loaded: list[TextReader] = []  # before the forks, for all of them


def before_forks(arguments: Sequence[str]) -> None:
    """Load what reads texts, for the policies of the folder that is named: seconds of CPU that no fork needs again."""
    _loaded.append(reader(arguments, encoded=True))


def main(arguments: Sequence[str]) -> int:
    """Read the texts of a socket, under limits of bytes and of CPU seconds for each, until there are no more."""
    memory, seconds = arguments
    child.answer_socket(_loaded[0], STEP, (int(memory), float(seconds)))
    return 0


def reader(arguments: Sequence[str], *, encoded: bool = False) -> TextReader:
    """Return what reads a text, for the policies of the folder that is named; `encoded` says that their criteria are to be so now.

    A text that extraction itself doubts is tagged, and waits on the desk's review list: it is not put forward as
    evidence as if it were sound.
    """
    from flows.passes import steps
    from nlp import tagger
    from nlp.article_fields import ArticleToTag
    from nlp.evidence.matching import Matcher

    (root,) = arguments
    finds, matcher = tagger.load_tagger(), Matcher(steps.tracked_policies(DataFolder(Path(root))))
    version = finds.version
    if encoded:
        matcher.load()

    def read(one: Text) -> TextRead:
        article = ArticleToTag(one.text, one.title, one.published_day, one.standfirst or "", tuple(one.corrections))
        (tags,) = finds.tag_articles([article])
        candidates = (
            matcher.match(
                one.article_id,
                one.title,
                one.text,
                tags,
                one.published_day,
                standfirst=one.standfirst or "",
                url=one.url,
            )
            if one.confidence >= DOUBTFUL
            else ()
        )
        return TextRead(version, matcher.version, tags, candidates)

    return read


if __name__ == "__main__":
    child.answer_messages(reader, STEP)
