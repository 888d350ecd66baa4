"""What the models of givers and receivers look at: a sum, a body that the page names, and the words round and between the two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.money.party_mentions import PartyForm, PartyKind, PartyMention
from nlp.money.party_model import PartyPair, SumParties
from nlp.names.document import Document
from nlp.text.spans import between
from nlp.text.wordings import word_sets
from warehouse.records import FundingFigure

LEADING = 2  # bodies of a page that any of its sums may concern, however far away they are named
MOST = 3  # bodies of the sentence before, and of the paragraph so far, that a sum may concern
NEAR = 8  # words between a sum and a body that count by themselves
REACH = 30  # words of a sentence that are looked at on either side of a sum
_TOKEN = re.compile(r"'s?(?!\w)|[\w&%]+(?:['.,]\w+)*|[^\w\s]")
_VERBS = word_sets("money_wordings.txt")["classes of party words that are verbs"]
_GIVEN = frozenset(("GIVEN", "FUND", "GIVE"))  # after a form of "be": the body is given to
_PREPOSITIONS = frozenset(["to", "for", "from", "by", "of", "in", "on", "at", "with", "between", "under", "towards"])
_BREAKS = frozenset((",", ";", ":", "and", "but", "while", "which", "that", "who", "–", "—", "-", "(", ")"))
SUM = "SUM"


@cache
def _classes() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in files("nlp").joinpath("data/party_words.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, words = line.split(": ", 1)
            for word in words.split():
                table.setdefault(word, name)
    for word in (*_PREPOSITIONS, *_BREAKS, "'s"):
        table.setdefault(word, word)
    return table


@dataclass(slots=True)
class _Tokens:
    """The tokens of a sentence, each in three lists: a party or a sum is one token."""

    words: list[str]
    signs: list[str]  # the word's class, or the word itself where it joins and parts; "" for all others
    parties: list[PartyMention | None]

    def add_words(self, text: str) -> None:
        """Add the words of a piece of text."""
        get = _classes().get
        words = _TOKEN.findall(text.lower())
        self.words += words
        self.signs += [get(word, "") for word in words]
        self.parties += [None] * len(words)

    def add(self, word: str, party: PartyMention | None) -> None:
        """Add a party or a sum."""
        self.words.append(word)
        self.signs.append(word)
        self.parties.append(party)

    def part(self, low: int, high: int) -> _Tokens:
        """Return the tokens from one place to another."""
        return _Tokens(self.words[low:high], self.signs[low:high], self.parties[low:high])

    @property
    def shape(self) -> list[str]:
        """The classes and the words that join and part, in order."""
        return [sign for sign in self.signs if sign]

    @property
    def named(self) -> int:
        """How many parties there are."""
        return len(self.parties) - self.parties.count(None)

    def plain(self) -> list[str]:
        """Return the words without the parties."""
        if not self.named:
            return self.words
        return [word for word, party in zip(self.words, self.parties, strict=True) if party is None]


def _last(signs: Sequence[str], among: frozenset[str]) -> str:
    """Return the last of the signs that is among these, or a dash."""
    for sign in reversed(signs):
        if sign in among:
            return sign
    return "-"


class PartyFeatures:
    """The features of the pairs (sum, body) of one page."""

    def __init__(self, reading: Document, parties: Sequence[PartyMention], figures: Sequence[FundingFigure]) -> None:
        """Take the page, the bodies that it speaks of and its sums, all in order."""
        self.reading, self.parties, self.figures = reading, parties, figures
        self.kinds: dict[str, PartyKind] = {one.identifier: one.kind for one in parties}
        counts = Counter(one.identifier for one in parties if one.form == PartyForm.NAME)
        counts.update(one.identifier for one in parties if one.identifier not in counts)
        self.order = sorted(counts, key=lambda each: -counts[each])
        self.rank = {identifier: place for place, identifier in enumerate(self.order)}
        self.leading = set(self.order[:LEADING])
        for kind in (PartyKind.COUNCIL, PartyKind.TRUST, PartyKind.DEPARTMENT, PartyKind.GOVERNMENT):
            self.leading.update(next(([each] for each in self.order if self.kinds[each] == kind), []))
        self.kind_counts = Counter(self.kinds.values())
        self.titled = {one.identifier for one in parties if reading.plain[one.start : one.end] in reading.title}
        self._sentences: dict[int, tuple[_Tokens, dict[int, int]]] = {}

    def of(self, figure: FundingFigure) -> SumParties:
        """Return the bodies that the sum may concern, each with the features of the pair."""
        sentence = self.reading.sentence(figure.start)
        tokens, places = self._tokens(sentence.start, max(sentence.end, figure.end))
        place = places[figure.start]
        left, right = tokens.part(max(0, place - REACH), place), tokens.part(place + 1, place + 1 + REACH)
        number = self.reading.sentences.number(figure.start)
        told: list[PartyMention] = []
        if number:
            last = self.reading.sentences.sentences[number - 1]
            told = between(self.parties, last.start, last.end)[:MOST]
        paragraph = between(self.parties, self.reading.plain.rfind("\n", 0, figure.start) + 1, sentence.start)[-MOST:]
        before = {party.identifier: place for place, party in enumerate(left.parties) if party is not None}
        after: dict[str, int] = {}
        for place, party in enumerate(right.parties):
            if party is not None:
                after.setdefault(party.identifier, place)
        inside = before.keys() | after.keys()
        said = {one.identifier for one in (*left.parties, *right.parties) if one is not None and one.form != PartyForm.PRONOUN}  # fmt: skip
        beside = Counter(self.kinds[identifier] for identifier in inside)
        around, verb = self._around(figure, left, right)
        near = {*inside, *self.leading, *(one.identifier for one in (*told, *paragraph))}
        made = []
        for identifier in sorted(near, key=self.rank.__getitem__):
            kind = self.kinds[identifier]
            pair = [f"rival={beside[kind] > (identifier in inside)}"]
            if identifier in before:
                pair += self._before(before[identifier], left)
            if identifier in after:
                pair += self._after(after[identifier], verb, right)
            if identifier not in inside:
                pair += self._outside(identifier, beside, told, paragraph)
            made.append(PartyPair(identifier, kind, pair, identifier in said))
        return SumParties(around, made)

    def _tokens(self, low: int, high: int) -> tuple[_Tokens, dict[int, int]]:
        """Return the tokens of a sentence, and the place of each sum among them by where it starts in the text."""
        if low in self._sentences:
            return self._sentences[low]
        spans: list[tuple[int, int, str, PartyMention | None]]
        spans = [(one.start, one.end, one.kind.upper(), one) for one in between(self.parties, low, high)]
        spans += [(one.start, one.end, SUM, None) for one in between(self.figures, low, high)]
        made = _Tokens([], [], [])
        places: dict[int, int] = {}
        at = low
        for start, end, word, party in sorted(spans, key=lambda span: span[:2]):
            if start >= at:
                made.add_words(self.reading.plain[at:start])
                made.add(word, party)
                at = end
            if word == SUM:
                places[start] = len(made.words) - 1
        made.add_words(self.reading.plain[at:high])
        self._sentences[low] = made, places
        return made, places

    @staticmethod
    def _around(figure: FundingFigure, left: _Tokens, right: _Tokens) -> tuple[list[str], str]:
        """Name what the sum is and the words beside it, whoever it concerns; return the last verb before it too."""
        before, after = left.shape, right.shape
        verb = _last(before, _VERBS)
        first = next((word for word, party in zip(left.words, left.parties, strict=True) if party is not None), "-")
        named = ["bias", f"kind={figure.kind}", f"left={left.words[-1] if left.words else '^'}", f"right={right.words[0] if right.words else '$'}"]  # fmt: skip
        named += [f"verb={verb}", f"verb={verb} {figure.kind}", f"right={' '.join(after[:2])}", f"left={' '.join(before[-2:])}"]  # fmt: skip
        named += [f"first={first}", f"others={'OTHERS' in before} {'OTHERS' in after}", f"people={'PEOPLE' in after[:4]}"]  # fmt: skip
        return named, verb

    @staticmethod
    def _before(place: int, left: _Tokens) -> list[str]:
        """Name what stands between a body at `place` and the sum after it."""
        gap, lead = left.part(place + 1, len(left.words)), left.part(0, place)
        shape = gap.shape
        verb, lead_verb = _last(shape, _VERBS), _last(lead.signs, _VERBS)
        passive = verb in _GIVEN and "BE" in shape[: shape.index(verb)]
        nearer = min(gap.named, 2)
        pre = lead.words[-1] if place else "^"
        following = gap.words[0] if gap.words else SUM
        named = [f"before nearer={nearer}", f"before verb={verb} {passive}", f"before verb={verb} {passive} nearer={nearer}"]  # fmt: skip
        named += [f"pre={pre}", f"pre={pre} {verb}", f"pre={pre} lead={lead_verb}", f"before next={following}", f"before sums={min(shape.count(SUM), 2)}"]  # fmt: skip
        named += [f"before prep={_last(shape, _PREPOSITIONS)} {verb}", f"before long={min(len(gap.words) // 4, 5)}", f"before form={_form(left.parties[place])}"]  # fmt: skip
        named.append(f"before first={not lead.named} {verb} {passive}")
        if pre in ("from", "by", "to", "for") and SUM in lead.words[-4:]:
            named += [f"bound to an earlier sum {pre}", f"bound to an earlier sum {pre} {following}"]
        named += _turns_before(shape, verb, passive, nearer, following, pre, lead_verb, len(gap.words))
        return [*named, *(f"gap {word}" for word in gap.plain()[-NEAR:])]

    @staticmethod
    def _after(place: int, verb: str, right: _Tokens) -> list[str]:
        """Name what stands between the sum and a body at `place` after it; `verb` is the last before the sum."""
        gap = right.part(0, place)
        shape = gap.shape
        nearer = min(gap.named, 2)
        pre = gap.words[-1] if gap.words else SUM
        following = right.words[place + 1] if place + 1 < len(right.words) else "$"
        then = next((sign for sign in right.signs[place + 1 :] if sign in _VERBS), "-")
        named = [f"after nearer={nearer}", f"after pre={pre}", f"after pre={pre} nearer={nearer}", f"after pre={pre} verb={verb}"]  # fmt: skip
        named += [f"after link={_last(shape, _PREPOSITIONS)} {verb}", f"after next={following}", f"after then={then} {pre}"]  # fmt: skip
        named += [f"after sums={min(shape.count(SUM), 2)}", f"after form={_form(right.parties[place])}", f"after long={min(place // 3, 5)}"]  # fmt: skip
        named += _turns_after(shape, pre, verb, nearer, place)
        return [*named, *(f"until {word}" for word in gap.plain()[:NEAR])]

    def _outside(
        self, identifier: str, beside: Counter[PartyKind], told: list[PartyMention], paragraph: list[PartyMention]
    ) -> list[str]:
        """Name where a body stands that the sum's sentence does not speak of."""
        kind = self.kinds[identifier]
        some = "some" if beside else "nobody"
        subject = told[0].identifier == identifier if told else None
        in_told = any(one.identifier == identifier for one in told)
        in_paragraph = any(one.identifier == identifier for one in paragraph)
        named = [f"outside {some}", f"outside {some} only={self.kind_counts[kind] == 1}", f"outside rank={min(self.rank[identifier], 3)}"]  # fmt: skip
        named += [f"outside {some} subject={subject}", f"outside told={in_told}", f"outside paragraph={in_paragraph}"]
        return [*named, f"outside title={identifier in self.titled}", f"outside alike={beside[kind] > 0}"]


