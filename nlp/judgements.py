"""Finds Ofsted's grades of councils' children's services, as the text states them: current or former, overall or of one aspect."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from nlp.dates import named_date
from nlp.reading import Reading
from warehouse.records import Judgement, Mention

VERSION = "judgement-1"
OUTSTANDING, GOOD, REQUIRES, INADEQUATE = "outstanding", "good", "requires improvement", "inadequate"
_QUOTE = r"[\"'“”‘’]?"
_GRADE = re.compile(
    r"(?<![\w-])(?:(?P<ri>require(?:s|d|ing)?[ -]improvement(?: to be (?:rated )?[\"'“‘]?good[\"'”’]?)?|RI\b(?= rating| grade| judgement))"
    r"|(?P<inadequate>inadequate)|(?P<outstanding>outstanding)|(?P<good>good)"
    r"|(?P<lowest>(?:lowest|bottom|worst|poorest)(?: possible| available)? (?:possible )?(?:rating|grade|judge?ment|category|mark)s?|bottom of the four grades)"
    r"|(?P<second>second[- ](?:lowest|worst)(?: possible)? (?:rating|grade|judge?ment)s?)"
    r"|(?P<top>(?:top|highest|best)(?: possible| available)? (?:possible )?(?:rating|grade|judge?ment|mark)s?))(?![\w-])",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(?:ofsted|inspect(?:ion|ions|ors?|orate|ed)|rated?|ratings?|grades?|graded|grading|judge?ments?|judged|downgraded|upgraded|verdict|deemed|found to be|watchdog|slumped|lifted|improved from|moved|monitoring visit|regulator|improvement notice)\b",
    re.IGNORECASE,
)
_SERVICES = re.compile(r"\b(?:children's (?:social care|services?)|child protection|children in care|social work|services?|authority|authorities|councils?|borough|county|city|local authority|department|trust)\b", re.IGNORECASE)
# What else Ofsted, and others, grade.
_ELSEWHERE = re.compile(
    r"\b(?:schools?|academ(?:y|ies)|colleges?|nurser(?:y|ies)|pre-?schools?|childminders?|children's homes?|homes?|hospitals?|gp|surger(?:y|ies)|care homes?|nursing homes?|adult social care|"
    r"CQC|care quality commission|prisons?|young offender|police|constabulary|universit(?:y|ies)|fostering (?:agency|agencies)|adoption (?:agency|agencies)|providers?|apprenticeships?|teaching|lessons?|pupils?|head ?teacher|sixth form|"
    r"residential special|secure (?:home|unit|centre)|youth offending|probation|fire (?:service|and rescue)|HMIC\w*)\b",
    re.IGNORECASE,
)
_ASPECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("leadership", re.compile(r"\b(?:leadership|leaders|management|governance)\b", re.IGNORECASE)),
    ("care leavers", re.compile(r"\bcare[- ]leavers?\b|\bleaving care\b", re.IGNORECASE)),
    ("adoption", re.compile(r"\badoption (?:performance|services?|work|team)\b|\badoption\b(?= (?:was|is|were))", re.IGNORECASE)),
    ("help and protection", re.compile(r"\b(?:help and protection|need(?:ing)? help|front door|early help|child protection work|protection of children)\b", re.IGNORECASE)),
    ("children in care", re.compile(r"\b(?:for|of|experiences of|progress of|looked[- ]after) (?:the )?(?:children (?:in care|looked after|who are looked after)|looked[- ]after children)\b", re.IGNORECASE)),
    ("safeguarding board", re.compile(r"\bsafeguarding (?:children )?board\b|\bLSCB\b", re.IGNORECASE)),
    ("practice", re.compile(r"\b(?:practice|supervision|assessments?|record[- ]keeping|plans?|planning|caseloads?|housing|accommodation|scrutiny|oversight|response to domestic abuse)\b", re.IGNORECASE)),
)  # fmt: skip
_NEGATED = re.compile(r"\b(?:not|never|nor|n't|far from|short of|rather than|instead of|avoid(?:ed|s|ing)?|escaped?|yet to be|no longer(?: being)?|anything but|less than|hopes? to (?:be|become|reach|get to)|aim(?:s|ing)? (?:to be|for)|aspir\w+ to|on (?:the|its|their) (?:way|journey|path) to|wants? to (?:be|become)|could be|would be|should be|to become|"
                      r"target of|bid to be|plans? to (?:be|reach)|ambition (?:to be|of)|whether|if)(?: [\w'-]+){0,3} [\"'“‘]?$", re.IGNORECASE)  # fmt: skip
_FORMER = re.compile(r"\b(?:previous(?:ly)?|former(?:ly)?|had been|were once|was once|last time|until|since 20\d\d|before that|in (?:19|20)\d\d|from|out of|up from|down from|years? (?:ago|earlier|before)|in \w+ 20\d\d|at the last|then)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|out of|up from|down from|previously|formerly|no longer|had been|were|leaving behind|lost its|last)(?: (?:an?|its|the|being|overall|rated|judged|graded|Ofsted))*(?: [\w-]+)? [\"'“‘]?$", re.IGNORECASE)
# "good" and "outstanding" are everyday words: they are grades in quotation marks, or in one of these places.
_SURE_BEFORE = re.compile(
    r"(?:\b(?:rated|graded|judged|deemed|labelled|branded|declared|classed|ranked|rates|grades|judges|rating|grading|judging|rate|grade|found|considered|called|marked)(?: (?:it|them|us|as|to|be|being|overall|now|still|both|all|services?|children's|social|care|the|its|their|council|authority|borough|county|first|again|only|just|once|twice|consistently|either|[\w-]+ly|department|in \w+|by ofsted|by inspectors)){0,6}"
    r"|\b(?:to|a|an|its|their|first|overall|one|of|as|was|were|is|are|now|and|or|from|be|been|remains?|became|become|still|two|an overall|another|straight|stays?|reached|achieved|earned|received|got|given|gave|it|got a|services?|council|authority|out of|into|=|:|–|-))"
    r" [\"'“‘]?$",
    re.IGNORECASE,
)
_RATING_AFTER = re.compile(r"[\"'”’]?(?:,? (?:overall|Ofsted|inspection|children's services))*(?: to (?:an? )?[\"'“‘]?\w+[\"'”’]?)?,? ?(?:rating|ratings|grade|grades|judge?ments?|verdict|mark|one|overall|by (?:ofsted|inspectors|the (?:watchdog|inspectorate))|from ofsted|in all|across the board|for (?:the first|a second)|services?|authorit(?:y|ies)|council)\b", re.IGNORECASE)
_ADJECTIVE_AFTER = re.compile(r"[\"'”’]? (?:news|practice|progress|work|examples?|relationships?|partnership|quality|support|care|start|enough|deal|many|use|understanding|outcomes?|and bad|things?|reason|intentions?|time|value|governance|will|faith|place|job|record|idea|people|staff|debts?|balance|loans?|issues?|amounts?|questions?|contribution|leadership|teaching|education|early|response|"
                              r"funding|resources|housing|budgets?|sums?|levels?|staffing|training|supervision|oversight|planning|plans?|pay|provision for|accommodation|decision|management|assessments?|thresholds?)\b", re.IGNORECASE)  # fmt: skip
_THE_BODY = re.compile(r"\b(?:the|this|its|their|that|his|her|our|both) (?:[\w-]+ ){0,2}?(?:council|authority|local authority|borough|county|city|services?|department|children's services|district|unitary|trust|company)\b|\b(?:it|they|services|children's services|its|their)\b", re.IGNORECASE)
_NATIONAL = re.compile(r"\b(?:\d+|one in \w+|half|a third|a quarter|most|many|some|several|few|dozens?|two[- ]thirds|number|per cent|%|proportion|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|all|any|each|every|other|other councils|no)(?: of)?(?: the)?(?: [\w'-]+){0,3} (?:councils|authorities|local authorities|areas|inspections|inspected|LAs|departments)\b", re.IGNORECASE)
_FRAMEWORK = re.compile(r"\b(?P<ilacs>ILACS|inspections? of local authority children's services)\b|\b(?P<sif>SIF|single inspection framework)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Grade:
    start: int
    end: int
    grade: str
    everyday: bool  # good, outstanding: words that are seldom grades
    quoted: bool


def _grades(plain: str, low: int, high: int) -> list[_Grade]:
    found: list[_Grade] = []
    for match in _GRADE.finditer(plain, low, high):
        group = match.lastgroup or ""
        grade = {"ri": REQUIRES, "inadequate": INADEQUATE, "outstanding": OUTSTANDING, "good": GOOD, "lowest": INADEQUATE, "second": REQUIRES, "top": OUTSTANDING}[group]
        if group == "lowest" and found and re.search(r"second[- ]$", plain[max(low, match.start() - 8) : match.start()]):
            continue
        quoted = plain[match.start() - 1 : match.start()] in ("'", '"', "“") and plain[match.end() : match.end() + 1] in ("'", '"', "”", ",", ".")
        found.append(_Grade(match.start(), match.end(), grade, group in ("good", "outstanding"), quoted))
    return found


def find(reading: Reading, mentions: tuple[Mention, ...], councils_of: Callable[[str], tuple[str, ...]]) -> list[Judgement]:
    """Return the grades in order. `mentions` are the accepted councils and trusts; `councils_of` gives a trust's councils."""
    plain = reading.plain
    if not _GRADE.search(plain) or not re.search(r"\b(?:ofsted|inspect|rated|graded|judged|rating|inadequate)", plain + reading.title, re.IGNORECASE):
        return []
    found: list[Judgement] = []
    frame = _FRAMEWORK.search(plain)
    framework = None if frame is None else "ILACS" if frame["ilacs"] else "SIF"
    rated_before = False
    for number, sentence in enumerate(reading.sentences.sentences):
        low, high = sentence.start, sentence.end
        grades = _grades(plain, low, high)
        words = plain[low:high]
        rating = _RATE.search(words) is not None
        if grades:
            for grade in grades:
                judged = _judge(reading, grade, grades, low, high, rating or rated_before, rating, mentions, councils_of, framework, number)
                found.extend(judged)
        rated_before = rating or (rated_before and bool(grades))
    return found


