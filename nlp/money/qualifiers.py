"""The words before and after a sum that make it a bound: "up to", "more than", "at least", "£2m or more"."""

from __future__ import annotations

import re

from nlp.money.amounts import Amount
from nlp.text.wordings import wordings

_ANY = wordings("money_wordings.txt")  # the lists of that file, each as one group
_A_KIND = f" (?:an? {_ANY['kinds of a sum before it']} )?$"
_FLOOR = re.compile(rf"\b{_ANY['at least']}{_A_KIND}", re.IGNORECASE)
_CEILING = re.compile(rf"\b{_ANY['at most']}{_A_KIND}", re.IGNORECASE)
_TOPIC_BEFORE_OVER = re.compile(
    rf"\b{_ANY['what is over a sum, about it']} $", re.IGNORECASE
)  # "a row over £2m of cuts"
_DENIED = re.compile(r"(?:\bnot|\bnever|n't)(?: \w+){1,2} $", re.IGNORECASE)  # "should not cost more than £3m"
_MOVED = re.compile(
    rf"\b{_ANY['what goes up to a sum, where it arrives']} $", re.IGNORECASE
)  # no ceiling: "fees go up to £3,000"
_PLAN_AFTER = re.compile(rf" {_ANY['what a plan of money is for']}? ?{_ANY['plans of money']}\b", re.IGNORECASE)
_OR_MORE = re.compile(
    r"(?: or more| and more| or above| and upwards?| upwards?|\+|-plus| plus)(?![\w])(?! (?:an?(?! (?:year|week|day|night)\b)|the|£|interest|VAT|costs|inflation))",
    re.IGNORECASE,
)
_OR_MORE_OF_IT = re.compile(r" (?:or|and) (?:more|above|upwards?)\b(?! (?:than|of|to))", re.IGNORECASE)
_OR_LESS = re.compile(r"(?: or less| or under| or below)\b", re.IGNORECASE)


def more_after(text: str, end: int) -> int | None:
    """Return where the words end that leave a sum open ("£10,000 a week or more"), from the end of its period; None without them."""
    more = _OR_MORE_OF_IT.match(text, end)
    return more.end() if more is not None else None


def qualify(text: str, amount: Amount) -> Amount:
    """Return `amount` widened over the words that bound it, with the bounds that they state."""
    if not amount.single:
        return amount
    value = amount.lower
    before = text[max(0, amount.start - 50) : amount.start]
    floor = _FLOOR.search(before)
    if floor is not None:
        start = amount.start - len(before) + floor.start()
        word = floor.group().strip().lower()
        topic = word == "over" and _TOPIC_BEFORE_OVER.search(text[max(0, start - 30) : start])
        denied = word.endswith("more than") and _DENIED.search(text[max(0, start - 30) : start])
        if not topic and not denied:
            return Amount(start, amount.end, value, None)
        return amount
    ceiling = _CEILING.search(before)
    if ceiling is not None:
        start = amount.start - len(before) + ceiling.start()
        word = ceiling.group().strip().lower()
        plan = word in ("under", "below") and _PLAN_AFTER.match(text, amount.end)
        negated = word.endswith("less than") and re.search(r"\b(?:no|not|nothing) $", text[max(0, start - 8) : start])
        moved = word.endswith("up to") and _MOVED.search(text[max(0, start - 40) : start])
        short = word == "short of" and not re.search(r"\b(?:just|a little) short of", before)
        if not (plan or negated or short or moved):
            return Amount(start, amount.end, 0.0, value)
    more = _OR_MORE.match(text, amount.end)
    if more is not None:
        return Amount(amount.start, more.end(), value, None)
    less = _OR_LESS.match(text, amount.end)
    if less is not None:
        return Amount(amount.start, less.end(), 0.0, value)
    return amount
