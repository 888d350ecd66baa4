"""What the model looks at when a bare place name has to be judged: the words round it, its company and its page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.names.document import Document
from nlp.text.topic import Topic
from nlp.text.wordings import word_sets
from warehouse.reference import Council

_WORD = re.compile(r"[A-Za-z£][\w£']*|\d[\d,.]*|[,;:().!?\"“”–—-]")
_CAPITAL_BEFORE = re.compile(r"(?:\b(?:at|in|near|of|from) [A-Z][a-z]+(?:[ -][A-Z][a-z]+)?)(?: (in)|,) $")
_NUMERIC = frozenset("£0123456789")  # what a number or a sum begins with
NEAR = 6  # words on either side that count
_VERBS = word_sets("name_wordings.txt")["verbs of an authority"]

# What cannot stand before the subject of a clause; what can stand between its auxiliary and its verb.
_GOVERNORS = frozenset(["in", "at", "from", "of", "to", "for", "near", "outside", "around", "across", "through", "via", "with", "by", "between", "over", "under", "into", "towards", "on", "off", "the", "a", "an", "than", "like", "as", "-", "–", "—", "told", "against", "beyond", "behind", "about", "within", "throughout"])  # fmt: skip
_AUXILIARIES = frozenset(["has", "had", "have", "is", "was", "are", "were", "will", "would", "could", "should", "may", "might", "can", "must"])  # fmt: skip
_ADVERBS = frozenset(["already", "also", "now", "since", "not", "never", "only", "just", "still", "both", "all", "each", "recently", "long", "again", "even", "itself", "themselves", "soon", "to", "been", "be", "being", "have", "has"])  # fmt: skip
_ASIDE = re.compile(
    r", [^,.;:]{2,60}, ((?:has|had|have|is|was|are|were|will|would|could|should|may|might|must|can)(?: \w+){1,3})"
)
_ONE = frozenset(["a", "an", "one", "another", "the"])
_PLACING = frozenset(["in", "from", "at", "of", "near", "outside"])


@cache
def _classes() -> dict[str, str]:
    """Return the class of each word of `data/word_classes.txt`; the first line that has a word decides."""
    table: dict[str, str] = {}
    for line in files("nlp").joinpath("data/word_classes.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, words = line.split(":", 1)
            for word in words.split():
                table.setdefault(word, name)
    return table


def _nearest(words: list[str]) -> str:
    """Return the class of the first word that has one, or "none"."""
    table = _classes()
    return next((table[word] for word in words if word in table), "none")


def _words(piece: str) -> list[str]:
    return [("#" if word[0] in _NUMERIC else word.lower()) for word in _WORD.findall(piece)]


def _clause(l1: str, right: list[str]) -> str:
    """Return what the name is to its clause: "act" or "state" for the subject of such a verb, "" for anything else."""
    if l1 in _GOVERNORS or not right:
        return ""
    verb = right[0]
    if verb in _AUXILIARIES:
        verb = next((word for word in right[1:] if word not in _ADVERBS), "")
    elif verb not in _VERBS and _classes().get(verb) not in ("act", "govern"):
        return ""
    return "act" if _classes().get(verb) in ("act", "govern", "money", "order") else "state"


@dataclass(frozen=True, slots=True)
class Company:
    """The list that a name stands in: its extent (the name's own when it stands alone) and what else it holds."""

    start: int
    end: int
    kind: str  # alone, list, full (another of its names is certainly a council)


def features(
    reading: Document, topic: Topic, start: int, end: int, council: Council, full: bool, company: Company
) -> list[str]:
    """Return the names of the features that hold for the name at `start`:`end`.

    `full` says that the text names this council in full elsewhere. The words before and after are those round the whole
    list, where the name stands in one.
    """
    near = _beside(reading, start, company)
    placed = f"topic={topic.level}"
    named = [
        "bias", f"l1={near.l1}", f"l2={near.l2} {near.l1}", f"r1={near.r1}", f"r2={near.r1} {near.r2}",
        f"l1r1={near.l1}_{near.r1}", f"l2={near.l2}", f"r2={near.r2}",
        f"company={company.kind}", placed, f"full={full}", f"full={full} l1={near.l1}", f"{placed} l1={near.l1}",
        f"type={council.type if council.type in ('NMD', 'NID', 'SCO', 'WPA') else 'service'}",
    ]  # fmt: skip
    named.extend(f"l~{word}" for word in set(near.left[:-1]))
    named.extend(_role(near, placed))
    named.extend(_place(reading, start, near, council, company))
    named.extend(_classes_beside(near))
    if reading.title and reading.plain[start:end] in reading.title:
        named.append("in title")
    if topic.other:
        named.append(f"other={topic.other}")
    return named


@dataclass(frozen=True, slots=True)
class _Beside:
    """The words before and after a name, or after the list that it stands in, in small letters; numbers are "#"."""

    left: list[str]
    right: list[str]
    after: str  # the text after it, without the possessive
    possessive: bool

    @property
    def l1(self) -> str:
        return self.left[-1] if self.left else "^"

    @property
    def l2(self) -> str:
        return self.left[-2] if len(self.left) > 1 else "^"

    @property
    def r1(self) -> str:
        return self.right[0] if self.right else "$"

    @property
    def r2(self) -> str:
        return self.right[1] if len(self.right) > 1 else "$"


def _beside(reading: Document, start: int, company: Company) -> _Beside:
    plain, last = reading.plain, company.end
    sentence = reading.sentence(start)
    left = _words(plain[max(sentence.start, company.start - 70) : company.start])[-NEAR:]
    after = plain[last : min(sentence.end, last + 80)]
    possessive = after.startswith("'s") or (after.startswith("' ") and plain[last - 1 : last] == "s")
    if possessive:
        after = after[2:] if after.startswith("'s") else after[1:]
    return _Beside(left, _words(after)[:NEAR], after, possessive)


def _role(near: _Beside, placed: str) -> list[str]:
    """Return what the name is to its clause: an owner, or the subject of a verb."""
    named = []
    if near.possessive:
        named += ["possessive", f"possessive {near.r1}", f"possessive {near.r1} {near.r2}"]
    clause = "" if near.possessive else _clause(near.l1, near.right)
    aside = _ASIDE.match(near.after) if near.r1 == "," else None
    if aside is not None and (verb := _clause(near.l1, aside[1].lower().split())):
        named += ["subject aside", f"subject {verb}"]
    if clause:
        named += [f"subject {clause}", f"subject {clause} {placed}", f"subject {clause} l1={near.l1}"]
    return named


def _place(reading: Document, start: int, near: _Beside, council: Council, company: Company) -> list[str]:
    """Return what speaks for a place: a district's name, what stands in it, a smaller place before it."""
    named = []
    if council.type == "NMD":
        named += ["district", f"district l1={near.l1}", f"district company={company.kind}"]
    if near.l1 in _PLACING and near.l2 not in ("$", "^"):
        whose = _classes().get(near.l2, "none")
        one = not near.l2.endswith("s") and not _ONE.isdisjoint(near.left[-5:-2])
        named.append(f"{'one' if one else 'some'} {whose} l1={near.l1}")
    low = max(reading.sentence(start).start, company.start - 40)
    capital = _CAPITAL_BEFORE.search(reading.plain, low, company.start)
    if capital is not None:  # "at Tadworth in Surrey"
        named.append("capital before in" if capital[1] == "in" else "capital before comma")
    return named


def _classes_beside(near: _Beside) -> list[str]:
    """Return the classes of the words at its sides: the nearest that has one, and each by how far it is."""
    table = _classes()
    left, right, l1, l2 = near.left, near.right, near.l1, near.l2
    before, behind = _nearest(left[::-1]), _nearest(right)
    named = [f"lc={before}", f"lc={before} l1={l1}", f"rc={behind}", f"rc={behind} l1={l1}", f"lc={before} rc={behind}"]
    if near.possessive:
        named.append(f"possessive {behind}")
    l3 = left[-3] if len(left) > 2 else "^"
    named += [
        f"c2={table.get(l2, '-')} {l1}",
        f"c3={table.get(l3, '-')} {l2} {l1}",
        f"c23={l3} {table.get(l2, '-')} {l1}",
    ]
    named += [f"l{min(far, 3)}c={table[word]}" for far, word in enumerate(reversed(left)) if word in table]
    named += [f"r{min(far, 3)}c={table[word]}" for far, word in enumerate(right) if word in table]
    return named
