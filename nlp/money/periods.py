"""What fixes the time that a sum is for: "over five years", "a week", "in 2018-19", and the dates that years name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from nlp.text.wordings import wordings

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "twenty": 20, "25": 25, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_ANY = wordings("money_wordings.txt")
_COUNT = r"(?P<count>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|twenty|thirty|forty|fifty)"
_YEARS = r"(?P<from>(?:19|20)\d\d)[ ]?[-–—/][ ]?(?P<to>(?:20)?\d\d)(?!\d)"
_OF_WHOM = (
    r"(?:(?: |-)?(?:per|a|an|each|every|for (?:each|every)|for a)(?: |-)"
    r"(?:child|head|person|pupil|place|placement|household|family|young person|resident|adult|bed|worker|social worker|"
    r"care leaver|carer|foster carer|case|home|capita|student|council|authority|site|member of staff|month-old)(?: in care)?,?)?"
)
_RATE = re.compile(
    _OF_WHOM + r"(?:(?: |-)(?:per|a|an|each|every)(?: |-)(?P<unit>financial year|year|annum|week|day|night)\b(?! (?:earlier|ago|later|previously)\b)"
    r"|(?: )(?P<adverb>annually|yearly|weekly|daily|pa\b|p\.a\.|pw\b|p\.w\.)"
    r"|/(?P<slash>year|week|day|yr|wk)\b)",
    re.IGNORECASE,
)  # fmt: skip
_THROUGH = r"(?:,)? (?:spread |paid |phased |shared )?(?:out )?(?:over|across|for|in|during|within|throughout)"
_LENGTH = r"(?: the course of| a period of| a total of)?(?: about| around| roughly| some| almost| nearly)?"
_WHICH = rf"(?P<lead> the| its| their| a| an)?(?P<near> {_ANY['which years of a span']})? {_COUNT}"
_UNIT = r"(?:[ -](?:financial |full |more )?(?P<unit>years?|months?|weeks?)(?:’|')?(?: period| programme| spending review period| time)?(?![-\w])"
_ELIDED = r"(?P<elided>(?=[,.;:)\n]|$| (?:and|but|while|with|from|to|that|which|for) )))"
_OVER = re.compile(f"{_THROUGH}{_LENGTH}{_WHICH}{_UNIT}|{_ELIDED}", re.IGNORECASE)
_DECADE = re.compile(
    r" (?:over|across|in|during|for)(?: the course of)? (?:a|the)(?: next| past| last| coming| following)? (?P<unit>decade|year|fortnight|12 months|twelve months)\b(?: ahead| to come| just (?:ended|gone))?(?! (?:to|before|ago|after))",
    re.IGNORECASE,
)
_FINANCIAL_YEAR = re.compile(
    rf",? (?:in|for|during|over|throughout|across)(?: the)?(?: financial years?| fiscal year| years?| academic year| tax year)? {_YEARS}"
    r"(?: (?P<joint>and|to) (?P<later>20\d\d)[ ]?[-–—/][ ]?(?:20)?\d\d)?(?: (?:financial|fiscal|academic|tax) years?)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r" (?:in|during|for) (?P<year>(?:19|20)\d\d)(?: alone)?(?![\d–/-])(?! and (?:19|20)\d\d| to )")
_BETWEEN = re.compile(
    r",? (?:between|from|over)(?: the years?)? (?P<first>20\d\d)(?:[ ]?[-–—/][ ]?(?P<firstend>(?:20)?\d\d))? (?:and|to|until|through to) (?P<last>20\d\d)(?:[ ]?[-–—/][ ]?(?P<lastend>(?:20)?\d\d))?(?!\d)",
    re.IGNORECASE,
)
_NAMED_YEAR = (
    rf"(?:in|during|for|over)(?: the| its| their)? {_ANY['which year, from today']}"
    r"(?: financial| full| fiscal| calendar| academic)? year(?: alone| of operation)?"
)
_THIS_YEAR = re.compile(
    rf",? (?:{_NAMED_YEAR}|(?:this|last|next)(?: financial| fiscal| calendar| academic)? year(?: alone)?"
    rf"|{_ANY['years without a number']})\b(?!(?:'|’)s)(?! to (?:\w+ ){{0,2}}£)",
    re.IGNORECASE,
)
_ANNUAL_BEFORE = re.compile(
    r"(?:\bannual(?:ly)?|\byearly|\ba year)(?:[ -][\w’'-]+){0,5}[ ,:(]{1,2}(?:(?:of|by|is|was|at|to|worth|stands at|from|about|around|nearly|almost|some|roughly|currently|now|more than|over|up to|than|just) ?){0,4}$",
    re.IGNORECASE,
)
_ANNUAL_AFTER = re.compile(
    r"(?:[ -](?:annual|yearly|a-year|per-year|one-year|single-year|12-month)\b|[ ](?:of|in|worth of|extra|more)(?: [\w’'-]+){1,5} (?:a year|per year|each year|every year|annually|per annum)\b)",
    re.IGNORECASE,
)
# What a sum measures, between it and its period: "£2.4bn funding gap in 2026/27", "£39m of savings over three years".
_MEASURED = (
    re.compile(
        r"(?: [a-z][\w'-]*){0,2} (?:gap|deficit|shortfall|overspend|cost)(?=,? (?:per|in|over|this|next|last|for|a|each) )"
    ),
    re.compile(
        r"(?: (?:of|in|worth of))?(?: [a-z][\w'-]*){0,2} (?:savings?|cuts?|grants?|funding|investment|money|cash)"
        r"(?= (?:over|across) )"
    ),
)
_YEAR_APART = re.compile(r"(?: [a-z][\w'-]*){1,5}(?= (?:for|in) 20\d\d[-–/]\d\d(?!\d))")  # "£4m on homes in 2023-24"
_WEEKLY_AFTER = re.compile(r"[ -](?P<unit>weekly|daily|monthly|hourly)\b", re.IGNORECASE)
_WEEKLY_BEFORE = re.compile(
    r"\b(?P<unit>weekly|daily|monthly|hourly)(?: [\w’'-]+){0,4} (?:of|is|was|at|to|about|around)? ?$", re.IGNORECASE
)
_ATTRIBUTIVE = re.compile(rf",?[ -](?:new )?{_COUNT}[ -]year\b", re.IGNORECASE)
_SPREAD_AFTER = re.compile(
    rf" {_ANY['what a sum is of, before its years']}(?: [\w’'-]+){{0,6}} (?:over|across)"
    rf"(?: the next| the coming| a period of| the following)? {_COUNT}[ -]years?\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r" by(?: the end of| the start of)?(?: (?:January|March|April|September|December))? (?P<year>20\d\d)(?:[-–/](?P<to>\d\d))?(?!\d)",
    re.IGNORECASE,
)
# "the deficit will reach £14bn in 2028": what is owed or held at a date, not for a year
_STOCK = re.compile(
    rf"\b{_ANY['what is owed or held']}\b(?:(?! and )[^.;£]){{0,60}} {_ANY['how a stock stands at a sum']}"
    r"(?: (?:about|around|nearly|almost|more than|over|some)){0,2} $",
    re.IGNORECASE,
)
_LETTER = {"year": "y", "annum": "y", "financial year": "y", "yr": "y", "week": "w", "wk": "w", "day": "d", "night": "d",
           "month": "m", "hour": "h", "quarter": "q"}  # fmt: skip
_ADVERB = {
    "annually": "1y",
    "yearly": "1y",
    "pa": "1y",
    "p.a.": "1y",
    "weekly": "1w",
    "pw": "1w",
    "p.w.": "1w",
    "daily": "1d",
    "monthly": "1m",
    "hourly": "1h",
}


_DATED = re.compile(
    r"\b(?:fined|awarded|sold|bought|bequeathed|raised)(?: [\w'-]+){0,3} $", re.IGNORECASE
)  # "fined £2m in 2023": when, not for how long


@dataclass(frozen=True, slots=True)
class Period:
    """The time a sum is for: its code, where its words end (the amount's own end if apart), and the dates named."""

    code: str
    end: int
    starts: date | None = None
    ends: date | None = None


def financial_year(first: int, last: int | None = None) -> tuple[date, date]:
    """Return the first and last day of the financial years that begin in `first` to `last` (1 April to 31 March)."""
    return date(first, 4, 1), date((last if last is not None else first) + 1, 3, 31)


def find_period(text: str, start: int, end: int, limit: int) -> Period:
    """Return the period of the amount at `start`:`end`; its words may reach to `limit`, the sentence's end."""
    found = _straight_after(text, end, limit)
    measured = next((match for one in _MEASURED if (match := one.match(text, end, limit))), None)
    if found is None and measured is not None:
        found = _straight_after(text, measured.end() + (text[measured.end()] == ","), limit)
    if (
        found is not None
        and found.starts
        and _YEAR.fullmatch(text, end, found.end)
        and (_STOCK.search(text[max(0, start - 120) : start]) or _DATED.search(text[max(0, start - 60) : start]))
    ):
        return Period("none", end, None, found.ends)
    if found is not None:
        more = _calendar(text, found.end, limit)  # "£3m a year over 2024-25": the words of both
        if more is not None and found.starts is None:
            return Period(found.code, found.end, more.starts, more.ends)
        return found
    apart = _YEAR_APART.match(text, end, limit)
    year = _calendar(text, apart.end(), limit) if apart is not None else None
    if year is not None:
        return Period(year.code, end, year.starts, year.ends)
    before = text[max(0, start - 70) : start].rsplit("\n", 1)[-1].rsplit(". ", 1)[-1]
    if _ANNUAL_AFTER.match(text, end, limit) or _ANNUAL_BEFORE.search(before):
        return Period("1y", end)
    match = _WEEKLY_AFTER.match(text, end, limit) or _WEEKLY_BEFORE.search(before)
    if match:
        return Period(_ADVERB[match["unit"].lower()], end)
    match = _ATTRIBUTIVE.match(text, end, limit) or _SPREAD_AFTER.match(text, end, limit)
    if match:
        return Period(f"{_number(match['count'])}y", end)
    by = _BY.match(text, end, limit)
    if by:
        return Period("none", end, None, date(int(by["year"]), 12, 31))
    return Period("none", end)


def _straight_after(text: str, end: int, limit: int) -> Period | None:
    return _rate(text, end, limit) or _span(text, end, limit) or _calendar(text, end, limit)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def _rate(text: str, end: int, limit: int) -> Period | None:
    match = _RATE.match(text, end, limit)
    if match is None:
        return None
    if match["adverb"]:
        return Period(_ADVERB[match["adverb"].lower()], match.end())
    return Period("1" + _LETTER[(match["unit"] or match["slash"]).lower()], match.end())


def _span(text: str, end: int, limit: int) -> Period | None:
    match = _OVER.match(text, end, limit)
    if match is not None:
        unit = (match["unit"] or "year").lower()[0]
        if match.group().lower().endswith(" time"):
            return None  # "£3m in two years' time" says when, not for how long
        if match["elided"] is not None and match["count"].isdigit():
            return None  # "£3m for 5" says nothing of years
        words = match.group().lower()
        if match["elided"] is not None and not words.lstrip(", ").startswith(("over", "across")):
            return None
        count = _number(match["count"])
        if unit == "m":
            return Period(f"{count // 12}y" if count % 12 == 0 else f"{count}m", match.end())
        return Period(f"{count}{unit}", match.end())
    decade = _DECADE.match(text, end, limit)
    if decade is not None:
        unit = decade["unit"].lower()
        return Period({"decade": "10y", "fortnight": "2w"}.get(unit, "1y"), decade.end())
    return None


def _calendar(text: str, end: int, limit: int) -> Period | None:
    match = _BETWEEN.match(text, end, limit)
    if match is not None:
        first, last = int(match["first"]), int(match["last"])
        if last >= first:
            if match["firstend"] or match["lastend"]:
                starts, ends = financial_year(first, last if match["lastend"] else last - 1)
                return Period(f"{max(1, last - first + (1 if match['lastend'] else 0))}y", match.end(), starts, ends)
            return Period(f"{max(1, last - first)}y", match.end(), date(first, 1, 1), date(last, 12, 31))
    match = _FINANCIAL_YEAR.match(text, end, limit)
    if match is not None:
        first = int(match["from"])
        last = int(match["to"]) if len(match["to"]) == 4 else first // 100 * 100 + int(match["to"])
        if match["later"]:
            starts, ends = financial_year(first, int(match["later"]))
            return Period(f"{int(match['later']) - first + 1}y", match.end(), starts, ends)
        starts, ends = financial_year(first, last - 1)
        return Period(f"{max(1, last - first)}y", match.end(), starts, ends)
    match = _YEAR.match(text, end, limit)
    if match is not None:
        year = int(match["year"])
        return Period("1y", match.end(), date(year, 1, 1), date(year, 12, 31))
    match = _THIS_YEAR.match(text, end, limit)
    if match is not None:
        return Period("1y", match.end())
    return None
