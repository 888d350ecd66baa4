"""Turns of phrase beside a sum that say whether it is new money, money told again, a part of another sum, or another sum than before."""

from __future__ import annotations

import re
from collections.abc import Sequence

_AGAIN = (
    r"already|previously|originally|so far|again|of the £|is the same|since (?:19|20)\d\d",
    r"first (?:announced|set out|promised|put)|(?:was|were|had been|has been) (?:promised|announced|given|set)",
    r"(?:set|launched|agreed|unveiled|pledged|given|won|awarded|told|promised|announced) (?:in|last|two|a|by|earlier|yesterday|this)",
)
_SAME = (
    r"(?:is|are|was|were) the same|(?:no|not|isn['’]t|not any) (?:new|extra|fresh|additional) (?:money|cash|funding)|nothing new",
    r"(?:first|already|previously|originally|been) (?:announced|promised|set out|unveiled|pledged|committed|confirmed)",
    r"re-?(?:announc|packag|brand|heat|cycl)\w*|(?:announced|promised|set out|unveiled|pledged) (?:back )?(?:in|last|a (?:week|month|year)|two|three|four|earlier)",
)
_OTHER = (
    r"another|further|separate(?:ly)?|additional|extra|on top|fresh|similar|same sum|as much again|besides|in addition",
    r"second (?:round|year|phase|tranche)|round two|third round|more (?:than last|to)|own|match(?:ed|es|ing)?",
)
_PART = (
    r"of (?:which|that|this|the £|it)|share[sd]?|slice|part of|portion|tranche|instalments?|initial|first \w+|includ(?:es|ing)",
    r"out of|from the|each|apiece|go(?:es)? to|gets?|will receive|receives?|been (?:promised|awarded|given)|allocat\w+",
    r"awarded|won|largest|half|third|quarter|remaining|rest|divided|split",
)
_CHANGE = (
    r"now|instead of|rather than|originally|revised?|raised|increased?|topped up|cut|reduced|trimmed|scaled|up from|down from",
    r"more than first|rise[ns]?|risen|rose|grown?|fall(?:en|s)?|fell|lower|higher|stretched|not £|put (?:the|it)|gave (?:it|the)",
)
_ANNOUNCES = (
    r"announced today|today announced|ha(?:s|ve) announced|announced this|unveiled|launch(?:ed|es)|said today|gets?|announces?",
    r"will (?:get|receive|share|give|pay|be|go)|(?:is|are) to (?:get|share|receive|be)",
    r"ha(?:s|ve) (?:won|agreed|signed|promised|confirmed)",
)
_PAST = (
    r"was|were|had|has been|have been|promised|paid|spent|built|received|given|gave|set at|worth|announced|saved|so far",
)
_ORDER = (
    r"first|second|third|fourth|round (?:one|two|three|1|2|3)|extension|renew\w*|another|pilot|phase (?:one|two|1|2)",
)
_RENEWAL = (
    r"(?:second|third|fourth|fifth|next|new|further|another) (?:round|phase|tranche|wave|instalment|year|half-year)",
    r"(?:round|phase|wave|tranche) (?:two|three|four|2|3|4)|another (?:\w+ )?(?:months|years|twelve|six)",
    r"renew(?:ed|al|s)|(?:six-month|one-year|year-long|\w+-month) extension|same as (?:it|they|last)|wins? again",
)
_DEFINITE = re.compile(r"\b(?:the|its|their|that|this|whose|’s|'s) (?:[\w-]+ ){0,1}$")
_MORE_BEFORE = re.compile(
    r"\b(?:another|an? (?:further|extra|additional|second|separate|new)|further|as much again)\s*$", re.IGNORECASE
)
_RISE_BEFORE = re.compile(
    r"\b(?:increase|rise|uplift|boost) of (?:[a-z]+ )?$|\b(?:rise|rises|rose|grow|grows|grew|go|goes|went|up|increased?|rising) by (?:[a-z]+ )?$",
    re.IGNORECASE,
)
_MORE_AFTER = re.compile(r" (?:more|extra)\b", re.IGNORECASE)


def _any(parts: Sequence[str]) -> list[re.Pattern[str]]:
    return [re.compile(rf"\b(?:{part})", re.IGNORECASE) for part in parts]


_AGAIN_PATTERNS, _OTHER_PATTERNS, _PART_PATTERNS = _any(_AGAIN), _any(_OTHER), _any(_PART)
_SAME_PATTERNS = _any(_SAME)
_CHANGE_PATTERNS, _ANNOUNCES_PATTERNS, _PAST_PATTERNS = _any(_CHANGE), _any(_ANNOUNCES), _any(_PAST)
_ORDER_PATTERNS, _RENEWAL_PATTERNS = _any(_ORDER), _any(_RENEWAL)


def _says(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def says_again(text: str) -> bool:
    """Return whether a sentence says that its sum was promised before: "first announced", "already"."""
    return _says(_AGAIN_PATTERNS, text)


def says_same(text: str) -> bool:
    """Return whether a sentence says outright that its sum was told before: "the same", "no new money", "first announced"."""
    return _says(_SAME_PATTERNS, text)


def says_other(text: str) -> bool:
    """Return whether the words beside a sum set it apart from another one: "another", "separate", "on top"."""
    return _says(_OTHER_PATTERNS, text)


def says_share(text: str) -> bool:
    """Return whether the words beside a sum may make it a share of another one: "of which", "gets", "each"."""
    return _says(_PART_PATTERNS, text)


def says_changed(text: str) -> bool:
    """Return whether a sentence may say that a sum is not what it was: "raised", "now", "cut"."""
    return _says(_CHANGE_PATTERNS, text)


def announces(text: str) -> bool:
    """Return whether a sentence tells news: "announced today", "will share"."""
    return _says(_ANNOUNCES_PATTERNS, text)


def says_past(text: str) -> bool:
    """Return whether a sentence tells of what was: "was given", "spent"."""
    return _says(_PAST_PATTERNS, text)


def orders(text: str) -> frozenset[str]:
    """Return the words that number a round: "second", "round two", "extension"."""
    return frozenset(found.lower() for pattern in _ORDER_PATTERNS for found in pattern.findall(text))


def renewals(text: str) -> frozenset[str]:
    """Return the words that tell of a next round of money: "round two", "renewed", "for another year"."""
    return frozenset(found.lower() for pattern in _RENEWAL_PATTERNS for found in pattern.findall(text))


def is_definite(before: str) -> bool:
    """Return whether a sum is one that the reader knows: "the £84m", "its £9m"; `before`: the words before it."""
    return _DEFINITE.search(before) is not None


def is_more(before: str, after: str) -> bool:
    """Return whether a sum is told as more money beside another one: "another £30m", "£5m more"."""
    return _MORE_BEFORE.search(before) is not None or _MORE_AFTER.match(after) is not None


def is_rise(before: str) -> bool:
    """Return whether a sum is told as a rise: "an increase of £30m", "will grow by £30m"."""
    return _RISE_BEFORE.search(before) is not None


def is_another(before: str) -> bool:
    """Return whether a sum is told as one beside another: "another £30m", "a further £30m"."""
    return _MORE_BEFORE.search(before) is not None