def _form(party: PartyMention | None) -> str:
    return party.form if party is not None else "-"


def _turns_before(
    shape: list[str], verb: str, passive: bool, nearer: int, following: str, pre: str, lead_verb: str, long: int
) -> list[str]:
    """Name the turns of phrase between a body and the sum after it that say what the body is to the sum."""
    given = lead_verb in ("GIVE", "GIVEN", "AWARD", "PAY", "FUND", "ANNOUNCE") and pre not in _PREPOSITIONS
    direct = nearer == 0 and SUM not in shape
    turns = []
    if verb == "-" and given and nearer == 0 and long < 6:
        turns.append("gave X SUM")
    if verb == "-" and long <= 1 + shape.count("'s"):
        turns.append("X's SUM" if following == "'s" else f"X SUM {following}")
    if "'s" in shape[:1] and "GRANT" in shape:
        turns.append("X's share is SUM")
    if "'s" in shape[:1] and "BUDGET" in shape:
        turns.append("X's budget of SUM")
    if direct and passive:
        turns.append("X was given SUM")
    elif direct and verb == "GET":
        turns.append("X gets SUM")
    elif direct and verb in ("ASK", "DRAW"):
        turns.append(f"X {verb} SUM")
    elif direct and verb in ("GIVE", "FUND", "PAY", "INVEST", "SPEND", "ANNOUNCE", "GIVEN", "AWARD", "KEEP"):
        turns.append("X gives SUM to" if shape[-1:] == ["for"] else "X gives SUM")
    if verb == "-" and pre == "to":
        turns.append(f"to X SUM {lead_verb}")
    if verb == "-" and pre in (",", "and", ";", "SUM"):
        turns.append(f"and X SUM {lead_verb} {following}")
    return [f"turn={turn}" for turn in turns]


def _turns_after(shape: list[str], pre: str, verb: str, nearer: int, long: int) -> list[str]:
    """Name the turns of phrase between a sum and the body after it that say what the body is to the sum."""
    close = nearer == 0 and SUM not in shape and not _VERBS & set(shape)
    turns = []
    if close and pre in ("to", "for"):
        turns += [f"SUM {pre} X", f"SUM {pre} X {verb}"]
    if close and pre in ("from", "by"):
        turns += ["SUM from X"]
    if close and pre in ("of", "SUM", "in", "at"):
        turns.append(f"SUM {pre} X {verb} {long < 3}")
    if nearer == 0 and verb == "-" and "GET" in shape:
        turns.append("SUM got by X")
    return [f"turn={turn}" for turn in turns]
