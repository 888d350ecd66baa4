"""Ofsted's four grades where they stand as grades: "rated good", "slid from good to requires improvement", never "good news"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from nlp.text.wordings import compile_any, wordings
from warehouse.vocabulary.tags import OfstedGrade

_ANY = wordings("grade_wordings.txt")  # the lists of that file, each as one group

OUTSTANDING, GOOD = OfstedGrade.OUTSTANDING, OfstedGrade.GOOD
REQUIRES, INADEQUATE = OfstedGrade.REQUIRES_IMPROVEMENT, OfstedGrade.INADEQUATE
MASK = "Ω"  # stands for every character of a council's or trust's name in the masked text
_OF_FOUR = r"(?:(?:the |its |all )?four|(?:Ofsted|the (?:inspectorate|watchdog|regulator))'s(?: four)?|its)(?: possible| available)? (?:grades|ratings|judge?ments|categories|marks|bands|outcomes)|(?:all )?(?:possible )?(?:grades|ratings)"
_BODY_FOLLOWS = rf"(?= (?-i:[A-Z{MASK}]))"  # of "top-rated Camden"
_SCALE = r"of (?:Ofsted's|the|its|the inspectorate's|the watchdog's) (?:\w+-point )?scale"
_PLACE_NAMED = r"(?: possible)? (?:rating|grade|judge?ment|mark|category|one\b)s?"  # of "second lowest"
_END_NAMED = r"(?: possible| available| of the four)? (?:possible )?"  # of "lowest"
# Each word for a grade, in a group of that name.
_GRADE_WORDS = (
    r"(?P<ri>requir(?:es|ed|e|ing)[ -]improvement(?: to be (?:rated )?[\"'“‘]?good[\"'”’]?)?"
    r"|in need of improvement(?= (?:rating|grade|judge?ment))|(?-i:RI)(?=[\s.,;:)'\"”’]))",
    r"(?P<needs>need(?:s|ing|ed)? (?:of )?improvement|need(?:s|ed)? to improve)",
    r"(?P<inadequate>inadequate)",
    r"(?P<outstanding>outstanding)",
    r"(?P<good>good)",
    rf"(?P<second>second[- ](?:lowest|worst){_PLACE_NAMED}|(?:second|next)[- ](?:lowest|worst) of (?:{_OF_FOUR}))",
    rf"(?P<next>(?:second|next)[- ](?:highest|best){_PLACE_NAMED}|(?:second|next)[- ](?:highest|best) of (?:{_OF_FOUR}))",
    rf"(?P<lowest>(?:lowest|bottom|worst|poorest){_END_NAMED}{_ANY['what a grade is called']}s?|(?:lowest|bottom|worst) of (?:{_OF_FOUR})"
    rf"|(?:bottom|lowest|worst)-(?:rated|graded|ranked){_BODY_FOLLOWS}|(?:the )?(?:very )?bottom {_SCALE})",
    rf"(?P<top>(?:top|highest|best){_END_NAMED}(?:rating|grade|judge?ment|mark)s?|(?:highest|top|best) of (?:{_OF_FOUR})"
    rf"|(?:top|highest|best)-(?:rated|graded|ranked){_BODY_FOLLOWS}|(?:highest|top) (?:accolade|award|verdict)|(?:the )?(?:very )?top {_SCALE})",
)
WORDS = re.compile(
    rf"(?:(?<![\w-])|(?<=-)(?:(?<=once-)|(?<=then-)|(?<=formerly-)|(?<=previously-)))(?:{'|'.join(_GRADE_WORDS)})(?!\w|-(?!(?:rated|graded|judged)\b))",
    re.IGNORECASE,
)
# What any word for a grade holds, in small letters: it finds the sentences that are worth an expression.
NEEDLES = ("inadequate", "outstanding", "good", "improve", " ri ", " ri.", " ri,", " ri;", "'ri'", '"ri"', "(ri)", "lowest", "bottom", "worst", "poorest", "highest", "top ", "top-", "best ", "best-")  # fmt: skip
GRADE_OF = {
    "ri": REQUIRES,
    "inadequate": INADEQUATE,
    "outstanding": OUTSTANDING,
    "good": GOOD,
    "lowest": INADEQUATE,
    "second": REQUIRES,
    "needs": REQUIRES,
    "next": GOOD,
    "top": OUTSTANDING,
}
_ADVERBS = rf"(?: {_ANY['adverbs before a grade']})*"
_VERDICT = _ANY["verbs of a verdict"]
# A verdict's verb, and a few words between it and the grade.
_AFTER_VERDICT = re.compile(
    rf"\b{_VERDICT}(?: (?!that\b|and\b(?! (?:the |neighbouring )?{MASK})|but\b)[\w’'{MASK}&.-]+){{0,8}}?,?(?: [\"'“‘])?[ ]?$",
    re.IGNORECASE,
)
# "Barnet good, Harrow outstanding"
_LISTED = re.compile(rf"[\"'”’]?(?:[,;]|\.?$)(?: and| but| while)?(?: {MASK}|$)")
# "Good: Kent, Medway"
_LABEL = re.compile(rf"[\"'”’]?(?: \(\w+\))? ?(?::|–|—|-) ?{MASK}")
# "Good, up from requires improvement", under a heading
_CAPTION = re.compile(
    r"(?: overall)?(?:[,;:]? \(?(?:up|down|previously|formerly|was|again|for the (?:second|third)|two grades|unchanged|no change)\b)"
)
# "Ofsted gave Sunderland an outstanding"
_GIVEN = compile_any(
    rf"\b{_ANY['verbs of giving']}(?: [\w'{MASK}&.-]+){{1,6}} {_ANY['given to a body']}"
    r"(?: (?:first|second|third|overall|clear|solid|rare|straight|flat))* [\"'“‘]?$",
    rf"{MASK} (?:(?:has|had|also|then|later|itself|since) )*{_ANY['verbs of getting']} an?(?: (?:first|second|third|overall|clear|solid))* [\"'“‘]?$",
    flags=re.IGNORECASE,
)
_VERDICT_BREAK = re.compile(
    r"\b(?:evidence|examples?|signs?|ways?|work|practice|progress|reasons?|people|staff|workers?|teams?|plans?|safeguarding|training|little|no|some|much|many)\b(?: [\w'-]+){0,3} ?$",
    re.IGNORECASE,
)
# "Slough is", "its services have been", "the county has long been", "who was told it was"
_COPULA = re.compile(
    rf"(?:{MASK}|\b{_ANY['what a grade is said of']})(?:'s)?,?(?: {_ANY['between a subject and its verb']})* {_ANY['verbs of being']}(?: at)?{_ADVERBS} [\"'“‘]?$",
    re.IGNORECASE,
)
_MOVE = re.compile(
    rf"(?:\b{_ANY['leading to a grade']}|[:–—-]|\bto be)(?: {_ANY['before a grade that is moved to']})* [\"'“‘]?$",
    re.IGNORECASE,
)
_MOVING = re.compile(rf"\b{_ANY['verbs of moving']}\b|{MASK},? \(?from (?:an? )?[\"'“‘]?$", re.IGNORECASE)
_APPOSITION = compile_any(
    rf"(?:{MASK}|\b{_ANY['bodies before a comma']})(?:'s)?,? ?(?:,|\(|–|-|:|\|)(?: {_ANY['between a comma and a grade']})*(?: )?[\"'“‘]?$",
    rf"{MASK}[^.;:]{{0,50}}: [\"'“‘]?$",
    flags=re.IGNORECASE,
)
_RATING_AFTER = re.compile(
    rf"-(?:rated|graded|judged)\b|[\"'”’]?,?(?: (?:overall|Ofsted|inspection|children's|services|for|\(\w+\)))* {_ANY['nouns after a grade']}\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    rf"[\"'”’]?(?:$|[.,;:)?!–—]| [–—-] | \(|[\"'”’]?\)?$| {_ANY['words that begin what follows a grade']}\b)",
    re.IGNORECASE,
)
_NOT_A_GRADE_AFTER = re.compile(rf"[\"'”’]? {_ANY['what is good but no grade']}\b", re.IGNORECASE)
# Of what a quoted word for a grade is only an adjective: "‘good’ leadership".
_QUALITY_OF = re.compile(rf"[\"'”’]? {_ANY['what has a quality']}\b", re.IGNORECASE)
# "We are a good authority": what a council says of itself.
_OWN_PRAISE = re.compile(r"\b(?:[Ww]e are|[Ww]e're|I think it is)(?: still| already| now)? an? $")
_NEGATED = re.compile(
    rf"\b{_ANY['not so']} ?(?:an?|the|its|to be|be|been|has|have|yet|become|rated|graded|judged|found|being| )*[\"'“‘]?$",
    re.IGNORECASE,
)
# What may come, or what might have been: "will be judged", "would have been rated", "if Ofsted finds it".
_HYPOTHETICAL = compile_any(
    rf"\b{_ANY['modal verbs']}(?: {_ANY['after a modal verb']})* {_ANY['what may be done']}(?: [\w'{MASK}&.-]+){{0,6}} [\"'“‘]?$",
    rf"\b{_ANY['before an infinitive']} to (?:be|have been|hold|have|keep)(?: (?:rated|judged|graded|at least|an?|either|found))* [\"'“‘]?$",
    r"(?<!even )\b(?:if|unless|whether|in case)\b[^,;]{0,60}$",
    r"\b(?:never|not|nor|hasn't|haven't)(?: (?:yet|ever|been|once|since|had|has|have|its|services"
    rf"|again))* {_VERDICT}\b[^,;]{{0,60}}(?:,[^,;]{{1,40}},)? [\"'“‘]?$",
    rf"(?:^|[.;:] [\"“]?){_ANY['nobody']}\b(?! (?:disputes|doubts|denies|disagrees|questions|is surprised))[^,;]{{0,60}}$",
    rf"\b(?:no|not one|not a single) (?:other |single )?(?:[\w-]+ )?(?:council|authority|borough|department|county)\b[^,;{MASK}]{{0,60}}$",
    flags=re.IGNORECASE,
)
_HOPED = re.compile(
    r"\b(?:hop(?:es?|ed|ing)|wants?|wanted|expects?|waits?|waiting|longs?|longed) to (?:be told|hear)\b[^,;.]{0,50}$"
)
_ASPIRES = compile_any(
    rf"\b{_ANY['hopes and efforts']}(?: (?:is|was|are|for it|hard|together|still|now))? (?:to|towards?|for|of"
    rf"|at)(?: {_ANY['between a hope and its grade']})* [\"'“‘]?$",
    rf"\b{_ANY['verbs of hoping']} to (?:get|go|move|climb|rise|jump|progress|improve|advance)\b[^,;.]{{0,60}}\bto (?:an? )?[\"'“‘]?$",
    r"\b(?:journey|road|path|route|trajectory|way)(?: back)? (?:to|towards)(?: (?:becoming|being|an?))* [\"'“‘]?$",
    flags=re.IGNORECASE,
)
# "Barnet, which was inadequate in 2017, has been", "Wakefield" after another's grade, "the verdict on Medway was"
_LATE_COPULA = compile_any(
    rf"(?:{MASK}|\b(?:it|they|services|council|authority))(?: \w+)? (?:is|are|was|were|remains?), [^,;:]{{3,40}}, (?:still |now )?[\"'“‘]?$",
    rf"{MASK}[^;:.,]{{0,60}} (?:and|but) (?:is|was|are|were|has been|have been|remains?){_ADVERBS} [\"'“‘]?$",
    rf"{MASK}[^;:.]{{0,120}}, {_ANY['verbs of having and being']}(?: now| since| long| once| again| already| itself)*(?: been| become)?{_ADVERBS} [\"'“‘]?$",
    rf"\b(?:verdict|judge?ment|grade|rating|outcome|result)s?\b[^.;:]{{0,60}} (?:is|was|are|were|remains?|remained){_ADVERBS} [\"'“‘]?$",
    flags=re.IGNORECASE,
)
_NEXT_NAME = re.compile(
    rf"(?:,|;| and| but| while| whereas)(?: the| neighbouring| nearby)? {MASK}+(?: (?:city |county |borough )?council)? [\"'“‘]?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"\bhaving(?: \w+)? been{_ADVERBS} [\"'“‘]?$|\b(?:and|but|then)(?: (?:later|now|then|today))? (?:is|was|are|were|has been|have been|had been|became|become|has become){_ADVERBS} [\"'“‘]?$",
    re.IGNORECASE,
)
# "Inadequate in 2010 and 2013, it was placed": the grade comes first, and then the one it is of.
_IN_YEARS = (
    r"(?: in| since| until| by| as recently as)? (?:\w+ )?(?:19|20)\d\d"
    r"(?:(?:,| and|, and)(?: again)?(?: in)?(?: \w+)? (?:19|20)\d\d){0,4}"
)
_THE_BODY = rf"(?:it|they|its (?:children's )?services|the {_ANY['the body with an article']})\b"
FRONTED = re.compile(
    r"[\"'”’]?(?: overall)?(?: (?:at|after) (?:its|the|their|an?) (?:[\w-]+ ){0,3}inspections?)?"
    rf"{_IN_YEARS}(?:, by which time\b|, {MASK}|, {_THE_BODY})"
)
# "Norfolk, twice inadequate, required improvement", "it left the bottom band and has required improvement since"
_REQUIRED = re.compile(
    rf"{MASK}, [^,;:.{MASK}]{{1,80}}, (?:still |now |also |then )?$|\b[Tt]he (?:county|city|borough|district|town|island|unitary) (?:had |has |now |still |also |then )*$"
)
_TOLD_TO_IMPROVE = re.compile(
    r"\btold by (?:Ofsted|inspectors|the (?:watchdog|inspectorate|regulator)) that (?:it|they|its (?:children's )?services) $"
)
# "Good and outstanding", "inadequate in 2017, then", "good (previously"
_BETWEEN_TWO = (
    r",| and| or| to| to be| \((?:was|from|previously|formerly|once)| but then|, then| in \d{4}(?: and|, then|,)?"
    r"|(?: in|,| \() ?\d{4}\)?[;,](?: and| then)?| (?:before|then) [\w ]{2,20}"
)
_SECOND_OF_PAIR = re.compile(
    rf"[\"'”’]?(?: by Ofsted)?(?:{_BETWEEN_TWO})(?: now| just| then| now just| from| an?)* ?[\"'“‘]?"
)
_TO_GRADE = re.compile(r"\bto (?:an? |be )?[\"'“‘]?$")
_SERVICES_BEFORE = re.compile(rf"(?:{MASK}|\b(?:services?|council|authority|department|it)) $")
# "Ofsted said it", "followed by a"
_TOLD = re.compile(
    r"\b(?:told|said|found|concluded|judged|rated|learned|heard)(?: [\w',]+){0,6} (?:it|they|services|which) $|\b(?:came|followed by|and then|brought|brings)(?: an?)? $"
)
# "Which both still"
_STILL = re.compile(
    rf"(?:{MASK}|\b(?:it|they|services|council|authority|which|both|all|two|three))(?: (?:still|also|now|again|both|all|each|currently|only|merely|overall|had|has))* $",
    re.IGNORECASE,
)
_NEEDING = re.compile(
    rf"\b(?:rated|graded|judged|classed|assessed|labelled|marked)(?: [\w{MASK}]+){{0,2}}(?: as| to)? [\"'“‘]?$",
    re.IGNORECASE,
)
# "Confident of a good rating", "risks being judged inadequate", "denied that Ofsted was about to rate it inadequate"
_AWAITED = (
    "fears?", "feared", "risks?", "risked", "confident of", "hopes? for", "expects?", "within reach of", "seeks?", "seeking", "chasing",
    "predicts?", "awaits?", "braced for", "threat of", "prospect of", "chance of", "course for", "sights on", "danger of", "closer to", "needs?", "getting to", "above", "better than", "worse than",
)  # fmt: skip
_LINKING = "being|an?|its|their|the|another|rated|judged|graded|found|first|overall|Ofsted"
_EXPECTED = (
    re.compile(rf"\b(?:{'|'.join(_AWAITED)})(?: (?:{_LINKING}))* [\"'“‘]?$", re.IGNORECASE),
    re.compile(rf"\b(?:about|ready|poised|yet) to {_VERDICT}(?: [\w'{MASK}]+){{0,4}} [\"'“‘]?$", re.IGNORECASE),
    re.compile(r"\b(?:help|helping|to (?:make|get|let|see))(?: (?!was\b|were\b)[\w'-]+){1,5}? (?:to )?(?:become|be|reach|achieve|earn)(?: (?:an?|its|rated))* [\"'“‘]?$", re.IGNORECASE),
    re.compile(r"\b(?:road|path|way|route|track) to(?:wards)? (?:being|be|becoming) (?:rated|judged|graded) [\"'“‘]?$", re.IGNORECASE),
    re.compile(r"^[\"“]?To (?:be|become|get|reach|win|earn|regain)(?: (?:rated|judged|graded|an?|to))* [\"'“‘]?$"),
    re.compile(r"\b(?:claims?|claimed|rumours?|suggestions|speculation) that [^,;.]{0,50}$", re.IGNORECASE),
)  # fmt: skip
_BEING = re.compile(
    r"^[\"“]?(?:Being|Becoming|Getting to|Reaching|Going)(?: (?:rated|judged|graded|an?|to))* [\"'“‘]?$"
)
_WOULD_BE = re.compile(r"[\"'”’]?(?: by Ofsted)? (?:is|would|will|means|remains)\b")
_RUNS_FROM = re.compile(
    rf"\b(?:rang\w+|runs?|running) from (?:an? )?[\"'“‘]?(?:(?:{'|'.join(OfstedGrade)})[\"'”’]?(?: at the (?:top|bottom))? to [\"'“‘]?)?$",
    re.IGNORECASE,
)
_RATING_WORDS = re.compile(rf"\b{_ANY['words of an inspection']}\b", re.IGNORECASE)


_ABOUT = re.compile(
    r"\b(?:ofsted|inspect(?:ed|ion|ions|ors?|orate)|ratings?|graded|judge?ments?|judged (?:outstanding|good)|inadequate|requir\w+ improvement)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade's words in the text: offsets, the grade, and whether they stand in quotation marks."""

    start: int
    end: int
    grade: str
    quoted: bool


