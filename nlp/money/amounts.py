"""Amounts of money in pounds (quantity extraction), in every shape that the press prints: what is said, never what it is for.

`find` reads a sentence-sized or document-sized text in time linear in its length: it looks at the places where a
pound sign or the word "pounds" stands and reads outwards from there, over a bounded distance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.text.wordings import word_sets, wordings

MAGNITUDES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mil": 1e6, "mill": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "bil": 1e9, "tn": 1e12, "trn": 1e12, "trillion": 1e12,
}  # fmt: skip
UNITS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
FRACTIONS = {"half": 0.5, "a half": 0.5, "a third": 1 / 3, "one third": 1 / 3, "two thirds": 2 / 3, "a quarter": 0.25,
             "one quarter": 0.25, "three quarters": 0.75, "a fifth": 0.2, "a tenth": 0.1}  # fmt: skip

_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,2})?|\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,3}(?!\d)|\d{1,12}(?:\.\d{1,3})?[½¼¾]?)"
_MAGNITUDE = r"(?:(?:million|billion|trillion|thousand|mill|mil|bil|mn|bn|trn|tn|m|k|b)(?![A-Za-z]))"
_FIRST = rf"(?P<n1>{_NUMBER})(?:[ \u00a0\u202f-]?(?P<m1>{_MAGNITUDE}))?"
_SECOND = rf"(?P<n2>{_NUMBER})(?:[ \u00a0\u202f-]?(?P<m2>{_MAGNITUDE}))?"
_DASH = r"[ \u00a0]?[-–—][ \u00a0]?"
# "£84 million", "£2m-£3m", "£2-3m", "£200,000 to £300,000"
_POUNDS = re.compile(
    r"(?:£|GBP ?)[ \u00a0]?" + _FIRST
    + rf"(?P<range>(?:{_DASH}(?:to[ \u00a0])?|[ \u00a0](?P<joint>to|and|or)[ \u00a0])(?P<sign>£)?[ \u00a0]?{_SECOND})?",
    re.IGNORECASE,
)  # fmt: skip
_HALF_AFTER_SIGN = re.compile(r"£[ \u00a0]?(half|quarter) a (million|billion)", re.IGNORECASE)
_UNIT_WORD = "|".join(word for word in UNITS if len(word) > 2)
_WORD_NUMBER = rf"(?:{_NUMBER}|(?:{_UNIT_WORD}|a|an)(?:[ -](?:{_UNIT_WORD}))?(?: and a half)?)"
_FRACTION = r"(?:(?:half|quarter of|third of|an? (?:third|quarter|fifth|tenth|half)(?: of)?|(?:one|two|three)[ -](?:thirds?|quarters?) of)[ ](?:an? )?|(?:half|quarter)[ -])"
# "20 million pounds", "half a billion pounds", "a million pounds", "ten thousand pounds", "500 pounds"
_BEFORE_POUNDS = re.compile(
    rf"(?<![\w£$€.,])(?:(?P<fraction>{_FRACTION})|(?P<number>{_WORD_NUMBER}))?"
    r"[ \u00a0-]?(?P<hundred>hundred[ -])?(?P<magnitude>million|billion|trillion|thousand|hundred|m|bn)?"
    r"[ \u00a0-](?:sterling )?(?P<unit>pounds?|quid)$",
    re.IGNORECASE,
)
_POUND_WORD = re.compile(r"(?<=[ \u00a0-])(?:pounds?|quid)\b", re.IGNORECASE)
_ANY = wordings("money_wordings.txt")
_BARE_FRACTION = re.compile(  # "a third of a million" with no "pounds": money only where it stands alone
    r"\b(?:half|an? (?:third|quarter) of|three[ -]quarters of) an? (?:million|billion)\b"
    rf"(?! {_ANY['what a million is of, not of pounds']})",
    re.IGNORECASE,
)
# "fell by £4.2m to £19.6m", "from £4m to £5m": the change and what it came to are two sums, and "ranging from" is one.
_CHANGE = re.compile(
    r"(?:(?P<word>\w+) )?\b(?P<joint>from|by)(?: (?:about|around|almost|nearly|some|just|roughly|over|more|than|up|to|another|a|further))* $",
    re.IGNORECASE,
)
_MOVED = word_sets("money_wordings.txt")["words of a change"]
_RANGING = frozenset(
    ["range", "ranges", "ranged", "ranging", "anything", "anywhere", "vary", "varies", "varied", "varying"]
)
_WEIGHT = re.compile(r"[ \u00a0](?:of|in weight|overweight|heavier|lighter|each in weight|lost|lbs)\b", re.IGNORECASE)
BACK = 60  # characters before the word "pounds" that a spelt amount may take


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum as printed: its offsets and its bounds in pounds. `upper` is None when it has none."""

    start: int
    end: int
    lower: float
    upper: float | None

    @property
    def single(self) -> bool:
        """Whether one figure is named, not a range."""
        return self.lower == self.upper


def _value(number: str, magnitude: str | None) -> float:
    half = {"½": 0.5, "¼": 0.25, "¾": 0.75}.get(number[-1], 0.0)
    digits = re.sub(r"[^\d.]", "", number)
    value = (float(digits) if digits else 0.0) + half
    return tidy(value * MAGNITUDES.get((magnitude or "").lower(), 1.0))


