"""Ofsted's four grades where they stand as grades: "rated good", "slid from good to requires improvement", never "good news"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ahocorasick_rs import AhoCorasick

OUTSTANDING, GOOD, REQUIRES, INADEQUATE = "outstanding", "good", "requires improvement", "inadequate"
MASK = "Ω"  # stands for every character of a council's or trust's name in the masked text
_WORDS = re.compile(
    r"(?<![\w-])(?:(?P<ri>requir(?:es|ed|e|ing)[ -]improvement(?: to be (?:rated )?[\"'“‘]?good[\"'”’]?)?|in need of improvement(?= (?:rating|grade|judge?ment)))|(?P<needs>need(?:s|ing|ed)? (?:of )?improvement|needs? to improve)"
    r"|(?P<inadequate>inadequate)|(?P<outstanding>outstanding)|(?P<good>good)"
    r"|(?P<second>second[- ](?:lowest|worst)(?: possible)? (?:rating|grade|judge?ment|mark)s?|second[- ](?:lowest|worst) of (?:the |Ofsted's |its )?four)"
    r"|(?P<next>(?:second|next)[- ](?:highest|best)(?: possible)? (?:rating|grade|judge?ment|mark)s?|(?:second|next)[- ](?:highest|best) of (?:the |Ofsted's |its )?four)"
    r"|(?P<lowest>(?:lowest|bottom|worst|poorest)(?: possible| available| of the four)? (?:possible )?(?:rating|grade|judge?ment|category|mark)s?|(?:lowest|bottom|worst) of (?:the |Ofsted's |its )?four (?:grades|ratings))"
    r"|(?P<top>(?:top|highest|best)(?: possible| available| of the four)? (?:possible )?(?:rating|grade|judge?ment|mark)s?|(?:highest|top|best) of (?:the |Ofsted's |its )?four (?:grades|ratings)))(?!\w|-(?!(?:rated|graded|judged)\b))",
    re.IGNORECASE,
)
_GRADE_OF = {
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
_ADVERBS = r"(?: (?:now|still|also|again|all|both|overall|then|once|always|long|already|since|only|just|actually|officially|formally|itself|themselves|merely|each|twice|consistently|largely|previously|recently|today|yesterday|never less than|either|being|been|as|to|be|not only))*"
_VERDICT = r"(?:rat(?:ed|es|e|ing)|grad(?:ed|es|e|ing)|judg(?:ed|es|e|ing)|deem(?:ed|s)?|label(?:led|s)|brand(?:ed|s)|declar(?:ed|es)|class(?:ed|ified)|rank(?:ed|s)|pronounced?|called?|marked|described|found|finds|considered|assessed|held|scored|voted|named|thought)"
# A verdict's verb, and a few words between it and the grade.
_AFTER_VERDICT = re.compile(
    rf"\b{_VERDICT}(?: (?!that\b|and\b(?! (?:the |neighbouring )?{MASK})|but\b)[\w’'{MASK}&.-]+){{0,8}}?,?(?: [\"'“‘])?[ ]?$",
    re.IGNORECASE,
)
_VERDICT_BREAK = re.compile(
    r"\b(?:evidence|examples?|signs?|ways?|work|practice|progress|reasons?|people|little|no|some|much|many)\b(?: [\w'-]+){0,3} ?$",
    re.IGNORECASE,
)
# "Slough is", "its services have been", "the county has long been", "who was told it was"
_COPULA = re.compile(
    rf"(?:{MASK}|\b(?:services?|council|authority|trust|county|borough|city|island|it|they|department|company|itself|which|who|that|work|overall|performance|verdict|judge?ment|grade|rating|provision|district|unitary|unitaries|"
    rf"protection|care|those|these|others|all|both|areas?|parts?|rest|former|latter|partnership|one|set|quality|help))(?:'s)?,?(?: (?:has|have|had|would|will|itself|now|also|since|however|today|long|again|then|overall|to))*"
    rf" (?:is|are|was|were|been|be|being|become|became|remain(?:s|ed)?|stay(?:s|ed)?|stands?|stood|came out|emerged?d?|proved)(?: at)?{_ADVERBS} [\"'“‘]?$",
    re.IGNORECASE,
)
_MOVE = re.compile(
    r"(?:\b(?:from|to|into|at|out of|as|than|of|between|with|reach(?:ed|es|ing)?|achiev(?:e|ed|es|ing)|earn(?:ed|s|ing)?|receiv(?:ed|es|ing)|gain(?:ed|s|ing)?|hit|given|gave|gives|awarded|got|won|retain(?:ed|s|ing)?|kept|keeps|lost|losing|secur(?:ed|es|ing)|hold(?:s|ing)?|held|handed|escaped|deliver(?:ed|s|ing)?|scored|went|leaps?|leapt)|[:–—-]|\bto be)"
    r"(?: (?:an?|its|their|the|overall|first|second|third|another|straight|consecutive|being|be|rated|graded|judged|merely|only|just|latest|previous|former|old|current|two|three|four|five|rare|coveted|full|solid|best|ever|Ofsted|ofsted|inspection|last|such|string of|run of|series of))* [\"'“‘]?$",
    re.IGNORECASE,
)
_MOVING = re.compile(
    r"\b(?:slump\w*|slid\w*|slip\w*|fell|fall\w*|drop\w*|climb\w*|r[io]se\w*|rising|move[ds]?|moving|lift\w*|improv\w+|upgrad\w+|downgrad\w+|declin\w+|went|gone|go|goes|going|jump\w*|leap\w*|leapt|rais\w+|promot\w+|demot\w+|turn\w*|"
    r"plung\w+|plummet\w*|tumbl\w+|sank|sunk|up|down|back|progress\w*|swung|advance\w*|relegat\w+|dragged|pulled|brought|taken?|journey|escap\w+|emerg\w+|rescued|transform\w+|deteriorat\w+|recover\w+|bumped|graduat\w+|hauled|shift\w*|change[ds]?|rated|graded|judged)\b",
    re.IGNORECASE,
)
_APPOSITION = re.compile(
    rf"(?:{MASK}|\b(?:council|authority|trust|county|services?|borough|city|department|company))(?:'s)?,? ?(?:,|\(|–|-|:)(?: (?:itself|now|once|long|already|also|currently|still|rated|which is|both|all|formerly|previously|first))*(?: )?[\"'“‘]?$|{MASK}[^.;:]{{0,50}}: [\"'“‘]?$",
    re.IGNORECASE,
)
_RATING_AFTER = re.compile(
    r"-(?:rated|graded|judged)\b|[\"'”’]?,?(?: (?:overall|Ofsted|inspection|children's|services|for|\(\w+\)))* (?:rating|ratings|grade|grades|judge?ments?|verdicts?|mark|one|overall|by (?:ofsted|inspectors|the (?:watchdog|inspectorate|regulator))|from ofsted|in all|across the board|reports?|status|tag|label|badge|authorit(?:y|ies)|councils?|(?:children's )?services|departments?|local authorit(?:y|ies)|boroughs?|trust|local)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[\"'”’]?(?:$|[.,;:)?!–—]| [–—-] |[\"'”’]?\)?$| (?:by|in|for|from|to|after|last|this|and|or|but|overall|at|across|when|since|as|on|while|with|again|despite|under|following|earlier|just|only|two|three|one|now|until|before|within|against|is|was|all|next|every|though|although|than|too|because|throughout|twice|once|four|then|or better|during|if|so|over|more than|less than|some|nearly|almost|barely|shortly|soon|later|recently|yesterday|today|thanks|amid|even|where|which|having|according|the (?:year|month|week|day|following|previous|same|last|first|second|third))\b)",
    re.IGNORECASE,
)
_NOT_A_GRADE_AFTER = re.compile(
    r"[\"'”’]? (?:and bad|for (?:nothing|you|them|him|her|business|children to|everyone|the economy)|at (?:what|\w+ing|its job|their jobs|it)\b|with (?:children|people|money)|to (?:see|know|hear|have|be|get|talk)|on paper|news|practice|progress|work|examples?|relationships?|quality|support|start|enough|deal|many|use|understanding|outcomes?|things?|reason|intentions?|time|value|governance|will|faith|place|job|record|idea|people|staff|debts?|balance|loans?|issues?|amounts?|questions?|contribution|early|"
    r"response|funding|resources|housing|sums?|levels?|staffing|training|supervision|oversight|planning|pay|provision for|accommodation|decision|management|assessments?|thresholds?|behaviour|order|hands|measure|life|homes?|schools?|teacher|teaching|care for|budgets?|foster|advice|money|health|law|luck|week|year|day|bye|old|man|woman)\b",
    re.IGNORECASE,
)
# Of what a quoted word for a grade is only an adjective: "‘good’ leadership".
_QUALITY_OF = re.compile(
    r"[\"'”’]? (?:leadership|practice|progress|work|examples?|relationships?|quality|support|start|understanding|outcomes?|governance|staff|record|news|oversight|management|schools?|homes?|foster|provision for)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|nor|neither|far from|short of|rather than|instead of|avoid(?:ed|s|ing)?|below|(?:step|grade|notch|rung)s? off|shy of|away from|missed(?: out on)?|denied|closer to|towards?|yet to be|anything but|less than|hop(?:es?|ed|ing) to (?:be|become|reach|get to)|aim(?:s|ed|ing)? (?:to be|for|to become)|aspir\w+ to|on (?:the|its|their) (?:way|journey|path) to|want(?:s|ed)? to (?:be|become)|(?:could|would|should|might|may|can) (?:now |soon |yet )?be(?:come)?|"
    r"target of|bid to be|plans? to (?:be|reach)|ambition (?:to be|of)|whether|none|(?:if|unless)(?: [\w'-]+){0,3}|promis\w+ to be|expect\w* to be|what) ?(?:an?|the|its|to be|be|been|has|have|yet|become|rated|graded|judged|found|being| )*[\"'“‘]?$",
    re.IGNORECASE,
)
# What may come, or what might have been: "will be judged", "would have been rated", "if Ofsted finds it".
_HYPOTHETICAL = re.compile(
    rf"\b(?:will|would|could|may|might|should|can|must|shall|won't|cannot)(?: (?:not|now|soon|one day|also|then|again|still|have|ever|itself|eventually|next|at last))*"
    rf" (?:be|been|become|judge|judged|rate|rated|grade|graded|get|receive|received|achieve|achieved|earn|win|fall|drop|rise|climb|reach|return|move|find|found|brand|secure|gain|welcome|like|love|prefer|need|deserve|want)(?: [\w'{MASK}&.-]+){{0,6}} [\"'“‘]?$"
    r"|(?<!even )\b(?:if|unless|whether|in case)\b[^,;]{0,60}$",
    re.IGNORECASE,
)
_ASPIRES = re.compile(
    r"\b(?:hop(?:es?|ed|ing)|aim(?:s|ed|ing)?|aspir\w+|ambitions?|determined|want(?:s|ed|ing)?|targets?|vision|pledge[sd]?|vow(?:s|ed)?|striv\w+|bid|goal|keen|expect(?:s|ed|ing)?|try|trying|working|work|push(?:ing)?|on track|on course|plans?|need(?:s|ed)?|required|help(?: \w+)?|how|possible|enough|fail(?:s|ed)?|time|ready)"
    r"(?: (?:is|was|are|for it|hard|together|still|now))? (?:to|towards?|for|of|at)(?: (?:be|become|being|becoming|get|getting|reach|reaching|achieve|achieving|secure|securing|gain|return|returning|move|moving|climb|rise|an?|the|its|to|back|up|rated|judged|graded|overall|ofsted|at least|again|services|council))* [\"'“‘]?$"
    r"|\b(?:journey|road|path|route|trajectory|way)(?: back)? (?:to|towards)(?: (?:becoming|being|an?))* [\"'“‘]?$",
    re.IGNORECASE,
)
# "Barnet, which was inadequate in 2017, has been", "Wakefield" after another's grade, "the verdict on Medway was"
_LATE_COPULA = re.compile(
    rf"{MASK}[^;:.]{{0,120}}, (?:has|had|have|is|was|are|were)(?: now| since| long| once| again| already| itself)*(?: been| become)?{_ADVERBS} [\"'“‘]?$"
    rf"|\b(?:verdict|judge?ment|grade|rating|outcome|result)s?\b[^.;:]{{0,60}} (?:is|was|are|were|remains?|remained){_ADVERBS} [\"'“‘]?$",
    re.IGNORECASE,
)
_NEXT_NAME = re.compile(
    rf"(?:,|;| and| but| while| whereas)(?: the| neighbouring| nearby)? {MASK}+(?: (?:city |county |borough )?council)? [\"'“‘]?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"\b(?:and|but|then)(?: (?:later|now|then|today))? (?:is|was|are|were|has been|have been|had been|became|become|has become){_ADVERBS} [\"'“‘]?$",
    re.IGNORECASE,
)
_NEEDING = re.compile(
    rf"\b(?:rated|graded|judged|classed|assessed|labelled|marked)(?: [\w{MASK}]+){{0,2}}(?: as| to)? [\"'“‘]?$",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"\b(?:scale|four grades|four ratings|four judge?ments|one of (?:the )?four|(?:grades|ratings|judge?ments|labels|words) (?:such as|like|of)|(?:ranges?|ranging|runs?|running) from)\b",
    re.IGNORECASE,
)
_RATING_WORDS = re.compile(
    r"\b(?:ofsted|inspect(?:ion|ions|ors?|orate|ed)|rated|ratings?|grades?|graded|judge?ments?|judged|downgraded|upgraded|verdicts?|watchdog|monitoring visit|improvement notice|regulator|framework)\b",
    re.IGNORECASE,
)


_ABOUT = re.compile(
    r"\b(?:ofsted|inspect(?:ed|ion|ions|ors?|orate)|ratings?|graded|judge?ments?|inadequate|requir\w+ improvement)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade's words in the text: offsets, the grade, and whether they stand in quotation marks."""

    start: int
    end: int
    grade: str
    quoted: bool