def has_words(lowered: str) -> bool:
    """Return whether a text in small letters may hold any word for a grade at all."""
    return any(word in lowered for word in ("inadequate", "outstanding", "good", "improvement", "rating", "grade", " mark", "ategor", "judgement", " scale", "-rated", "verdict", "accolade"))  # fmt: skip


def about_ratings(whole: str) -> bool:
    """Return whether a page is about inspections at all: then "it is good" may be a grade."""
    return _ABOUT.search(whole) is not None


def find_grades(masked: str, low: int, high: int, page: bool) -> list[Grade]:
    """Return the grades in the sentence at `low`:`high` of a text in which names are masked.

    `page` says that the page is about inspections.
    """
    words = list(WORDS.finditer(masked, low, high))
    if not words:
        return []
    rating = _RATING_WORDS.search(masked, low, high) is not None
    found: list[Grade] = []
    for match in words:
        group = match.lastgroup or ""
        start, end = match.span()
        opened, closed = masked[start - 1 : start], masked[end : end + 1]
        quoted = opened in ("'", '"', "“") and closed in ("'", '"', "”", ",", ".")
        before, after = masked[max(low, start - 150) : start], masked[end : min(high, end + 80)]
        if _is_no_grade(group, before, after, masked[low:start], quoted):
            continue
        plainly = group == "needs" or ((quoted or group in ("lowest", "second", "top")) and (rating or page))
        pair = not plainly and found and _goes_on(before, masked[found[-1].end : start])
        if not (plainly or pair or _stands_as_grade(group, before, after, rating, page)):
            continue
        if not _only_said(group, before):
            found.append(Grade(start, end, GRADE_OF[group], quoted))
    return found


