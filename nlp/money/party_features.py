"""What the models of givers and receivers look at: a sum, a body that the page names, and the words round and between the two."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.money.party_mentions import PartyForm, PartyKind, PartyMention
from nlp.money.party_model import PartyPair, SumParties
from nlp.names.document import Document
from nlp.text.spans import between
from warehouse.records import FundingFigure

LEADING = 2  # bodies of a page that any of its sums may concern, however far away they are named
MOST = 12  # bodies of the sentence before, and of the paragraph so far, that a sum may concern
REACH = 45  # words of a sentence that are looked at on either side of a sum
_TOKEN = re.compile(r"'s?(?!\w)|[\w&%]+(?:['.,]\w+)*|[^\w\s]")
_VERBS = frozenset(
    [
        "GIVE",
        "GIVEN",
        "AWARD",
        "FUND",
        "INVEST",
        "PAY",
        "ANNOUNCE",
        "GET",
        "DRAW",
        "ASK",
        "SPEND",
        "COST",
        "KEEP",
        "CUT",
        "OWE",
        "FINE",
    ]
)
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
    return table


@dataclass(frozen=True, slots=True)
class _SentenceToken:
    """A word of a sentence, or a party or a sum in one piece."""

    start: int
    word: str
    party: PartyMention | None = None


def _shape(tokens: Sequence[_SentenceToken]) -> list[str]:
    """Return the classes and the small words of these tokens, in order."""
    table = _classes()
    made = []
    for token in tokens:
        if token.party is not None or token.word == SUM:
            made.append(token.word)
        elif name := table.get(token.word):
            made.append(name)
        elif token.word in _PREPOSITIONS or token.word in _BREAKS or token.word == "'s":
            made.append(token.word)
    return made


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
        self.alike: dict[PartyKind, list[str]] = {
            kind: [] for kind in PartyKind
        }  # the bodies of a kind, most named first
        self.rank_of_kind: dict[str, int] = {}
        for identifier in self.order:
            self.rank_of_kind[identifier] = len(self.alike[self.kinds[identifier]])
            self.alike[self.kinds[identifier]].append(identifier)
        self.titled = {one.identifier for one in parties if reading.plain[one.start : one.end] in reading.title}
        self._sentences: dict[int, list[_SentenceToken]] = {}

    def of(self, figure: FundingFigure) -> SumParties:
        """Return the bodies that the sum may concern, each with the features of the pair."""
        sentence = self.reading.sentence(figure.start)
        tokens = self._tokens(sentence.start, max(sentence.end, figure.end))
        place = bisect_left(tokens, figure.start, key=lambda token: token.start)
        place = min(place, len(tokens) - 1)
        left, right = tokens[max(0, place - REACH) : place], tokens[place + 1 : place + 1 + REACH]
        number = self.reading.sentences.number(figure.start)
        told: list[PartyMention] = []
        if number:
            last = self.reading.sentences.sentences[number - 1]
            told = between(self.parties, last.start, last.end)[:MOST]
        paragraph = between(self.parties, self.reading.plain.rfind("\n", 0, figure.start) + 1, sentence.start)[-MOST:]
        inside = [token.party for token in (*left, *right) if token.party is not None]
        near = {one.identifier for one in (*inside, *told, *paragraph)} | set(self.order[:LEADING])
        near |= {alike[0] for alike in self.alike.values() if alike}
        around = self._around(figure, left, right)
        made = []
        for identifier in sorted(near, key=self.rank.__getitem__):
            pair = [*self._before(identifier, left), *self._after(identifier, left, right)]
            if not pair:
                pair = self._outside(identifier, inside, told, paragraph)
            kind = self.kinds[identifier]
            pair.append(self._standing(identifier, inside))
            rival = any(one.identifier != identifier and one.kind == kind for one in inside)
            pair.append(f"rival={rival}")
            made.append(PartyPair(identifier, kind, pair))
        return SumParties(around, made)

    def _standing(self, identifier: str, inside: list[PartyMention]) -> str:
        """Name how much the page speaks of a body, by how the sum's sentence refers to it."""
        forms = {one.form for one in inside if one.identifier == identifier}
        form = next((form for form in PartyForm if form in forms), "outside")
        many = len(self.alike[self.kinds[identifier]])
        return f"standing {form} {min(self.rank_of_kind[identifier], 2)} of {min(many, 3)}"

    def _tokens(self, low: int, high: int) -> list[_SentenceToken]:
        if low in self._sentences:
            return self._sentences[low]
        plain = self.reading.plain
        spans: list[tuple[int, int, str, PartyMention | None]]
        spans = [(one.start, one.end, one.kind.upper(), one) for one in between(self.parties, low, high)]
        spans += [(one.start, one.end, SUM, None) for one in between(self.figures, low, high)]
        made: list[_SentenceToken] = []
        at = low
        for start, end, word, party in sorted(spans, key=lambda span: span[:2]):
            if start < at:
                continue
            made += [_SentenceToken(at + found.start(), found[0].lower()) for found in _TOKEN.finditer(plain[at:start])]
            made.append(_SentenceToken(start, word, party))
            at = end
        made += [_SentenceToken(at + found.start(), found[0].lower()) for found in _TOKEN.finditer(plain[at:high])]
        self._sentences[low] = made
        return made

    def _around(self, figure: FundingFigure, left: list[_SentenceToken], right: list[_SentenceToken]) -> list[str]:
        """Name what the sum is and the words beside it, whoever it concerns."""
        before, after = _shape(left), _shape(right)
        verb = next((name for name in reversed(before) if name in _VERBS), "-")
        first = next((token.word for token in left if token.party is not None), "-")
        named = ["bias", f"kind={figure.kind}", f"left={left[-1].word if left else '^'}", f"right={right[0].word if right else '$'}"]  # fmt: skip
        named += [f"verb={verb}", f"verb={verb} {figure.kind}", f"right={' '.join(after[:2])}", f"left={' '.join(before[-2:])}"]  # fmt: skip
        return [*named, f"first={first}", f"others={'OTHERS' in before} {'OTHERS' in after}", f"people={'PEOPLE' in after[:4]}"]  # fmt: skip

    def _before(self, identifier: str, left: list[_SentenceToken]) -> list[str]:
        place = next((n for n in range(len(left) - 1, -1, -1) if left[n].party is not None and left[n].party.identifier == identifier), None)  # type: ignore[union-attr]  # fmt: skip
        if place is None:
            return []
        gap, lead = left[place + 1 :], left[:place]
        shape = _shape(gap)
        verbs = [name for name in shape if name in _VERBS]
        verb = verbs[-1] if verbs else "-"
        at = shape.index(verb) if verbs else 0
        passive = bool(verbs) and verb in ("GIVEN", "FUND", "GIVE") and "BE" in shape[:at]
        nearer = min(sum(token.party is not None for token in gap), 2)
        pre = lead[-1].word if lead else "^"
        lead_verb = next((name for name in reversed(_shape(lead)) if name in _VERBS), "-")
        following = gap[0].word if gap else "SUM"
        ended = next((name for name in reversed(shape) if name in _PREPOSITIONS), "-")
        named = [f"before nearer={nearer}", f"before verb={verb} {passive}", f"before verb={verb} {passive} nearer={nearer}"]  # fmt: skip
        named += [f"before shape={' '.join(shape[:5])}", f"before opens={' '.join(shape[:2])}", f"before ends={' '.join(shape[-2:])}"]  # fmt: skip
        named += [f"pre={pre}", f"pre={pre} {verb}", f"pre={pre} lead={lead_verb}", f"before next={following}", f"before sums={min(shape.count(SUM), 2)}"]  # fmt: skip
        named += [f"before prep={ended} {verb}", f"before long={min(len(gap) // 4, 5)}", f"before form={self._form(left[place])}"]  # fmt: skip
        if lead and lead[-1].word in ("from", "by", "to", "for") and SUM in [token.word for token in lead[-4:]]:
            named += [f"bound to an earlier sum {pre}", f"bound to an earlier sum {pre} {following}"]
        named.append(f"before first={not any(token.party is not None for token in lead)} {verb} {passive}")
        named += _turns_before(shape, verb, passive, nearer, following, pre, lead_verb, len(gap))
        named += [f"before has {name}" for name in set(shape)]
        return [*named, *(f"gap {token.word}" for token in gap if token.party is None)]

    def _after(self, identifier: str, left: list[_SentenceToken], right: list[_SentenceToken]) -> list[str]:
        place = next((n for n, token in enumerate(right) if token.party is not None and token.party.identifier == identifier), None)  # fmt: skip
        if place is None:
            return []
        gap, rest = right[:place], right[place + 1 :]
        shape = _shape(gap)
        verb = next((name for name in reversed(_shape(left)) if name in _VERBS), "-")
        nearer = min(sum(token.party is not None for token in gap), 2)
        pre = gap[-1].word if gap else "SUM"
        link = next((name for name in reversed(shape) if name in _PREPOSITIONS), "-")
        following = rest[0].word if rest else "$"
        after_verb = next((name for name in _shape(rest) if name in _VERBS), "-")
        named = [f"after nearer={nearer}", f"after pre={pre}", f"after pre={pre} nearer={nearer}", f"after pre={pre} verb={verb}"]  # fmt: skip
        named += [f"after link={link} {verb}", f"after shape={' '.join(shape[:4])}", f"after ends={' '.join(shape[-3:])}"]  # fmt: skip
        named += [f"after next={following}", f"after then={after_verb} {pre}", f"after sums={min(shape.count(SUM), 2)}", f"after form={self._form(right[place])}"]  # fmt: skip
        named += _turns_after(shape, pre, verb, nearer, len(gap))
        named += [f"after long={min(len(gap) // 3, 5)}", *(f"after has {name}" for name in set(shape))]
        return [*named, *(f"until {token.word}" for token in gap if token.party is None)]

    @staticmethod
    def _form(token: _SentenceToken) -> str:
        return token.party.form if token.party is not None else "-"

    def _outside(
        self, identifier: str, inside: list[PartyMention], told: list[PartyMention], paragraph: list[PartyMention]
    ) -> list[str]:
        """Name where a body stands that the sum's sentence does not speak of."""
        kind = self.kinds[identifier]
        beside = "some" if inside else "nobody"
        subject = told[0].identifier == identifier if told else None
        named = [f"outside {beside}", f"outside {beside} only={len(self.alike[kind]) == 1}", f"outside rank={min(self.rank[identifier], 3)}"]  # fmt: skip
        named += [f"outside {beside} subject={subject}", f"outside told={identifier in {one.identifier for one in told}}"]  # fmt: skip
        named += [f"outside paragraph={identifier in {one.identifier for one in paragraph}}", f"outside title={identifier in self.titled}"]  # fmt: skip
        named.append(f"outside alike={any(one.kind == kind for one in inside)}")
        return named


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