@cache
def _needles() -> AhoCorasick:
    """Return the automaton of what any word for a grade holds: it finds the sentences that are worth an expression."""
    return AhoCorasick(["inadequate", "outstanding", "good", "improve", "lowest", "bottom", "worst", "poorest", "highest", "top ", "best "])  # fmt: skip


def has_words(plain: str) -> bool:
    """Return whether any word for a grade stands in the text at all."""
    lowered = plain.lower()
    return any(word in lowered for word in ("inadequate", "outstanding", "good", "improvement", "ating", "rade", "mark", "ategor")) and _WORDS.search(plain) is not None  # fmt: skip


def places(masked: str) -> list[int]:
    """Return the offsets of all words that a grade's may begin with, whether or not they stand as one."""
    lowered = masked.lower()
    if len(lowered) != len(masked):  # "İ" grows when it is lowered
        return [match.start() for match in _WORDS.finditer(masked)]
    return [start for _, start, _ in _needles().find_matches_as_indexes(lowered)]


def about_ratings(whole: str) -> bool:
    """Return whether a page is about inspections at all: then "it is good" may be a grade."""
    return _ABOUT.search(whole) is not None


def find(masked: str, low: int, high: int, page: bool) -> list[Grade]:
    """Return the grades in the sentence at `low`:`high` of a text in which names are masked.

    `page` says that the page is about inspections.
    """
    words = list(_WORDS.finditer(masked, low, high))
    if not words:
        return []
    rating = _RATING_WORDS.search(masked, low, high) is not None
    found: list[Grade] = []
    for number, match in enumerate(words):
        group = match.lastgroup or ""
        quoted = masked[match.start() - 1 : match.start()] in ("'", '"', "“") and masked[
            match.end() : match.end() + 1
        ] in ("'", '"', "”", ",", ".")
        before, after = (
            masked[max(low, match.start() - 150) : match.start()],
            masked[match.end() : min(high, match.end() + 80)],
        )
        if _QUALITY_OF.match(after) or (_NOT_A_GRADE_AFTER.match(after) and not quoted):
            continue
        if group == "needs" and not _NEEDING.search(before):
            continue
        if _HYPOTHETICAL.search(before[-110:]) or (
            group in ("good", "outstanding", "top") and _ASPIRES.search(before[-90:])
        ):
            continue
        if _NEGATED.search(before[-90:]) and not re.search(r"\b(?:not just|not only|no longer)\b", before[-40:]):
            continue
        if (
            (quoted and (rating or page))
            or group == "needs"
            or (group in ("lowest", "second", "top") and (rating or page))
        ):
            found.append(Grade(match.start(), match.end(), _GRADE_OF[group], quoted))
            continue
        pair = (
            number > 0
            and found
            and re.fullmatch(
                r"[\"'”’]?(?:,| and| or| to| to be| but then|, then| in \d{4}(?: and|, then|,)?| (?:before|then) [\w ]{2,20})(?: now| just| then| now just| from| an?)* ?[\"'“‘]?",
                masked[found[-1].end : match.start()],
            )
        )
        pair = pair or (
            found
            and (
                _GOES_ON.search(before)
                or _NEXT_NAME.search(before)
                or re.search(r"\bto (?:an? |be )?[\"'“‘]?$", before)
            )
        )
        if _stands_as_grade(group, before, after, rating, page) or pair:
            found.append(Grade(match.start(), match.end(), _GRADE_OF[group], quoted))
    return found