def _is_no_grade(group: str, before: str, after: str, opening: str, quoted: bool) -> bool:
    """Whether the words round a grade's word, with those that open its sentence, rule out that it is one."""
    if _OWN_PRAISE.search(before[-25:]) and not quoted:
        return True
    if _RUNS_FROM.search(before):
        return True
    if _BEING.match(opening) and _WOULD_BE.match(after):
        return True
    if _QUALITY_OF.match(after) or (_NOT_A_GRADE_AFTER.match(after) and not quoted):
        return True
    if group != "needs" or _NEEDING.search(before):
        return False
    return not (_TOLD_TO_IMPROVE.search(before) and re.match(r"[.;,]|$", after))


def _goes_on(before: str, since: str) -> bool:
    """Whether a grade's word goes on from the grade before it: `since` is what stands between the two."""
    if _SECOND_OF_PAIR.fullmatch(since) or _GOES_ON.search(before) or _NEXT_NAME.search(before):
        return True
    return _TO_GRADE.search(before) is not None


def why_not(masked: str, start: int, end: int, low: int, high: int, group: str) -> str:
    """Return why a word for a grade is none: "hoped" for, feared or denied, a "quality" of something, or "other"."""
    before, after = masked[max(low, start - 150) : start], masked[end : min(high, end + 80)]
    if _only_said(group, before):
        return "hoped"
    return "quality" if _QUALITY_OF.match(after) or _NOT_A_GRADE_AFTER.match(after) else "other"


