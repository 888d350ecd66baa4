"""Grades told without their word: "the same grade", "so is Barnsley", "Camden is one", "they are Ealing and Kent"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from nlp.grades import detection
from nlp.grades.detection import MASK
from nlp.text.wordings import compile_any

# What any echo holds, in small letters, for the automaton that finds the sentences.
_NEEDLES = tuple(
    [f"{word} {verb} {lead}{MASK.lower()}" for word in ("so", "as") for verb in ("is", "are", "was", "were", "did", "has", "have", "had") for lead in ("", "neighbouring ", "nearby ", "the ")]
    + [f"same {what}" for what in ("grade", "rating", "judg", "verdict", "mark", "overall", "top", "low", "poor", "leap", "jump", "journey", "climb", "fall", "slide", "rise")]
    + [f"{MASK.lower()} {verb} {one}" for verb in ("is", "was", "are", "were") for one in ("one", "another", "among them")]
    + [f"{the} {grade} with {MASK.lower()}" for the in ("the", "that") for grade in ("grade", "rating", "verdict", "judgement", "judgment", "mark")]
    + [f"{share} with {MASK.lower()}" for share in ("share", "shares", "shared")]
    + [f"which is what {MASK.lower()}", f"just as {MASK.lower()}", "from there to", "same goes", "same is true"]
    + ["was the same", "is the same", "were the same", f"{MASK.lower()} among them"]
    + [f"{lead} {MASK.lower()}" for lead in ("they are", "they were", "these are", "these were", "they include", "they included", "among them are", "among them were", "among them is")]
)  # fmt: skip
_MARK = "(?:rating|grade|judge?ment|verdict|mark)"
_GRADE = "(?:grade|rating|verdict|judge?ment|mark)"
_NEAR = "(?:the |neighbouring |nearby )?"
_NOT_TO = r"(?<!not )(?<!to )(?<!could )(?<!longer )"  # "does not share the grade with Kent" says nothing of Kent's
_ALSO = (
    rf"(?:so|as) (?:is|are|was|were|did|has|have|had) {_NEAR}",
    rf"{_NOT_TO}shares? (?:the|that) {_GRADE} with {_NEAR}",
    rf"{_GRADE} (?:that |which )?(?:it|they) shared?s? with {_NEAR}",
    r"(?:(?<=\. )|(?<=\n))(?:it (?:is|was) the same(?:, [^,;.]{1,30},)? (?:for|in|at)|the same (?:goes|is true) (?:for|of|in)) ",
)
_JUST_AS = r"(?:had been|has been|was|is|were|are)(?: in (?:\w+ )?\d{4}| before| last \w+| then| already|[.,;])"
# Each kind of echo, in a group of that name.
_ECHOES = (
    rf"(?P<same>the same(?: (?:overall|top|low|poor|lowest|bottom|damning|Ofsted))? {_MARK}s?)",
    r"(?P<equal>(?:grade|rating|verdict|judge?ment|outcome|result)s? (?:was|is|were|are) (?:exactly |just |also )?the same\b)",
    r"(?P<move>the same (?:leap|jump|journey|climb|fall|slide|rise))",
    rf"(?P<also>{'|'.join(_ALSO)})(?={MASK})",
    rf"(?P<like>(?:which is what )(?={MASK}{{1,60}} (?:is|are|was|were)\b)|just as (?={MASK}{{1,60}} {_JUST_AS}))",
    r"(?P<there>(?<=from )there(?= to (?:an? )?[\"'“‘]?(?:good|outstanding|requir|inadequate)))",
    rf"(?P<those>(?:They (?:are|were|included?)|These (?:are|were)|Among them (?:are|were|is)) (?:the )?)(?={MASK})",
)
_ONE = r"(?P<one>(?:(?:is|was|are|were) )?(?:one|another|a (?:second|third|fourth)|among them)\b(?! of|[ -]\w))"
_ECHO = compile_any(
    rf"\b(?:{'|'.join(_ECHOES)})",
    rf"(?<={MASK})(?:, [^,;{MASK}]{{1,60}},)? {_ONE}",
    flags=re.IGNORECASE,
)

_KINDS = {"equal": "same", "there": "same", "like": "also"}


@cache
def _needles() -> AhoCorasick:
    return AhoCorasick([*detection.NEEDLES, *_NEEDLES])


def places(masked: str) -> tuple[list[int], list[int]]:
    """Return the offsets of what a grade's words, and what an echo's, may hold, whether or not they stand as one."""
    lowered = masked.lower()
    if len(lowered) != len(masked):  # "İ" grows when it is lowered
        return [match.start() for match in detection.WORDS.finditer(masked)], [
            match.start() for match in _ECHO.finditer(masked)
        ]
    told: tuple[list[int], list[int]] = ([], [])
    for number, start, _ in _needles().find_matches_as_indexes(lowered):
        told[number >= len(detection.NEEDLES)].append(start)
    return told


@dataclass(frozen=True, slots=True)
class Echo:
    """Words that take up a grade told before: offsets, and which way they do."""

    start: int
    end: int
    kind: str

    @property
    def of_a_count(self) -> bool:
        """Whether the words name those that a count before left unnamed."""
        return self.kind in ("those", "one")


def find_echoes(masked: str, low: int, high: int) -> list[Echo]:
    """Return the echoes in the sentence at `low`:`high` of a text in which names are masked."""
    return [
        Echo(match.start(match.lastgroup), match.end(match.lastgroup), _KINDS.get(match.lastgroup, match.lastgroup))
        for match in _ECHO.finditer(masked, low, high)
        if match.lastgroup is not None
    ]
