"""Turns of phrase that say by themselves what a sum is: "a shortfall of £3m", "£3m of savings", "charges £3,000 a week"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.money.place import SumContext
from nlp.money.words import classes, tokens
from warehouse.vocabulary.tags import FundingKind

ALLOCATION, SAVING, GAP = FundingKind.ALLOCATION, FundingKind.SAVING, FundingKind.GAP
SPEND, OTHER = FundingKind.SPEND, FundingKind.OTHER

# Turns of phrase that decide alone. Matched from the sum's end.
_AFTER_SURE: tuple[tuple[FundingKind, re.Pattern[str]], ...] = (
    (OTHER, re.compile(r" (?:under budget|underspen[dt]\w*|surplus|below (?:its |their |the )?budget|under (?:its|their|the) budget|fines?|penalty|fees?|charges?|salary|salaries|prize|donation|profits?|in (?:profits?|rent|salary|dividends|donations)|bonus|pay-?offs?|an hour|(?:to|for) (?:park|enter))\b", re.I)),
    (GAP, re.compile(r",? (?:over|above|past)(?: its| their| the| what| was)?(?: \w+)? (?:budget|budgeted|plan|planned|forecast|allowed)\b| more than (?:it |they |had |was |were )*(?:been )?(?:planned|budgeted|forecast|allowed|expected)\b| (?:in the red|in debt|adrift|short)\b|"
                     r" (?:budget |funding |financial |annual |cumulative |projected |forecast |in-year |high needs |SEND |DSG )*(?:shortfalls?|deficits?|overspen[dt]\w*|gap|black hole|hole|debts?)\b| of (?:the|that|this|its|their) (?:overspend\w*|excess|deficit|shortfall|extra costs?|gap|debts?)\b| (?:of|in) (?:debts?|deficits?|unfunded \w+|arrears)\b", re.I)),
    (SAVING, re.compile(r" (?:(?:of|in|worth of) )?(?:(?:budget|efficiency|annual|further|additional|new|planned|extra|more|proposed|spending|recurring|back-office|administrative|management|departmental|funding|service|grant|government|real-terms) )*(?:savings?|cuts?|cutbacks?|efficienc(?:y|ies)|reductions?)\b|"
                        r" (?:off|out of|from) (?:the|its|their|his|her|our)(?: [\w’'-]+){0,3} (?:budgets?|bills?|spending|costs?|services?|wage bill|grants?)\b|(?:, or (?:about |around |nearly |almost )?[\d.]+(?:%| per cent),)? (?:less|lower|cheaper|fewer|down)(?: a year)?(?: than| on|[.,;]|$)", re.I)),
    (SPEND, re.compile(r" (?:in|of) (?:interest|expenditure|spending|costs?|fees|wages|overheads|running costs)\b(?! (?:over|above))| (?:per|for each|for every|a) (?:child|place|placement|pupil|bed|young person)\b", re.I)),
    (ALLOCATION, re.compile(r" (?:that |which )?(?:has been |have been |was |were |being |is |are |had been )?(?:held back|withheld|kept back|released|set aside|pledged|earmarked|ring[- ]?fenced|awarded|allocated|announced|promised)\b| (?:(?:of|in) )?(?:(?:new|extra|additional|further|government|public|central|core|capital|revenue|emergency|start-up|seed|match|lottery|annual|one-off|innovation|improvement) )*(?:grants?|funding|funds?|investment|pot|package|bail-?out|award|boost|injection|settlement|loan|budget|programme|scheme)\b(?! (?:gap|cut|cuts|reduction|shortfall|pressure|saving|savings|deficit|hole))", re.I)),
)  # fmt: skip
# Matched up to the sum's start.
_LEAD = r"(?: (?:a|an|the|another|further|additional|extra|estimated|total|of|record|average|combined|almost|nearly|about|around|some|roughly|close|to|up|just|over|under|more|less|than|at|least|only|as|much|well|worth|something|like|approximately|potentially|perhaps|it|them|him|her|itself))*"
_BEFORE_SURE: tuple[tuple[FundingKind, re.Pattern[str]], ...] = (
    (GAP, re.compile(rf"\b(?:mak(?:e|es|ing)|made|post(?:s|ed)|report(?:s|ed)|record(?:s|ed)|ran up|running at)(?: an?)?(?: \w+)? loss(?:es)? of{_LEAD} $", re.I)),
    (GAP, re.compile(rf"\b(?:overspen[dt](?:ing|s)?|over budget|deficits?|shortfalls?|gap|debts?|black hole|hole|in the red|short|owe[sd]?|owing|overshot(?: it)?|exceed(?:ed|s|ing)?(?: (?:it|its|the|their|that)(?: \w+)?)?)(?: [\w’'-]+){{0,3}}? ?(?:by|of|to|at|was|is|reached|hits?|totall?ing|worth|stood at|stands at|standing at|will be|would be|could be|grow to)?{_LEAD} $", re.I)),
    (OTHER, re.compile(rf"\b(?:fined|salary of|salaries of|fine of|sold for|raised|donated|donations? of|charges? of|surplus of|reserves of|underspen[dt](?: of| by)?|ticket price of|tickets? costs?|fees? of|rents? of|price of|turnover of|profits? of|valued at|income of|prize of|bonus of|salary is|best-paid [\w ]+ on|highest-paid [\w ]+ on|raise|legacy of|worth of fraud|house(?:s)? costs?)(?: (?:the|him|her|residents|families|parents|customers|drivers|motorists|households|tenants|visitors))?{_LEAD} $", re.I)),
    (SAVING, re.compile(rf"\b(?:sav(?:e|es|ed|ing|ings)(?: (?:it|them|us|the council|councils|the authority|taxpayers))?|savings? (?:of|worth|totalling|come to)|cuts? (?:of|worth|totalling)|cut|cutting|slash(?:ed|ing)?|shav(?:e|ed|ing)|trimm?(?:ed|ing)?|efficienc(?:y|ies) (?:of|worth)|(?:cut|lower|reduc\w+|bring|brought|slash\w*|trim\w*)(?: [\w’'-]+){{1,7}} (?:by|down by)|reduction of|stripp(?:ed|ing)|(?:fallen|fell|fall|drop|dropped|falling|down|shrunk|shrank) by|(?:loss|lost|losing|loses?)(?: of(?: \w+)? of)?|loss of|loss of grant of|ax(?:e|ed|ing)|knock(?:ed)?){_LEAD} $", re.I)),
    (SPEND, re.compile(rf"\b(?:spen(?:d|ds|t|ding)|costs?(?: (?:around|about))?|costing|bills? (?:of|for [\w ]+ (?:of|was|is|came to))|bill (?:has )?(?:passed|reached|hit)|(?:spending|expenditure)(?: [\w’'-]+){{0,5}} (?:of|to|at|was|is|reached|hit|passed|totalled|came to)|at a cost of|(?:paid|pays?|paying)(?: [\w’'-]+){{0,3}} (?:consultants|firms|companies|agencies|providers|lawyers|contractors|advisers|homes)|consultants|loan would (?:have )?(?:cost|reached?)|price tag of|would come to|average cost [\w ]*was){_LEAD} $", re.I)),
    (ALLOCATION, re.compile(rf"\b(?:(?:grants?|budget|pot|fund|award|package|investment|funding|allocation|settlement|deals?|loans?|bail-?out|pledge|injection|boost|contract|bid|round)(?: [\w’'()-]+){{0,4}}? (?:of|is|was|for|worth|totalling|totals?|amounting to|at|to)|award(?:ed|s|ing)?|allocat(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|promis(?:e|es|ed|ing)|invest(?:s|ed|ing)?|announc(?:e|es|ed|ing)|earmark(?:ed|s)?|set aside|receiv(?:e|es|ed|ing)|secur(?:e|es|ed|ing)|won|was given|were given|been given|gave(?: [\w’'-]+){{0,4}}|grant(?:ed|ing)|borrow(?:ed|ing)?|lent(?: [\w’'-]+){{0,4}}|inject(?:ed|ing)?|ring-?fenced?|put in|committ?(?:ed|ing)?|unveil(?:ed|s)?|provid(?:e|es|ed|ing)|share(?: of)?|ploughed?|pumped?){_LEAD} $", re.I)),
)  # fmt: skip
_BASE_AFTER = re.compile(r" (?:[\w'-]+ ){0,2}(?:budget|allocation|grant|allowance)\b", re.I)
_OVER_AFTER = re.compile(
    r" (?:more|higher|above|over) (?:than )?(?:the|its|their|what|was|had|it) ?(?:£|\w+ (?:set|put|planned|budgeted|allowed|forecast)|set aside|planned|budgeted|allowed|budget)",
    re.I,
)
_SPARED = re.compile(r"\b(?:avoid|avert|spare|prevent)\w*(?: [\w'-]+){0,4} (?:costs?|spending|bills?)\b", re.I)
_OWN_MONEY = re.compile(
    r"\b(?:fundrais\w+|donors?|patrons?|philanthropists?|well-wishers|legacy|bequest|charity (?:put|has put|raised)|its own reserves|ombudsman|apolog\w+|compensation|damages|"
    r"(?:highest|best)-?[ -]paid|director (?:is|was|gets?|received?|receives)|allowances?|carers? (?:gets?|receives?|will))\b",
    re.I,
)
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
REACH = 110  # characters on either side in which a word may speak
SURE_REACH = 72  # characters before a sum in which a turn of phrase may stand that decides alone

_BOUND = r"(?: (?:between|about|nearly|almost|around|some|more than|over|up to|at least|just|an? (?:extra|further|additional|estimated)|another)){0,3} $"
_MORE_BEFORE: tuple[tuple[FundingKind, re.Pattern[str]], ...] = (
    (GAP, re.compile(rf"\b(?:overspen[dt]\w*|overshoot\w*|overshot|overr[ua]n|exceed\w*|deficit|shortfall|gap|hole|debts?)\b(?![^.;£]*\b(?:cut|reduc\w+|improv\w+|fall\w*|fell|narrow\w*|sav\w+)\b)[^.;:£]{{0,60}} by{_BOUND}", re.I)),
    (GAP, re.compile(rf"\b(?:overspend|deficits?|shortfall|gap|hole|debts?|liabilit(?:y|ies)|arrears|backlog)\b[^.;:£]{{0,50}} (?:reach(?:ed|es)?|hit|rise to|rose to|grown? to|grew to|widened to|stands? at|stood at|puts? at|estimated at|of|to be|come to|pass|top){_BOUND}", re.I)),
    (SAVING, re.compile(rf"\b(?:savings|cuts|efficiencies|economies|reductions)\b[^.;:£]{{0,40}}(?:,? (?:of|worth|totalling|including|among them|amount(?:ing)? to|come to|such as|coming to)|:){_BOUND}", re.I)),
    (SAVING, re.compile(rf"\b(?:avoid|recoup|shav|lopp|trim)\w*{_BOUND}|\bclaw(?:ed|ing)? back{_BOUND}", re.I)),
    (OTHER, re.compile(rf"\b(?:appeal|charity|raffle|collection|campaigners|runners|walk|sale|supporters|fundraisers)\b[^.;:£]{{0,30}} (?:raised|made|brought in|collected){_BOUND}", re.I)),
    (OTHER, re.compile(rf"\b(?:charg(?:e|es|ed|ing)|quot(?:e|es|ed)|quotation of|quote of)(?: (?:us|them|councils?|the council|it|parents|residents|families))?{_BOUND}", re.I)),
    (OTHER, re.compile(rf"(?:\bI'm on|\b(?:is|was|are) on|\bposts? (?:pays?|at)|\bpermanent \w+ would get){_BOUND}", re.I)),
    (SPEND, re.compile(rf"\b(?:put|puts|putting) the (?:price|cost|bill)\b[^.;:£]{{0,50}} at{_BOUND}", re.I)),
    (SPEND, re.compile(rf"\b(?:cost(?:s|ing)?(?: of)?|bill(?: of| is| was| has reached| has passed)?|spend|spent|spends|spending)(?: (?:the|it|them|councils?|taxpayers?|county|city|borough|authority|us|NHS|public)){{0,3}}{_BOUND}", re.I)),
)  # fmt: skip
_MORE_AFTER: tuple[tuple[FundingKind, re.Pattern[str]], ...] = (
    (GAP, re.compile(r" (?:of|in|worth of) (?:[\w'-]+ ){0,3}?(?:debts?|deficits?|liabilities|arrears|overspends?|pressures?)\b| (?:over (?:its |their |the )?(?:budget|plan)|in the red|adrift|in deficit|short\b|overdrawn|worse than)", re.I)),
    (GAP, re.compile(r" (?:past|beyond|above|over) (?:its|their|the|our) (?:[\w'-]+ )?(?:limits?|budgets?|contract|grant|plans?|means|allocation)\b| out of balance\b", re.I)),
    (ALLOCATION, re.compile(r"(?:,? (?:that|which))?(?: (?:was|were|is|has been|had been|have been|it had|they had))? (?:set aside|put aside|put by|allowed|earmarked|budgeted|held back|withheld|ring-?fenced)\b", re.I)),
)  # fmt: skip
_HOURLY = re.compile(r"(?: an| a| per|-an-|/)[ -]?hour", re.I)
_PLACED = re.compile(
    r"\b(?:placement|bed|home|foster|carer|child|teenager|boy|girl|accommodation|lodging|care)s?\b", re.I
)
_ASKED = re.compile(r"charg|quot|\bfees?\b|benefit|\brent|wage|earn|\bask|profit", re.I)
_NO_PAY = re.compile(r"\b(?:taxi|place|bed|expenses)", re.I)


@dataclass(frozen=True, slots=True)
class Kind:
    """A sum's kind, how sure that is (0 to 1), and the word that decided."""

    name: FundingKind
    confidence: float
    word: str