def _judge(
    reading: Reading, grade: _Grade, grades: list[_Grade], low: int, high: int, context: bool, rating: bool,
    mentions: tuple[Mention, ...], councils_of: Callable[[str], tuple[str, ...]], framework: str | None, number: int,
) -> list[Judgement]:  # fmt: skip
    plain = reading.plain
    before, after = plain[low : grade.start], plain[grade.end : high]
    if not context and not grade.quoted:
        return []
    if grade.everyday and not grade.quoted and not (_SURE_BEFORE.search(before) and rating and _close_after(after)) and not (_RATING_AFTER.match(after) and rating):
        return []
    if grade.grade == INADEQUATE and not grade.quoted and not rating and not re.search(r"\bservices?\b|\bchildren's\b", before + after, re.IGNORECASE):
        return []
    if _ADJECTIVE_AFTER.match(after) and not (grade.quoted and rating):
        return []
    if _NEGATED.search(before.rstrip("\"'“‘ ") + " ") and not re.search(r"\bno longer(?: [\w'-]+){0,3} [\"'“‘]?$", before):
        return []
    if _elsewhere(before, after):
        return []
    aspect = _aspect(plain, grade, grades, low, high)
    owners, confidence = _owners(reading, grade, grades, low, high, mentions, councils_of)
    if not owners:
        return []
    previous = _is_former(before, after, grades, grade)
    on = _date_near(plain, grade, low, high)
    return [
        Judgement(
            council=owner, grade=grade.grade, start=grade.start, end=grade.end, text=reading.text[grade.start : grade.end], aspect=aspect, previous=previous,
            inspected=on, framework=framework, confidence=confidence, rule=f"{VERSION}/sentence {number + 1}",
        )
        for owner in owners
    ]  # fmt: skip