def tidy(value: float) -> float:
    """Return `value` without the noise of binary fractions: pence are the smallest unit."""
    return round(value, 2)


def _words(phrase: str) -> float:
    phrase = phrase.lower().replace("-", " ").strip()
    half = 0.0
    if phrase.endswith(" and a half"):
        phrase, half = phrase[: -len(" and a half")], 0.5
    if phrase[:1].isdigit():
        return _value(phrase, None) + half
    return float(sum(UNITS.get(word, 0) for word in phrase.split())) + half


def _fraction(phrase: str) -> float:
    words = phrase.lower().replace("-", " ").replace(" of", "").strip()
    words = re.sub(r" an?$", "", words)
    return FRACTIONS.get(words, FRACTIONS.get("a " + words, 0.5))


def _spelt(text: str, stop: int) -> Amount | None:
    """Return the amount whose word "pounds" ends at `stop`, if a number stands before it."""
    start = max(0, stop - BACK)
    match = _longest_before(text, start, stop)
    if match is None:
        return None
    magnitude = (match["magnitude"] or "").lower()
    factor = 100.0 if magnitude == "hundred" else MAGNITUDES.get(magnitude, 1.0)
    if match["hundred"]:
        factor *= 100.0
    if match["fraction"]:
        value = float(round(_fraction(match["fraction"]) * factor))
    elif match["number"]:
        value = _words(match["number"]) * factor
    else:
        return None
    if value < 5 and not magnitude and match["number"] and match["number"][:1].isalpha():
        return None  # "a pound", "two pounds": coins and weights
    if not magnitude and _WEIGHT.match(text, stop):
        return None
    return Amount(match.start(), stop, tidy(value), tidy(value))


def _longest_before(text: str, start: int, stop: int) -> re.Match[str] | None:
    window = text[start:stop]
    for word in re.finditer(r"(?<![\w.,£$€])[\w½]", window):
        match = _BEFORE_POUNDS.match(text, start + word.start(), stop)
        if match is not None and (match["number"] or match["fraction"]):
            return match
    return None


def _signed(text: str, match: re.Match[str]) -> list[Amount]:
    end = match.end()
    number, magnitude = match["n1"], match["m1"]
    if match["range"]:
        second, second_magnitude = match["n2"], match["m2"]
        upper = _value(second, second_magnitude)
        lower = _value(
            number,
            magnitude
            or (second_magnitude if _value(number, None) < _value(second, None) or not match["sign"] else None),
        )
        first_end = match.start("range")
        joint = (match["joint"] or "").lower()
        before = text[max(0, match.start() - 12) : match.start()].lower()
        between = before.endswith("between ")
        changed = _CHANGE.search(text, max(0, match.start() - 30), match.start())
        change = changed is not None and _is_change(changed)
        dashed = not joint
        if (
            upper > lower
            and (match["sign"] or second_magnitude or (dashed and len(second) >= 2 and not _is_year(second)))
            and (between or dashed or (joint == "to" and not change) or (joint == "or" and upper <= 2 * lower))
            and (joint != "and" or between)
            and not re.match(r"[ -]?(?:year|month|week|per cent|%)", text[end : end + 12])
        ):
            start = match.start() - len("between ") if between else match.start()
            return [Amount(start, end, lower, upper)]
        end = first_end
        amounts = [Amount(match.start(), end, _value(number, magnitude), _value(number, magnitude))]
        if match["sign"]:
            amounts.append(Amount(match.start("sign"), match.end(), upper, upper))
        return amounts
    value = _value(number, magnitude)
    return [Amount(match.start(), end, value, value)]


def _is_change(before: re.Match[str]) -> bool:
    word = (before["word"] or "").lower()
    return word in _MOVED if before["joint"].lower() == "by" else word not in _RANGING


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")


def find_amounts(text: str) -> list[Amount]:
    """Return every amount in pounds in `text`, in order, without overlap. Qualifiers are not read here."""
    amounts: list[Amount] = []
    if "£" in text or "GBP" in text:
        for half in _HALF_AFTER_SIGN.finditer(text):
            value = tidy(FRACTIONS["half" if half[1].lower() == "half" else "a quarter"] * MAGNITUDES[half[2].lower()])
            amounts.append(Amount(half.start(), half.end(), value, value))
        for match in _POUNDS.finditer(text):
            amounts.extend(_signed(text, match))
    for word in _POUND_WORD.finditer(text):
        spelt = _spelt(text, word.end())
        if spelt is not None:
            amounts.append(spelt)
    for bare in _BARE_FRACTION.finditer(text):
        phrase = bare.group().lower()
        fraction = _fraction(re.sub(r" an? (million|billion)$", "", phrase))
        value = float(round(fraction * MAGNITUDES[phrase.rsplit(" ", 1)[1]]))  # a third of a million: whole pounds
        amounts.append(Amount(bare.start(), bare.end(), value, value))
    amounts.sort(key=lambda amount: (amount.start, -amount.end))
    kept: list[Amount] = []
    for amount in amounts:
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return kept
