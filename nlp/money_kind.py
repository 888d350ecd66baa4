"""What a sum is: an allocation, a saving, a gap, spending or something else, read from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp import money_model

ALLOCATION, SAVING, GAP, SPEND, OTHER = "allocation", "saving", "gap", "spend", "other"

# Each kind's words. The first number is how strongly the word speaks when it follows the sum ("£3m shortfall"),
# the second when it stands before it ("a shortfall of £3m"). Nearer words count for more.
_CUES: tuple[tuple[str, float, float, str], ...] = (
    (SAVING, 3.0, 3.0, r"savings?|sav(?:e|es|ed)|saving|efficienc(?:y|ies)|cutbacks?|reductions?|clawback"),
    (SAVING, 2.4, 2.6, r"cuts?|cutting|slash(?:ed|es|ing)?|reduc(?:e|ed|es|ing)|trim(?:med|ming)?|ax(?:e|ed|ing)|shav(?:e|ed|ing)|strip(?:ped|ping)?|stripped|wip(?:e|ed|ing)|clawed|lost|los(?:e|es|ing)|fell|fallen|fall|falls|falling|drop(?:ped|s)?|shrunk|shrank|shrink|decrease[ds]?|down"),
    (GAP, 3.4, 3.4, r"shortfalls?|deficits?|overspen(?:d|ds|t|ding)|over[- ]budget|funding gap|budget gap|gaps?|debts?|black hole|unfunded|in the red|indebted|overdrawn|arrears|liabilit(?:y|ies)|insolvent|overshot|overrun"),
    (GAP, 2.2, 2.2, r"pressures?|short of|hole|exceed(?:ed|s|ing)|owe[sd]?|owing|shy of|missing|above (?:plan|planned|what)|underfund(?:ed|ing)|backlog"),
    (SPEND, 2.6, 2.6, r"spen(?:d|ds|t|ding)|cost(?:s|ing)?|expenditure|bill|bills|outlay|price tag|paid out|payouts?|overheads"),
    (SPEND, 1.8, 2.0, r"paid|pay|pays|paying|shell(?:ed|ing) out|fork(?:ed|ing) out|splash(?:ed|ing)?|interest|repay(?:ments?|ing)?|fees to|contract|contracts"),
    (OTHER, 3.2, 3.2, r"fine[ds]?|penalt(?:y|ies)|salar(?:y|ies)|fundrais\w*|raised for|donat\w+|price[ds]?|rent|rents|ticket|tickets|turnover|profits?|wage|wages|fee|fees|charge[sd]?|charging|under ?spen[dt]\w*|under budget|bonus(?:es)?|compensation|remuneration|prize|premium|subscription|admission|damages"),
    (OTHER, 2.0, 2.0, r"council tax|tax|precept|income|revenues?|sold|sale|receipts?|band d|worth of fraud|earn(?:s|ed|ing)?|reserves?|surplus(?:es)?|valued|value|assets?|pension|benefits?|bring in|brings in|household|levy|per mile|an hour|allowance|allowances|voucher|vouchers|threshold"),
    (ALLOCATION, 2.8, 2.8, r"grants?|fund|funds|funding|funded|invest(?:s|ed|ing|ment|ments)?|allocat\w+|award(?:s|ed|ing)?|pots?|package|packages|boost|boosts|injection|inject(?:ed|ing)?|pledge[sd]?|pledging|earmark\w*|ring[- ]?fenc\w+|bail[- ]?outs?|settlement|set aside|lottery|handout|windfall"),
    (ALLOCATION, 2.0, 2.2, r"budgets?|cash|provid(?:e|es|ed|ing)|receiv(?:e|es|ed|ing)|giv(?:e|es|en|ing)|gave|announc\w+|commit(?:s|ted|ting|ment)?|loan|loans|lent|lend|borrow(?:s|ed|ing)?|bids?|money|support|back(?:ed|ing)|extra|additional|programme|programmes|scheme|schemes|project|projects|initiative|won|win|secured?|securing|put(?:ting)? in(?:to)?|pump(?:ed|ing)?|plough(?:ed|ing)?|plan|plans|handed|granted|share|promise[sd]?|financ(?:e|ed|ing)|resources?|contribut\w+|match(?:ed)?|hand(?:ed)? over|available|deal|trial|pilot|spending review|spending power"),
)  # fmt: skip
_CUE = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<c{number}>{words})" for number, (_, _, _, words) in enumerate(_CUES)) + r")(?![\w])",
    re.IGNORECASE,
)
_STOP_AFTER = re.compile(r"[;:]|, (?:while|whereas|but|and|after|which|who|although|though|with|against|as|compared|up|down|or)\b| (?:while|whereas|but|after|although|though|compared with|against|instead of|despite) |[.!?]\s")
# Turns of phrase that decide alone. Matched at the sum's end, or up to its start.
_AFTER_SURE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (OTHER, re.compile(r" (?:under budget|underspen[dt]\w*|surplus|below budget|in reserves?|from reserves|fines?|penalty|fee|fees|charge|salary|salaries|prize|donation|profit)\b", re.I)),
    (GAP, re.compile(r"(?:,)? (?:over|above|more than)(?: its| their| the| what)? (?:budget|budgeted|plan|planned|planned budget|forecast)\b| (?:in the red|in debt|adrift|short)\b| (?:budget |funding |financial |annual |cumulative |projected |forecast |in-year |high needs |SEND )*(?:shortfall|deficit|overspend|gap|black hole|hole|debts?)\b", re.I)),
    (SAVING, re.compile(r" (?:(?:of|in|worth of) )?(?:(?:budget|efficiency|annual|further|additional|new|planned|extra|more|proposed|spending|recurring|back-office|administrative|management|departmental|funding|service|grant|government|real-terms) )*(?:savings?|cuts?|cutbacks?|efficienc(?:y|ies)|reductions?)\b| (?:off|out of|from) (?:the|its|their|his|her|our)(?: [\w’'-]+){0,3} (?:budgets?|bill|spending|costs?|services?|wage bill|grants?)\b", re.I)),
)  # fmt: skip
_BEFORE_SURE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (GAP, re.compile(r"\b(?:overspen[dt](?:ing|s)?|deficits?|shortfalls?|gap|debts?|black hole|hole|in the red|short|over budget|owe[sd]?|owing)(?: [\w’'-]+){0,4}? (?:by|of|to|at|was|is|reached?|hit|totall?ing|worth|stood at|standing at|nearly|almost|around|about|some|an estimated|an?)? ?$", re.I)),
    (OTHER, re.compile(r"\b(?:fined|salary of|fine of|sold for|raised|donated|donation of|charged?|surplus of|reserves of|underspend of|underspent by|ticket price of|fee of|rent of|price of|turnover of|profits? of|worth|valued at|compensation of|damages of|income of)(?: (?:almost|nearly|about|around|some|a|an|the|him|her|them|it|residents|families|parents|customers|the company|the council|the trust|the firm))*(?: [a-z]+)? ?$", re.I)),
    (SAVING, re.compile(r"\b(?:sav(?:e|es|ed|ing|ings)|savings? (?:of|worth|totalling)|cuts? (?:of|worth|totalling)|cut|cutting|slash(?:ed|ing)?|shav(?:e|ed|ing)|trimm?(?:ed|ing)?|find|cut (?:spending|budgets?|costs?|funding) by|reduc(?:e|ed|ing|tion)(?: [\w’'-]+){0,4} (?:by|of)|tak(?:e|en|ing) (?:out )?|took|stripp?(?:ed|ing)?|fall(?:en|s)? by|fell by|los[et](?:s|ing)?)(?: (?:a |an )?(?:further|another|additional|extra|estimated|total of|almost|nearly|about|around|some|the))*(?: |, )$", re.I)),
    (SPEND, re.compile(r"\b(?:spen(?:d|ds|t|ding)|cost(?:s|ing)?|costs? of|bill of|spending of|expenditure of|at a cost of|at an average of|paid|paying|pays?)(?: (?:out|a|an|it|them|the council|the authority|councils|taxpayers|the taxpayer|local authorities|total of|further|another|additional|extra|estimated|combined|average of|average|record|around|about|almost|nearly|roughly|some|close to|up))*(?: )$", re.I)),
)  # fmt: skip
_FIND_NEEDS = re.compile(r"\b(?:savings?|efficienc|cuts?|off|from its|from the)", re.I)
REACH = 110  # characters on either side in which a word may speak


@dataclass(frozen=True, slots=True)
class Kind:
    """A sum's kind, how sure that is (0 to 1), and the word that decided."""

    name: str
    confidence: float
    word: str


