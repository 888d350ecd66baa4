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
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<c{number}>{words})" for number, (_, _, _, words) in enumerate(_CUES))
    + r")(?![\w])",
    re.IGNORECASE,
)
_STOP_AFTER = re.compile(
    r"[;:]|, (?:while|whereas|but|and|after|which|who|although|though|with|against|as|compared|up|down|or)\b| (?:while|whereas|but|after|although|though|compared with|against|instead of|despite) |[.!?]\s"
)
# Turns of phrase that decide alone. Matched from the sum's end.
_AFTER_SURE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (OTHER, re.compile(r" (?:under budget|underspen[dt]\w*|surplus|below (?:its |their |the )?budget|under (?:its|their|the) budget|fines?|penalty|fees?|charges?|salary|salaries|prize|donation|profits?|in (?:profits?|rent|damages|compensation|salary|dividends|donations)|bonus|pay-?offs?|an hour|(?:to|for) (?:park|enter))\b", re.I)),
    (GAP, re.compile(r",? (?:over|above|past)(?: its| their| the| what| was)?(?: \w+)? (?:budget|budgeted|plan|planned|forecast|allowed)\b| more than (?:it |they |had |was |were )*(?:been )?(?:planned|budgeted|forecast|allowed|expected)\b| (?:in the red|in debt|adrift|short)\b|"
                     r" (?:budget |funding |financial |annual |cumulative |projected |forecast |in-year |high needs |SEND |DSG )*(?:shortfalls?|deficits?|overspen[dt]\w*|gap|black hole|hole|debts?)\b| of (?:the|that|this|its|their) (?:overspend\w*|excess|deficit|shortfall|extra costs?|gap|debts?)\b| (?:of|in) (?:debts?|deficits?|unfunded \w+|arrears)\b", re.I)),
    (SAVING, re.compile(r" (?:(?:of|in|worth of) )?(?:(?:budget|efficiency|annual|further|additional|new|planned|extra|more|proposed|spending|recurring|back-office|administrative|management|departmental|funding|service|grant|government|real-terms) )*(?:savings?|cuts?|cutbacks?|efficienc(?:y|ies)|reductions?)\b|"
                        r" (?:off|out of|from) (?:the|its|their|his|her|our)(?: [\w’'-]+){0,3} (?:budgets?|bills?|spending|costs?|services?|wage bill|grants?)\b|(?:, or (?:about |around |nearly |almost )?[\d.]+(?:%| per cent),)? (?:less|lower|cheaper|fewer|down)(?: a year)?(?: than| on|[.,;]|$)", re.I)),
    (SPEND, re.compile(r" (?:in|of) (?:interest|expenditure|spending|costs?|fees|wages|overheads|running costs)\b(?! (?:over|above))| (?:per|for each|for every|a) (?:child|place|placement|pupil|bed|young person)\b", re.I)),
    (ALLOCATION, re.compile(r" (?:that |which )?(?:has been |have been |was |were |being |is |are |had been )?(?:held back|withheld|kept back|released|set aside|pledged|earmarked|ring[- ]?fenced|awarded|allocated|announced|promised)\b| (?:(?:of|in) )?(?:(?:new|extra|additional|further|government|public|central|core|capital|revenue|emergency|start-up|seed|match|lottery|annual|one-off|innovation|improvement) )*(?:grants?|funding|funds?|investment|pot|package|bail-?out|award|boost|injection|settlement|loan|budget|programme|scheme)\b(?! (?:gap|cut|cuts|reduction|shortfall|pressure|saving|savings|deficit|hole))", re.I)),
)  # fmt: skip
# Matched up to the sum's start.
_LEAD = r"(?: (?:a|an|the|another|further|additional|extra|estimated|total|of|record|average|combined|almost|nearly|about|around|some|roughly|close|to|up|just|over|under|more|less|than|at|least|only|as|much|well|worth|something|like|approximately|potentially|perhaps|it|them|him|her|itself))*"
_BEFORE_SURE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (GAP, re.compile(rf"\b(?:overspen[dt](?:ing|s)?|over budget|deficits?|shortfalls?|gap|debts?|black hole|hole|in the red|short|owe[sd]?|owing|overshot(?: it)?|exceed(?:ed|s|ing)?(?: (?:it|its|the|their|that)(?: \w+)?)?)(?: [\w’'-]+){{0,3}}? ?(?:by|of|to|at|was|is|reached|hits?|totall?ing|worth|stood at|stands at|standing at|will be|would be|could be|grow to)?{_LEAD} $", re.I)),
    (OTHER, re.compile(rf"\b(?:fined|salary of|salaries of|fine of|sold for|raised|donated|donations? of|charges? of|surplus of|reserves of|underspen[dt](?: of| by)?|ticket price of|tickets? costs?|fees? of|rents? of|price of|turnover of|profits? of|valued at|compensation of|damages of|income of|prize of|bonus of|salary is|best-paid [\w ]+ on|highest-paid [\w ]+ on|raise|legacy of|worth of fraud|house(?:s)? costs?)(?: (?:the|him|her|residents|families|parents|customers|drivers|motorists|households|tenants|visitors))?{_LEAD} $", re.I)),
    (SAVING, re.compile(rf"\b(?:sav(?:e|es|ed|ing|ings)(?: (?:it|them|us|the council|councils|the authority|taxpayers))?|savings? (?:of|worth|totalling|come to)|cuts? (?:of|worth|totalling)|cut|cutting|slash(?:ed|ing)?|shav(?:e|ed|ing)|trimm?(?:ed|ing)?|efficienc(?:y|ies) (?:of|worth)|(?:cut|lower|reduc\w+|bring|brought|slash\w*|trim\w*)(?: [\w’'-]+){{1,7}} (?:by|down by)|reduction of|stripp(?:ed|ing)|(?:fallen|fell|fall|drop|dropped|falling|down|shrunk|shrank) by|(?:loss|lost|losing|loses?)(?: of(?: \w+)? of)?|loss of|loss of grant of|ax(?:e|ed|ing)|knock(?:ed)?){_LEAD} $", re.I)),
    (SPEND, re.compile(rf"\b(?:spen(?:d|ds|t|ding)|costs?(?: (?:around|about))?|costing|bills? (?:of|for [\w ]+ (?:of|was|is|came to))|bill (?:has )?(?:passed|reached|hit)|(?:spending|expenditure)(?: [\w’'-]+){{0,5}} (?:of|to|at|was|is|reached|hit|passed|totalled|came to)|at a cost of|(?:paid|pays?|paying)(?: [\w’'-]+){{0,3}} (?:consultants|firms|companies|agencies|providers|lawyers|contractors|advisers|homes)|consultants|loan would (?:have )?(?:cost|reached?)|price tag of|would come to|average cost [\w ]*was){_LEAD} $", re.I)),
    (ALLOCATION, re.compile(rf"\b(?:(?:grants?|budget|pot|fund|award|package|investment|funding|allocation|settlement|deals?|loans?|bail-?out|pledge|injection|boost|contract|bid|round)(?: [\w’'()-]+){{0,4}}? (?:of|is|was|for|worth|totalling|totals?|amounting to|at|to)|award(?:ed|s|ing)?|allocat(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|promis(?:e|es|ed|ing)|invest(?:s|ed|ing)?|announc(?:e|es|ed|ing)|earmark(?:ed|s)?|set aside|receiv(?:e|es|ed|ing)|secur(?:e|es|ed|ing)|won|was given|were given|been given|gave(?: [\w’'-]+){{0,4}}|grant(?:ed|ing)|borrow(?:ed|ing)?|lent(?: [\w’'-]+){{0,4}}|inject(?:ed|ing)?|ring-?fenced?|put in|committ?(?:ed|ing)?|unveil(?:ed|s)?|provid(?:e|es|ed|ing)|share(?: of)?|ploughed?|pumped?){_LEAD} $", re.I)),
)  # fmt: skip
_COUNCIL_TAX = re.compile(
    r"\bcouncil tax\b|\bband [A-H]\b|\bprecept\b|\bper household\b|\b(?:garden|brown|green) (?:waste|bins?)\b|\bparking\b|\btickets?\b|\bpermits?\b",
    re.I,
)
_PAY = re.compile(
    r"\b(?:best|highest|lowest)-paid\b|\b(?:salar(?:y|ies)|executive pay|pay packets?|remuneration|wages?)\b|\bpa(?:id|ys?|ying)(?: (?:any|some)(?:one|body)| an? (?:chief|director|head|boss)| (?:chief|its|their) (?:executive|director|boss|head|leader)s?)",
    re.I,
)
HOUSEHOLD = 6_000  # pounds: a sum below this, in a sentence on council tax or charges, is what a household pays
PRICE = 1_000  # pounds: what costs less than this once is bought by people, not by councils
PACKET = 1_000_000  # pounds: a sum below this, in a sentence on pay, is somebody's pay
SURE_REACH = 72  # characters before a sum in which a turn of phrase may stand that decides alone
REACH = 110  # characters on either side in which a word may speak