def _stands_as_grade(group: str, before: str, after: str, rating: bool, page: bool) -> bool:
    """Whether the words round a grade's word make it one. The everyday words, good and outstanding, need the clearest."""
    beside = _stands_beside(group, before, after, rating, page)
    if beside is not None:
        return beside
    near = before[-90:]
    if group in ("good", "outstanding"):
        return _everyday_word_is_grade(before, near, after, rating, page)
    if rating or _verdict(before, near, page) or _moving(before, near, rating):
        return True
    subject = _subject(before, near)
    if group == "ri":
        return _required_is_grade(before, after, subject, page)
    return page and (subject or re.search(r"\bservices\b", before + after) is not None)


def _stands_beside(group: str, before: str, after: str, rating: bool, page: bool) -> bool | None:
    """Whether what stands right beside a grade's word makes it a grade; None where that tells nothing."""
    about = rating or page
    if group == "inadequate" and page and re.match(r"[\"'”’]? (?:children's )?service\b", after):
        return True
    if after.startswith(f" {MASK}") and about:
        return True
    if page and not before.strip("\"'“‘• ") and (_LABEL.match(after) or _CAPTION.match(after) or FRONTED.match(after)):
        return True
    if after.startswith(" overall") and _SERVICES_BEFORE.search(before):
        return about
    if before.endswith((f"{MASK} ", f"{MASK} '", f'{MASK} "')) and about and _LISTED.match(after):
        return True
    return True if _RATING_AFTER.match(after) and (about or group in ("ri", "inadequate")) else None