def classify(text: str, start: int, end: int, sentence_start: int, sentence_end: int, period: str, value: float, before: tuple[str, float] = ("", 1.0)) -> Kind:
    """Return the kind of the sum at `start`:`end` (with its period's words) inside its sentence: what the rules and the model say together.

    `before` is the kind of the sum before it and the factor by which that makes the same kind likelier.
    """
    rule = by_rule(text, start, end, sentence_start, sentence_end)
    model = money_model.weights()
    if model is None:
        return rule
    likely = model.probabilities(describe(text, start, end, sentence_start, sentence_end, period, value))
    if before[0] in likely:
        likely[before[0]] *= before[1]
        whole = sum(likely.values())
        likely = {kind: value / whole for kind, value in likely.items()}
    name = max(likely, key=lambda kind: likely[kind])
    return Kind(name, round(likely[name], 2), rule.word if name == rule.name else f"model {model.version}")


def describe(text: str, start: int, end: int, sentence_start: int, sentence_end: int, period: str, value: float) -> list[str]:
    """Return the features of a sum for the model, the rules' opinion among them."""
    rule = by_rule(text, start, end, sentence_start, sentence_end)
    opinion = rule.name if rule.word else "none"
    return money_model.features(text[max(sentence_start, start - REACH) : start], text[end : min(sentence_end, end + REACH)], period, value, opinion)


