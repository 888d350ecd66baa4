"""What the model of grades looks at: a grade's word, a council that the page names, and what stands round and between the two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.grades import detection
from nlp.grades.attribution import Graded
from nlp.grades.detection import MASK
from nlp.names.document import Document
from nlp.text.sentences import Sentence
from nlp.text.spans import between
from warehouse.records import Judgement, Mention

BEFORE, AFTER = 160, 90  # characters of the sentence that are looked at on either side of the word
LEADING = 2  # councils of a page that any of its grades may be of, however far away they are named
_TOKEN = re.compile(rf"{MASK}+|[\w’'-]+|[^\w\s]")
_CLAUSE = re.compile(r"[,;:–—(] ?|\b(?:and|but|while|although|though|whereas|because|after|before|when|that) ")
_SUBJECTS = frozenset(("ELSE", "PART", "NAME", "BODY", "BODIES", "IT", "WE", "NUM"))


@cache
def _classes() -> dict[str, str]:
    table = {"NAME": "NAME"}
    for line in files("nlp").joinpath("data/grade_words.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, words = line.split(": ", 1)
            for word in words.split():
                table.setdefault(word, name)
    return table


def _tokens(text: str) -> list[str]:
    return ["NAME" if token[0] == MASK else token.lower() for token in _TOKEN.findall(text)]


def _classed(tokens: list[str]) -> list[str]:
    """Return the classes of those words that have one, in order."""
    table = _classes()
    found = []
    for word in tokens:
        name = table.get(word) or ("YEAR" if len(word) == 4 and word[:2] in ("19", "20") else None)
        if name is None and word.endswith(("'s", "’s")):
            name = table.get(word[:-2])
        if name is not None:
            found.append(name)
    return found


@dataclass(frozen=True, slots=True)
class GradeWord:
    """A word for a grade: offsets, which word it is, and the sentence that it stands in."""

    start: int
    end: int
    group: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class _Around:
    """Where a word stands among the names: those of its sentence with their councils, and the councils named before it."""

    inside: list[Mention]
    codes: list[tuple[str, ...]]  # of `inside`, one by one
    left: list[str]
    subjects: list[str]
    told: list[str]  # in the sentence before
    paragraph: list[str]  # in the paragraph so far
    nearest: list[str]  # by the last name before the sentence


def grade_words(masked: str, sentences: Iterable[Sentence]) -> list[GradeWord]:
    """Return the words for grades in these sentences of a text in which names are masked, whatever they mean there."""
    return [
        GradeWord(match.start(), match.end(), str(match.lastgroup), sentence.start, sentence.end)
        for sentence in sentences
        for match in detection.WORDS.finditer(masked, sentence.start, sentence.end)
    ]


class PairFeatures:
    """The features of the pairs (grade word, council) of one page."""

    def __init__(self, reading: Document, graded: Graded, words: list[GradeWord], ruled: list[Judgement], read_as: dict[int, str], about: bool) -> None:  # fmt: skip
        """Take the page with its names masked, its grade words in order, and whose the rules say each is, and what else they take it for."""
        self.reading, self.graded, self.masked, self.words, self.about = reading, graded, graded.masked, words, about
        self.read_as = read_as
        self.order = sorted(graded.counts, key=lambda code: -graded.counts[code])
        self.titled = set(self._codes([one for one in graded.mentions if one.text in reading.title]))
        self.ruled: dict[int, list[Judgement]] = {}
        for one in ruled:
            self.ruled.setdefault(one.start, []).append(one)

    def of(self, word: GradeWord) -> tuple[list[str], list[tuple[str, list[str]]]]:
        """Return the features of the word itself, and for each council of the page those of its pair with the word."""
        left = _tokens(self.masked[max(word.low, word.start - BEFORE) : word.start])
        right = _tokens(self.masked[word.end : min(word.high, word.end + AFTER)])
        read_as = self.read_as.get(word.start) or detection.why_not(self.masked, word.start, word.end, word.low, word.high, word.group)  # fmt: skip
        base = [*self._round(word, left, right), *self._line(word), f"rule={read_as}", f"rule={read_as} {word.group}"]
        around = self._around(word, left)
        return base, [(code, [*self._rule(word, code), *self._between(word, code, around)]) for code in self._candidates(word, around)]  # fmt: skip

    def _candidates(self, word: GradeWord, around: _Around) -> list[str]:
        """Return the councils that the word may be of: those that the page speaks of most, and those named near it."""
        near = {*self.order[:LEADING], *around.told, *around.paragraph, *around.nearest}
        near.update(code for codes in around.codes for code in codes)
        near.update(one.council for one in self.ruled.get(word.start, ()))
        return [code for code in self.order if code in near]

    def _around(self, word: GradeWord, left: list[str]) -> _Around:
        mentions = self.graded.mentions
        inside = between(mentions, word.low, word.high)
        number = self.reading.sentences.number(word.start)
        last = self.reading.sentences.sentences[number - 1] if number else None
        start = self.reading.plain.rfind("\n", 0, word.start) + 1
        return _Around(
            inside,
            [self.graded.codes([one], inside) for one in inside],
            left,
            [name for name in _classed(left) if name in _SUBJECTS],
            self._codes(between(mentions, last.start, last.end)) if last else [],
            self._codes(between(mentions, start, word.low)),
            self._codes(between(mentions, 0, word.low)[-1:]),
        )

    def _round(self, word: GradeWord, left: list[str], right: list[str]) -> list[str]:
        ahead, behind = _classed(left), _classed(right)
        named = ["bias", f"word={word.group}", f"page={self.about}", f"page={self.about} {word.group}"]
        for place in range(3):
            named.append(f"left{place}=" + (left[-1 - place] if place < len(left) else "^"))
            named.append(f"right{place}=" + (right[place] if place < len(right) else "$"))
        named.append(f"left={' '.join(left[-2:])}")
        named.append(f"right={' '.join(right[:2])}")
        named += [f"in left {token}" for token in set(left)] + [f"in right {token}" for token in set(right)]
        named += [f"near left {token}" for token in set(left[-6:])]
        named += [f"classes left {name}" for name in set(ahead)] + [f"classes right {name}" for name in set(behind)]
        named += [f"near classes {name}" for name in set(_classed(left[-8:]))]
        named += [f"last two {' '.join(ahead[-2:])}", f"last three {' '.join(ahead[-3:])}", f"next two {' '.join(behind[:2])}"]  # fmt: skip
        subjects = [name for name in ahead if name in _SUBJECTS]
        named += [f"subject={' '.join(subjects[-1:])}", f"subjects={' '.join(subjects[-2:])}", f"first={' '.join(subjects[:1])}"]  # fmt: skip
        clause = _classed(_tokens(_CLAUSE.split(self.masked[word.low : word.start])[-1]))
        named += [f"clause {name}" for name in set(clause)]
        named += [f"clause={' '.join(clause[:2])}", f"clause subject={' '.join([x for x in clause if x in _SUBJECTS][:1])} {word.group}"]  # fmt: skip
        return named

    def _line(self, word: GradeWord) -> list[str]:
        """Name what the word's line is: a row of a table, a list's item, a paragraph; and what the sentence before speaks of."""
        plain = self.reading.plain
        start = plain.rfind("\n", 0, word.start) + 1
        end = plain.find("\n", word.end)
        line = self.masked[start : end if end >= 0 else len(plain)]
        named = [f"line={min(len(line) // 30, 4)} {line.rstrip().endswith('.')}", f"opens={start == word.low}"]
        number = self.reading.sentences.number(word.start)
        if number:
            last = self.reading.sentences.sentences[number - 1]
            told = [name for name in _classed(_tokens(self.masked[last.start : last.end])) if name in _SUBJECTS]
            named += [f"last sentence {' '.join(told[:1])}", f"told {'ELSE' in told} {'WE' in told}"]
        same = sum(one.low == word.low for one in self.words)
        return [*named, f"words={min(same, 4)}"]

    def _rule(self, word: GradeWord, code: str) -> list[str]:
        said = self.ruled.get(word.start, [])
        own = next((one for one in said if one.council == code), None)
        if own is not None:
            name = f"own {own.confidence} {own.aspect == 'overall'}"
            named = [f"rule={own.aspect == 'overall'}", f"rule={name}", f"rule={name} {word.group}"]
        else:
            named = [f"rule={'another' if said else 'none'}"]
        return named

    def _between(self, word: GradeWord, code: str, around: _Around) -> list[str]:
        rank, many = min(self.order.index(code), 3), min(len(self.order), 4)
        named = [f"rank={rank}", f"rank={rank} of {many}"]
        owned = [one for one, codes in zip(around.inside, around.codes, strict=True) if code in codes]
        before = [one for one in owned if one.end <= word.start]
        after = [one for one in owned if one.start >= word.end]
        if before:
            named += self._since(word, before[-1], around.inside)
        elif after:
            named += self._until(word, after[0], around.inside)
        else:
            named += self._outside(code, around, rank)
        return named

    def _since(self, word: GradeWord, name: Mention, inside: list[Mention]) -> list[str]:
        gap = _tokens(self.masked[name.end : word.start])
        classes = _classed(gap)
        nearer = sum(name.end <= one.start and one.end <= word.start for one in inside)
        grades = any(name.end <= one.start < word.start for one in self.words)
        lead = _tokens(self.masked[max(word.low, name.start - 40) : name.start])
        pre = lead[-1] if lead else "^"
        named = [f"before {min(nearer, 3)}", f"before grades={grades}", f"before {min(nearer, 3)} grades={grades}"]
        named += [f"since long={min(len(gap) // 4, 6)}", f"since={' '.join(classes[:4])}", f"since opens {' '.join(gap[:1])}"]  # fmt: skip
        named += [f"since ends {' '.join(classes[:2])}|{' '.join(classes[-2:])}", f"pre={pre}", f"pre={pre} {min(nearer, 2)}"]  # fmt: skip
        named += [f"since class {each}" for each in set(classes)] + [f"since {each}" for each in set(gap)]
        named += [f"lead class {each}" for each in set(_classed(lead))]
        return [*named, f"first name={not any(one.start < name.start for one in inside)}"]

    def _until(self, word: GradeWord, name: Mention, inside: list[Mention]) -> list[str]:
        gap = _tokens(self.masked[word.end : name.start])
        classes = _classed(gap)
        nearer = sum(word.end <= one.start < name.start for one in inside)
        others = any(one.end <= word.start for one in inside)
        grades = any(word.end <= one.start < name.start for one in self.words)
        named = [f"after {min(nearer, 3)} others={others}", f"after grades={grades}", f"until long={min(len(gap) // 3, 6)}"]  # fmt: skip
        named += [f"until={' '.join(classes[:3])}", f"until ends {' '.join(gap[-1:])}"]
        return named + [f"until {each}" for each in set(gap)] + [f"until class {each}" for each in set(classes)]

    def _outside(self, code: str, around: _Around, rank: int) -> list[str]:
        told, paragraph = around.told, around.paragraph
        some = "names" if around.inside else "no name"
        first = "first" if told[:1] == [code] else "in" if code in told else "other" if told else "none"
        there = "last" if paragraph[-1:] == [code] else "in" if code in paragraph else "other" if paragraph else "none"
        named = [f"outside {some}", f"outside {some} last={first}", f"outside {some} paragraph={there}"]
        named += [f"outside {some} rank={rank}", f"outside {some} nearest={code in around.nearest}", f"outside title={code in self.titled}"]  # fmt: skip
        named += [f"outside subject={' '.join(around.subjects[-1:])} {first}", f"outside opens={' '.join(around.subjects[:1])} {there}"]  # fmt: skip
        named += [f"outside {some} alone={len(self.order) == 1}", f"outside yet={bool(around.nearest)}"]
        return named

    def _codes(self, mentions: list[Mention]) -> list[str]:
        return [code for one in mentions for code in self.graded.codes([one], ())]