def decide(place: SumContext) -> Kind | None:
    """Return what a turn of phrase says of the sum, or None where none decides."""
    before, after, value = place.before, place.after, place.value
    near = before[-REACH:]
    sentence = f"{before} {after[:REACH]}"
    for name, pattern in _AFTER_SURE[:3]:
        match = pattern.match(after)
        if match is not None:
            return Kind(name, 0.95, match.group().strip())
    if value < HOUSEHOLD and _COUNCIL_TAX.search(sentence):
        return Kind(OTHER, 0.9, "what a household pays")
    if value < PACKET and _PAY.search(near):
        return Kind(OTHER, 0.85, "pay")
    return _ahead(near, after, sentence, value) or _behind(after) or _further(place, near)


def _ahead(near: str, after: str, sentence: str, value: float) -> Kind | None:
    for name, pattern in _BEFORE_SURE:
        match = pattern.search(near, max(0, len(near) - SURE_REACH))
        if match is None:
            continue
        if name == GAP and _BASE_AFTER.match(after):
            return Kind(ALLOCATION, 0.9, "a budget")  # "overspend its £5m budget"
        if name == SPEND and _OVER_AFTER.match(after):
            return Kind(GAP, 0.8, "more than planned")  # "could cost £2m more than the £4m put aside"
        if name == SPEND and _SPARED.search(near):
            return Kind(SAVING, 0.9, "costs avoided")
        if name == ALLOCATION and _OWN_MONEY.search(sentence):
            return None  # whoever promises or receives may be a donor, a claimant or an employee
        if name == SPEND and value < PRICE:
            return None  # what costs little may be a price
        return Kind(name, 0.9, match.group().strip())
    return None