@dataclass(frozen=True, slots=True)
class Kind:
    """A sum's kind, how sure that is (0 to 1), and the word that decided."""

    name: str
    confidence: float
    word: str


def classify(
    text: str,
    start: int,
    end: int,
    sentence_start: int,
    sentence_end: int,
    period: str,
    value: float,
    before: tuple[str, float] = ("", 1.0),
) -> Kind:
    """Return the kind of the sum at `start`:`end` (with its period's words) inside its sentence: what the rules and the model say together.

    `before` is the kind of the sum before it and the factor by which that makes the same kind likelier.
    """
    rule, sure = by_rule(text, start, end, sentence_start, sentence_end, value)
    model = money_model.weights()
    if model is None or sure:
        return rule
    likely = model.probabilities(describe(text, start, end, sentence_start, sentence_end, period, value, rule))
    if before[0] in likely:
        likely[before[0]] *= before[1]
        whole = sum(likely.values())
        likely = {kind: value / whole for kind, value in likely.items()}
    name = max(likely, key=lambda kind: likely[kind])
    return Kind(name, round(likely[name], 2), rule.word if name == rule.name else f"model {model.version}")


def describe(
    text: str, start: int, end: int, sentence_start: int, sentence_end: int, period: str, value: float, rule: Kind
) -> list[str]:
    """Return the features of a sum for the model, the rules' opinion among them."""
    opinion = rule.name if rule.word else "none"
    return money_model.features(
        text[max(sentence_start, start - REACH) : start],
        text[end : min(sentence_end, end + REACH)],
        period,
        value,
        opinion,
    )