def _close_after(after: str) -> bool:
    """Whether what follows an everyday word leaves it a grade: the end of a clause, not a noun."""
    return re.match(r"[\"'”’]?(?:$|[.,;:)]| (?:by|in|for|from|to|after|last|this|and|or|but|overall|at|across|when|since|as|on|while|with|again|despite|under|following|earlier|just|only|two|three|one|rating|grade|judge?ment|within|against|before|until|is|was)\b)", after) is not None


def _elsewhere(before: str, after: str) -> bool:
    """Whether the nearest thing graded is a school, a home or another body, not a council's services."""
    others = [match.end() for match in _ELSEWHERE.finditer(before)]
    here = [match.end() for match in re.finditer(r"\b(?:children's (?:social care|services?)|local authorit(?:y|ies)|councils?|authority|borough|child protection)\b", before, re.IGNORECASE)]
    tail = re.match(r"[\"'”’]?(?: [\w-]+){0,2} (schools?|nurser(?:y|ies)|academ(?:y|ies)|colleges?|children's homes?|homes?|providers?|hospitals?)\b", after)
    if tail is not None:
        return True
    if not others:
        return False
    return not here or max(here) < max(others)


def _aspect(plain: str, grade: _Grade, grades: list[_Grade], low: int, high: int) -> str:
    """Return the sub-judgement that the clause names, or overall."""
    if re.search(r"\boverall\b|\bchildren's services\b", plain[max(low, grade.start - 45) : grade.end + 25], re.IGNORECASE):
        return "overall"
    clause_start = max([low, *(found.end() for found in re.finditer(r"[;:,] |\b(?:and|but|while|although|though|with|whereas) ", plain[low : grade.start]))] if False else [low])
    for found in re.finditer(r"[;:,] |\b(?:but|while|although|though|whereas|with) |\band (?=finds|found|its|their|judged|rated|the|that|said)", plain[low : grade.start]):
        clause_start = max(clause_start, low + found.start())
    stop = re.search(r"[;:,.]| (?:but|while|although|though|whereas|with) ", plain[grade.end : high])
    clause_end = grade.end + stop.start() if stop else high
    before = plain[clause_start : grade.start]
    after = plain[grade.end : min(clause_end, grade.end + 50)]
    for name, pattern in _ASPECTS:
        if pattern.search(before) or re.search(r"^[\"'”’]? (?:for|in|on|over) (?:its |their |the )?[\w ]{0,20}$", after[: (pattern.search(after).start() if pattern.search(after) else 0)]):  # type: ignore[union-attr]
            return name
    return "overall"


