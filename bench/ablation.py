"""What each pattern of the tagger is worth (ablation): the scores without it, by `python -m bench.tagging --ablate`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Protocol

from nlp.grades import attribution_words, detection, echoes, judgements, standing, without_names
from nlp.money import amounts, funding, party_mentions, periods, place, qualifiers
from nlp.names import abbreviations, council_forms, councils, document, features, furniture, misspellings, trusts
from nlp.tagger import Tagger
from nlp.training.marked_documents import GoldDocument

GRADES = (detection, attribution_words, echoes, judgements, standing, without_names)
NAMES = (abbreviations, council_forms, councils, document, features, furniture, misspellings, trusts)
MONEY = (amounts, funding, party_mentions, periods, place, qualifiers)
NEVER = re.compile(r"(?!)")  # matches nothing: what a text looks like without the pattern


class Counted(Protocol):
    """What was found of a label, and how much of it is right."""

    right: int
    found: int


Scorer = Callable[[Sequence[GoldDocument], Tagger], Mapping[str, Counted]]


def ablate(
    documents: Sequence[GoldDocument], tagger: Tagger, score: Scorer, modules: Iterable[ModuleType]
) -> Iterator[tuple[str, Mapping[str, Counted]]]:
    """Yield the scores with every pattern, under "", and then without each pattern of `modules` in turn, under its name.

    A pattern that others were made of at import stays in those.
    """
    yield "", score(documents, tagger)
    for module in modules:
        patterns = {name: value for name, value in vars(module).items() if isinstance(value, re.Pattern)}
        for name, pattern in patterns.items():
            setattr(module, name, NEVER)
            try:
                yield f"{module.__name__}.{name}", score(documents, tagger)
            finally:
                setattr(module, name, pattern)


def ablation_lines(
    documents: Sequence[GoldDocument],
    tagger: Tagger,
    score: Scorer,
    modules: Iterable[ModuleType] = (*GRADES, *NAMES, *MONEY),
) -> Iterator[str]:
    """Yield a line for each pattern: the labels that change without it, or that none does."""
    before: dict[str, tuple[int, int]] = {}
    for pattern, scores in ablate(documents, tagger, score, modules):
        after = {label: (one.right, one.found) for label, one in scores.items()}
        if not pattern:
            before = after
            continue
        changed = [
            f"{label} {right - before[label][0]:+} right {found - before[label][1]:+} found"
            for label, (right, found) in after.items()
            if (right, found) != before[label]
        ]
        yield f"without {pattern}: {'; '.join(changed) or 'nothing changes'}"