def by_rule(text: str, start: int, end: int, sentence_start: int, sentence_end: int) -> Kind:
    """Return the kind that the rules give."""
    for name, pattern in _AFTER_SURE:
        match = pattern.match(text, end, sentence_end)
        if match is not None:
            return Kind(name, 0.95, match.group().strip())
    low = max(sentence_start, start - REACH)
    before = text[low:start]
    for name, pattern in _BEFORE_SURE:
        match = pattern.search(before)
        if match is None:
            continue
        word = match.group().strip()
        if word.lower().startswith(("find", "tak", "took")) and not _FIND_NEEDS.search(text, end, min(sentence_end, end + 60)):
            continue
        if word.lower().startswith("paid") and re.search(r"\b(?:is|are|was|were|be|being) $", before[: match.start()]):
            return Kind(OTHER, 0.7, "paid a salary")
        return Kind(name, 0.9, word)
    return _weigh(text, start, end, low, min(sentence_end, end + REACH), before)


def _weigh(text: str, start: int, end: int, low: int, high: int, before: str) -> Kind:
    scores = dict.fromkeys((ALLOCATION, SAVING, GAP, SPEND, OTHER), 0.0)
    words = dict.fromkeys(scores, "")
    best = dict.fromkeys(scores, 0.0)
    stop = _STOP_AFTER.search(text, end, high)
    for match in _CUE.finditer(text, end, stop.start() if stop else high):
        _add(match, 1, 1.0 / (1.0 + (match.start() - end) / 22.0), scores, words, best)
    breaks = [0, *(found.end() for found in re.finditer(r"[;:]|, (?:while|whereas|but|and)\b| (?:while|whereas|but) ", before))]
    for match in _CUE.finditer(before):
        weight = 1.0 / (1.0 + (start - low - match.end()) / 26.0)
        if match.end() < breaks[-1]:
            weight *= 0.45
        _add(match, 2, weight, scores, words, best)
    winner = max(scores, key=lambda name: scores[name])
    total = sum(scores.values())
    if scores[winner] <= 0.0:
        return Kind(ALLOCATION, 0.4, "")
    return Kind(winner, round(0.4 + 0.5 * scores[winner] / total, 2), words[winner])


def _add(match: re.Match[str], side: int, weight: float, scores: dict[str, float], words: dict[str, str], best: dict[str, float]) -> None:
    name, after, ahead, _ = _CUES[int((match.lastgroup or "c0")[1:])]
    value = weight * (after if side == 1 else ahead)
    scores[name] += value
    if value > best[name]:
        best[name] = value
        words[name] = match.group()