def by_rule(text: str, start: int, end: int, sentence_start: int, sentence_end: int, value: float) -> tuple[Kind, bool]:
    """Return the kind that the rules give, and whether a turn of phrase decided it alone."""
    low = max(sentence_start, start - REACH)
    before = text[low:start]
    sentence = text[max(sentence_start, start - 2 * REACH) : min(sentence_end, end + REACH)]
    for name, pattern in _AFTER_SURE[:3]:
        match = pattern.match(text, end, sentence_end)
        if match is not None:
            return Kind(name, 0.95, match.group().strip()), True
    if value < HOUSEHOLD and _COUNCIL_TAX.search(sentence):
        return Kind(OTHER, 0.9, "what a household pays"), True
    if value < PACKET and _PAY.search(before):
        return Kind(OTHER, 0.85, "pay"), True
    for name, pattern in _BEFORE_SURE:
        match = pattern.search(before, max(0, len(before) - SURE_REACH))
        if match is None:
            continue
        word = match.group().strip()
        if (
            name == SPEND
            and value < PRICE
            and word.lower().startswith("cost")
            and not re.match(r"(?: a| per| each|/)", text[end - 12 : end])
        ):
            return Kind(OTHER, 0.7, "a price"), True
        return Kind(name, 0.9, word), True
    for name, pattern in _AFTER_SURE[3:]:
        match = pattern.match(text, end, sentence_end)
        if match is not None:
            return Kind(name, 0.9, match.group().strip()), True
    return _weigh(text, start, end, low, min(sentence_end, end + REACH), before), False


def _weigh(text: str, start: int, end: int, low: int, high: int, before: str) -> Kind:
    scores = dict.fromkeys((ALLOCATION, SAVING, GAP, SPEND, OTHER), 0.0)
    words = dict.fromkeys(scores, "")
    best = dict.fromkeys(scores, 0.0)
    stop = _STOP_AFTER.search(text, end, high)
    for match in _CUE.finditer(text, end, stop.start() if stop else high):
        _add(match, 1, 1.0 / (1.0 + (match.start() - end) / 22.0), scores, words, best)
    breaks = [
        0,
        *(found.end() for found in re.finditer(r"[;:]|, (?:while|whereas|but|and)\b| (?:while|whereas|but) ", before)),
    ]
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


def _add(
    match: re.Match[str],
    side: int,
    weight: float,
    scores: dict[str, float],
    words: dict[str, str],
    best: dict[str, float],
) -> None:
    name, after, ahead, _ = _CUES[int((match.lastgroup or "c0")[1:])]
    value = weight * (after if side == 1 else ahead)
    scores[name] += value
    if value > best[name]:
        best[name] = value
        words[name] = match.group()