def _owners(
    reading: Reading, grade: _Grade, grades: list[_Grade], low: int, high: int, mentions: tuple[Mention, ...], councils_of: Callable[[str], tuple[str, ...]]
) -> tuple[tuple[str, ...], float]:
    """Return the councils graded: those nearest before the grade in the sentence, a list after "in", or the one the page speaks of."""
    plain = reading.plain
    inside = [mention for mention in mentions if low <= mention.start < high]
    if _NATIONAL.search(plain[low:high]) and not (inside and re.search(r"\b(?:in|including|such as|among them|are|were|:|–|-) [^.]{0,12}$", plain[low : inside[0].start])):
        return (), 0.0
    after = [mention for mention in inside if mention.start >= grade.end]
    before = [mention for mention in inside if mention.end <= grade.start]
    following = [other for other in grades if other.start > grade.end]
    limit = following[0].start if following else high
    owned_after = [mention for mention in after if mention.start < limit]
    lead = plain[grade.end : owned_after[0].start] if owned_after else ""
    if owned_after and re.fullmatch(r"[\"'”’]?(?: (?:overall|again|last year|this year|ratings?|grades?|judge?ments?|services|children's services|verdicts?|marks?|practice|in \d{4}))*(?: (?:in|for|at|to|of|were|are|went to|given to|on)|:| -| –)(?: both| the| children's services in| councils| authorities| services in| its| all)* ?", lead):
        if not before or re.search(r"\b(?:services|grade|rating|judgement|ratings|judgements|grades)\b", plain[before[-1].end : grade.start]) is None or _listed(plain, owned_after):
            chosen = _run(plain, owned_after)
            return _codes(chosen, councils_of), 0.9
    if before:
        nearest = before[-1]
        run = _run_back(plain, before)
        between = plain[nearest.end : grade.start]
        earlier = [other for other in grades if other.end <= grade.start and other.start > nearest.end]
        if not re.search(r"[;]", between) or earlier:
            return _codes(run, councils_of), 0.92
        return _codes(run, councils_of), 0.8
    if owned_after and re.search(r"\b(?:children's services|services|council|authority)\b", lead) or (owned_after and len(lead) < 45):
        return _codes(owned_after[:1], councils_of), 0.75
    return _spoken_of(reading, low, high, mentions, councils_of)