def _everyday_word_is_grade(before: str, near: str, after: str, rating: bool, page: bool) -> bool:
    """Whether "good" or "outstanding" is a grade: it ends its clause, after a verdict, a move or what it is said of."""
    if _CLAUSE_END.match(after) is None:
        return False
    if _verdict(before, near, rating or page) or _moving(before, near, rating):
        return True
    return (rating or page or re.match(r"[\"'”’]? overall\b", after) is not None) and _subject(before, near)


def _required_is_grade(before: str, after: str, subject: bool, page: bool) -> bool:
    """Whether "required improvement", of a subject or not, is the grade."""
    if _TOLD.search(before) or (subject and after.startswith(" overall")):
        return True
    if not page:
        return False
    if subject or _STILL.search(before) or _REQUIRED.search(before):
        return True
    return before.endswith((" and has ", " and had ")) and re.match(r" (?:ever )?since\b", after) is not None


def _only_said(group: str, before: str) -> bool:
    """Whether a grade is only hoped for, feared, denied or supposed."""
    if _HYPOTHETICAL.search(before[-110:]) or (
        group in ("good", "outstanding", "top") and _ASPIRES.search(before[-90:])
    ):
        return True
    if (" to be told" in before or " to hear" in before) and _HOPED.search(before[-110:]):
        return True
    if any(pattern.search(before) for pattern in _EXPECTED):
        return True
    denied = _NEGATED.search(before[-90:]) is not None
    return denied and not re.search(r"\b(?:not just|not only|no longer)\b", before[-40:])


