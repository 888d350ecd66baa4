"""The words before and after a sum that make it a bound: "up to", "more than", "at least", "£2m or more"."""

from __future__ import annotations

import re

from nlp.money.amounts import Amount

_FLOOR = re.compile(
    r"\b(?:(?:just |well |slightly |a little |far |much |significantly )?(?:(?<!no )(?<!not )(?<!nothing )more than|over|above|in excess of|greater than|upwards of|exceeding|north of|beyond)"
    r"|(?:at least|not less than|no less than|a minimum of|minimum of|upward of|no fewer than)) (?:an? (?:additional|extra|estimated|further|total of|record|average of) )?$",
    re.IGNORECASE,
)
_CEILING = re.compile(
    r"\b(?:up to|as much as|no more than|not more than|a maximum of|maximum of|at most"
    r"|(?:just |slightly |a little |well )?(?:less than|under|below|fewer than|short of)) (?:an? (?:additional|extra|estimated|further|total of|record|average of) )?$",
    re.IGNORECASE,
)
_TOPIC_BEFORE_OVER = re.compile(  # "a row over £2m of cuts": about, not more than
    r"\b(?:rows?|disputes?|concerns?|controvers\w+|fears?|anger|criticis\w+|clash\w*|battles?|questions?|outcry|protests?|fury|backlash|alarm|arguments?|"
    r"challenges?|talks|court|sued|inquiry|investigation|fined|vote|decision|doubts?|worries|uproar|scandal|split|quarrel\w*|wrangl\w+|debate|went|gone|go|going|goes|"
    r"hand(?:ed|s|ing)?|taken?|took|takes|turn(?:ed)?|ran|fallen|threat\w*|scrutiny|resign\w*|quit) $",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:\bnot|\bnever|n't)(?: \w+){1,2} $", re.IGNORECASE)  # "should not cost more than £3m"
_MOVED = re.compile(  # "fees go up to £3,000": where they arrive, not a ceiling
    r"\b(?:add(?:s|ed|ing)?|amount(?:s|ed|ing)?|com(?:e|es|ing)|came|go|goes|going|went|gone|rise|rises|rising|rose|risen|mov(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|creep(?:s|ing)?|crept|shot|push(?:es|ed|ing)?(?: \w+){0,2}|"
    r"(?:put|puts|putting|bring|brings|bringing|brought|tak(?:e|es|ing)|took)(?: (?:it|that|this|them|the (?:total|bill|cost|fee|price|charge|sum)))) $",
    re.IGNORECASE,
)
_PLAN_AFTER = re.compile(
    r" (?:savings?|cuts?|budget|spending|funding|efficiency|rescue|investment|improvement|transformation)? ?(?:plans?|proposals?|schemes?|deals?|programmes?|contracts?|agreements?|packages?|initiatives?|arrangements?)\b",
    re.IGNORECASE,
)
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
