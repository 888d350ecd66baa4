"""The process that tags a text and matches it to the policies: `python -m flows.passes.text_child BYTES SECONDS FOLDER`.

It is a child of `flows.passes.texts`: one text in, one answer out, under limits of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from flows.passes.texts import Text, TextRead
from pipelines.isolation import child
from warehouse.folder import DataFolder
from warehouse.records import DOUBTFUL


def reader(arguments: Sequence[str]) -> Callable[[Text], TextRead]:
    """Return what reads a text, for the policies of the folder that is named.

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
    child.answer_messages(reader, "tagging")