def _behind(after: str) -> Kind | None:
    for name, pattern in _AFTER_SURE[3:]:
        match = pattern.match(after)
        if match is not None:
            return Kind(name, 0.9, match.group().strip())
    return None


def _further(place: SumContext, near: str) -> Kind | None:
    if _HOURLY.search(place.surface) or _HOURLY.match(place.after):
        return Kind(OTHER, 0.9, "an hour's pay")
    if place.period == "1w" and _PLACED.search(near + place.after) and not _ASKED.search(near):
        return Kind(SPEND, 0.85, "a week's care")
    if place.period == "1d" and not _NO_PAY.search(near[-60:]):
        return Kind(OTHER, 0.8, "a day's fee")
    for name, pattern in _MORE_AFTER:
        match = pattern.match(place.after)
        if match is not None:
            return Kind(name, 0.85, match.group().strip())
    for name, pattern in _MORE_BEFORE:
        match = pattern.search(near)
        if match is not None and not (name == SPEND and place.value < PRICE):
            return Kind(name, 0.85, match.group().strip()[:40])
    listed = place.previous and place.link in ("list", "to") and place.between and len(place.between) < 60
    if listed and not any(name[0] in "vn" for _, name, _ in classes(tokens(place.between))):
        return Kind(
            FundingKind(place.previous), 0.8, f"as the sum before: {place.previous}"
        )  # "Kent gets £3m, Essex £2m"
    return None