def _stands_as_grade(group: str, before: str, after: str, rating: bool, page: bool) -> bool:
    """Whether the words round a grade's word make it one. The everyday words, good and outstanding, need the clearest."""
    end = _CLAUSE_END.match(after) is not None
    verdict = _AFTER_VERDICT.search(before) is not None and not _VERDICT_BREAK.search(before)
    near = before[-90:]
    moving = _MOVE.search(near) is not None and (_MOVING.search(before[-70:]) is not None or rating)
    subject = _COPULA.search(near) is not None or _APPOSITION.search(near) is not None
    subject = subject or _LATE_COPULA.search(before) is not None
    if group == "inadequate" and page and re.match(r"[\"'”’]? (?:children's )?service\b", after):
        return True
    if group in ("inadequate", "outstanding") and after.startswith(f" {MASK}") and (rating or page):
        return True
    if _RATING_AFTER.match(after) and (rating or page or group in ("ri", "inadequate")):
        return True
    if group in ("good", "outstanding"):
        return end and (verdict or moving or (subject and (rating or page)))
    if group == "ri":
        told = (
            re.search(
                r"\b(?:told|said|found|concluded|judged|rated|learned|heard)(?: [\w',]+){0,6} (?:it|they|services|which) $",
                before,
            )
            is not None
        )
        return (
            rating
            or verdict
            or moving
            or told
            or (
                (
                    subject
                    or re.search(
                        rf"(?:{MASK}|\b(?:it|they|services|council|authority|which))(?: (?:still|also|now|again))* $",
                        before,
                        re.IGNORECASE,
                    )
                    is not None
                )
                and page
            )
        )
    return (
        rating
        or verdict
        or moving
        or (subject and page)
        or (page and re.search(r"\bservices\b", before + after) is not None)
    )


def only_a_scale(masked: str, low: int, high: int, found: list[Grade]) -> bool:
    """Return whether the grades of a sentence are the scale itself: "outstanding, good, requires improvement or inadequate"."""
    if found and re.search(r"\b(?:four-point|on a|the) scale\b", masked[low:high]):
        return True
    if len(found) < 2:
        return False
    between = [masked[one.end : other.start].strip("\"'”’“‘ ") for one, other in pairwise(found)]
    joined = all(piece in (",", "or", ", or", "and", ", and", "to", "through", "/") for piece in between)
    if len({one.grade for one in found}) >= 3 and joined and any("or" in piece for piece in between):
        return True
    if joined and between == ["or"] and {one.grade for one in found} == {GOOD, OUTSTANDING}:
        return True
    return joined and _SCALE.search(masked, low, found[0].start) is not None