def _verdict(before: str, near: str, sure: bool) -> bool:
    if _AFTER_VERDICT.search(before) is not None and not _VERDICT_BREAK.search(before):
        return True
    return sure and _GIVEN.search(near) is not None


def _moving(before: str, near: str, rating: bool) -> bool:
    return _MOVE.search(near) is not None and (rating or _MOVING.search(before[-70:]) is not None)


def _subject(before: str, near: str) -> bool:
    return (
        _COPULA.search(near) is not None
        or _APPOSITION.search(near) is not None
        or _LATE_COPULA.search(before) is not None
    )


def only_a_scale(masked: str, low: int, high: int, found: list[Grade]) -> bool:
    """Return whether the grades of a sentence are the scale itself: "outstanding, good, requires improvement or inadequate"."""
    if found and re.search(r"\b(?:four-point|on a|(?<!bottom of )(?<!top of )the) scale\b", masked[low:high]):
        return True
    if len(found) < 2:
        return False
    between = [masked[one.end : other.start].strip("\"'”’“‘ ") for one, other in pairwise(found)]
    joined = all(piece in (",", "or", ", or", "and", ", and", "to", "through", "/") for piece in between)
    if len({one.grade for one in found}) >= 3 and joined and any("or" in piece for piece in between):
        return True
    return joined and between == ["or"] and {one.grade for one in found} == {GOOD, OUTSTANDING}