def _listed(plain: str, mentions: list[Mention]) -> bool:
    return len(mentions) > 1 and plain[mentions[0].end : mentions[1].start].strip() in (",", "and", "&", ", and")


_JOINT = re.compile(r"(?:'s)?(?:,| and| &|, and|;| or| as well as)(?: (?:in|the|both|also|neighbouring))* ?| ?/ ?")


def _run(plain: str, mentions: list[Mention]) -> list[Mention]:
    chosen = [mentions[0]]
    for mention in mentions[1:]:
        if not _JOINT.fullmatch(plain, chosen[-1].end, mention.start):
            break
        chosen.append(mention)
    return chosen


def _run_back(plain: str, mentions: list[Mention]) -> list[Mention]:
    chosen = [mentions[-1]]
    for mention in reversed(mentions[:-1]):
        if not _JOINT.fullmatch(plain, mention.end, chosen[-1].start):
            break
        chosen.append(mention)
    return chosen[::-1]


def _codes(mentions: list[Mention], councils_of: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    codes: list[str] = []
    for mention in mentions:
        for code in (mention.identifier,) if mention.label == "COUNCIL" else councils_of(mention.identifier)[:1]:
            if code not in codes:
                codes.append(code)
    return tuple(codes)


def _spoken_of(reading: Reading, low: int, high: int, mentions: tuple[Mention, ...], councils_of: Callable[[str], tuple[str, ...]]) -> tuple[tuple[str, ...], float]:
    """Return the council that a sentence without a name speaks of: the last one named, if the sentence points back to it."""
    if not _THE_BODY.search(reading.plain, low, high) and not re.search(r"\b(?:ofsted|inspect\w+|rated|graded|judged|rating|grade)\b", reading.plain[low:high], re.IGNORECASE):
        return (), 0.0
    counts: dict[str, int] = {}
    for mention in mentions:
        for code in _codes([mention], councils_of):
            counts[code] = counts.get(code, 0) + 1
    if not counts:
        return (), 0.0
    main = max(counts, key=lambda code: counts[code])
    last = next((mention for mention in reversed(mentions) if mention.end <= low), None)
    recent = _codes([last], councils_of) if last is not None else ()
    if recent and low - (last.end if last is not None else 0) < 400:
        return recent[:1], 0.7
    if counts[main] * 2 > sum(counts.values()):
        return (main,), 0.65
    return recent[:1], 0.5


def _is_former(before: str, after: str, grades: list[_Grade], grade: _Grade) -> bool:
    if _FROM.search(before[-60:].rstrip("\"'“‘") + " ") or re.search(r"^[\"'”’]? (?:to|in (?:19|20)\d\d|until|previously)\b", after):
        return True
    return len(grades) == 1 and _FORMER.search(before[-80:]) is not None


def _date_near(plain: str, grade: _Grade, low: int, high: int) -> date | None:
    return named_date(plain[max(low, grade.start - 90) : min(high, grade.end + 60)])
