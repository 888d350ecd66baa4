"""Whose grades they are (relation extraction): Ofsted's judgements of councils' children's services, current or former, overall or of one aspect."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ahocorasick_rs import AhoCorasick

from nlp.grades import detection, echoes, standing
from nlp.grades.attribution import CouncilsOf, Graded
from nlp.grades.detection import MASK, Grade
from nlp.grades.echoes import Echo
from nlp.grades.features import GradeWord, PairFeatures, grade_words
from nlp.grades.model import GradeModel, grade_weights
from nlp.names.document import Document
from nlp.text.dates import date_of
from nlp.text.sentences import Sentence
from nlp.text.wordings import compile_any, wordings
from warehouse.records import Judgement, Mention
from warehouse.vocabulary.tags import Framework, OfstedGrade

_ANY = wordings("grade_wordings.txt")  # the lists of that file, each as one group

VERSION = "judgement-8"
DECIDES = 0.4  # log-odds above which a grade is given: in cross-validation .93 of those given are right, .90 at 0
SHORT = 400  # characters: a lone sentence lacks much of what the model weighs
ADDS = 2.0  # log-odds above which a short text gets a grade, and only where the rules have nothing to say of the word
# A page that says none of these is not about the grades of councils.
_PAGE = ("ofsted", "children's", "services for children", "children in care", "social work", "child protection", "inspect", "ilacs", "inadequate", "director of children")  # fmt: skip
# What else Ofsted, and others, grade.
_ELSEWHERE = re.compile(
    rf"\b{_ANY['what else is graded']}\b|\b(?-i:[A-Z][\w'-]+ (?:Primary|High|Infants?|Juniors?|Secondary|Grammar))\b",
    re.IGNORECASE,
)
_HERE = re.compile(
    rf"\b(?:children's (?:social care|services?)|local authorit(?:y|ies)|councils?|authority|borough|child protection|trust)\b|{MASK}",
    re.IGNORECASE,
)
_ASPECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("leadership", re.compile(r"\b(?:leadership|leaders|management|governance)\b", re.IGNORECASE)),
    ("care leavers", re.compile(r"\bcare[- ]leavers?\b|\b(?:leav(?:e|es|ing)|left) care\b|\bcare[- ]experienced\b", re.IGNORECASE)),
    ("adoption", re.compile(r"\badoption\b", re.IGNORECASE)),
    ("help and protection", re.compile(r"\b(?:help and protection|need(?:ing)? (?:of )?help|front door|early help)\b", re.IGNORECASE)),
    ("children in care", re.compile(r"\b(?:for|(?<!number )(?<!numbers )(?<!cost )(?<!hundreds )(?<!proportion )of) (?:the |its )?(?:children (?:in care|looked after|who are looked after)|looked[- ]after children)\b", re.IGNORECASE)),
    ("safeguarding board", re.compile(r"\bsafeguarding (?:children )?board\b|\bLSCB\b", re.IGNORECASE)),
    ("one group", re.compile(rf"\b{_ANY['kinds of help']} (?:for|with|to|of) (?:the |its |some )?{_ANY['some of the children']}\b", re.IGNORECASE)),
    ("practice", re.compile(rf"\b{_ANY['parts of practice']}\b", re.IGNORECASE)),
)  # fmt: skip
_BREAK = compile_any(
    "[;:] ",
    ", (?=and (?!was |were |is |are |has |had |have )|but |with |while |although |though |whereas |when |where )",
    r"\b(?:but|while|although|though|whereas) ",
    r"\band (?=an? |finds? |found |its |their |judged |rated |that |said )",
    r"\bwith (?=leadership|the|its|only)",
)
_FRAMEWORK = re.compile(
    r"\b(?P<ilacs>ILACS|inspections? of local authority children's services)\b|\b(?P<sif>SIF|single inspection framework)\b",
    re.IGNORECASE,
)
# A school or a home straight after the grade: "an inadequate Ofsted report on two schools".
_OF_SOME = r"(?: (?:for|of|on|at|to) (?:the |an? |its |one |two |three |four |\d+ )?(?:of its |of the )?(?:[\w-]+ )?)?"
_TAIL = re.compile(
    rf"(?:-rated|-graded)?[\"'”’]?(?: [\w-]+){{0,2}}{_OF_SOME} ?\b{_ANY['bodies that are no council']}\b"
)
# "A home in Bury that the council runs": what only says whose or where a body is.
_ITS_COUNCIL = rf"(?:{MASK}+|council|authority|borough|county|city)"
_KEPT_BY = rf"{_ANY['how a body is kept']}? ?\b(?:by|for|in|at|of|across|near|within|around|serving)"
_BELONGING = compile_any(
    rf",?(?: (?:that|which|who))?(?: (?:is|are|was|were))? ?(?:{_KEPT_BY}|belonging to) (?:the |a )?{_ITS_COUNCIL}(?:'s area| area| council)?",
    rf",? (?:that|which) (?:the )?{_ITS_COUNCIL}(?: council)? (?:has |had )?(?:run|own|operat|maintain|fund|commission|us|manag|open)\w*",
    flags=re.IGNORECASE,
)
_IN_A_TOWN = re.compile(
    rf" (?:services?|provision|arrangements)\b(?= (?:in|at|across) )| (?:in|at|near|outside) (?:[A-Z][\w'-]+ ?){{1,3}}(?:, {MASK}+)?"
)
# "An agency that supplies staff to Hull was rated": the agency was.
_SOME_COUNCIL = rf"(?:{MASK}+|the (?:council|authority|borough|county|city))(?: council)?"
_RELATIVE = re.compile(
    rf"[^,;]{{3,40}} (?:that|which|where|who) [^,;{MASK}]{{1,50}}{_SOME_COUNCIL}"
    r" (?:is|was|were|are|has been|have been|had been)(?: [\w-]+){0,3} [\"'“‘]?",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r", (?:(?:with|to|from|of|for|by|in|on|under) )?(?:which|whom?|whose|where) [^,;]{1,120}, (?=is |are |was |were |has |had |have |got |will )"
)
_COUNTING = re.compile(r"(?:One|Two|Three|Four|Five|Six|Some|Most|All|Both|Each|Another|None|Half)\b(?! (?:of the )?(?:council|authorit|area|borough))")  # fmt: skip
_TAKES_UP = re.compile(
    rf"(?:It|They|This|That|These|(?:Ofsted|Inspectors)(?: \w+){{1,4}} (?:it|them))\b|{_COUNTING.pattern}"
)
# "It bought a home. It was rated good": the home was.
_ONE_BODY = re.compile(r"\b(?:an?|one|its (?:only|own|first)|the) (?:[\w'-]+ ){0,3}(?:home|school|nursery|centre|unit|college|academy|agency)(?: (?:in|near|at|outside) [^,;.]{1,25})?[.!]?$")  # fmt: skip
# Grades of some of the areas that an inspection looks at, and of all of them.
_SOME_OF = (
    r"(?:just |only |at least )?(?:one|two|three|four|five|some|most|several|half|many)(?: of)?(?: the| its| their)?"
)
_SOME_AREAS = (
    rf"{_SOME_OF}(?: four| five| three| six)?(?: [\w-]+)? (?:areas?|categor(?:y|ies)|judge?ments?|respects|strands?)"
)
_PART = re.compile(
    rf"[\"'”’]?,? (?:in|for|across|on) (?:{_SOME_AREAS}|another\b|(?:the )?others?\b|the (?:rest|fourth|fifth)\b)",
    re.IGNORECASE,
)
_SOME_JUDGEMENTS = re.compile(
    r"\b(?:one|two|three|most|some|several)(?: of [^,;.]{3,20}?)? (?:judge?ments|grades|areas|categories)(?: (?:of|for|in) [^,;.]+?)? (?:were|was|are|is)(?: \w+)? [\"'“‘]?$",
    re.IGNORECASE,
)
_OVERALL_BEFORE = re.compile(r"^[^,;.]{0,30}\boverall\b", re.IGNORECASE)
_STOP = re.compile(r"[;:,.]| (?:but|while|although|though|whereas) ")


def find_judgements(reading: Document, mentions: tuple[Mention, ...], councils_of: CouncilsOf) -> list[Judgement]:
    """Return the grades in order. `mentions` are the accepted councils and trusts; `councils_of` gives a trust's councils."""
    if not _may_judge(reading, mentions):
        return []
    finder = _Finder(reading, mentions, councils_of)
    ruled = finder.run()
    model = grade_weights()
    found = ruled if model is None else finder.decided(ruled, model)
    return standing.settle(found, reading.plain, reading.sentences, reading.published)


def pair_features(reading: Document, mentions: tuple[Mention, ...], councils_of: CouncilsOf) -> list[tuple[GradeWord, str, list[str]]]:  # fmt: skip
    """Return what the model weighs on a page: its grade words, each with each council that the page names, and the pair's features."""
    if not _may_judge(reading, mentions):
        return []
    finder = _Finder(reading, mentions, councils_of)
    words = finder.weighed(finder.run())
    return [(word, code, base + own) for word, base, pairs in words for code, own in pairs]


def _may_judge(reading: Document, mentions: tuple[Mention, ...]) -> bool:
    whole = f"{reading.title}. {reading.plain}"
    lowered = whole.lower()
    if not mentions or not detection.has_words(lowered):
        return False
    if not (any(word in lowered for word in _PAGE) or any(mention.label == "TRUST" for mention in mentions)):
        return False
    return "ofsted" in lowered or not ("CQC" in whole or "Care Quality Commission" in whole)


def _in_order(graded: list[Grade], again: list[Echo]) -> list[Grade | Echo]:
    every: list[Grade | Echo] = [*graded, *again]
    return sorted(every, key=lambda one: one.start) if again else every


@cache
def _elsewhere_needles() -> AhoCorasick:
    """Return the automaton of what any other body's word holds: most sentences have none, and need no expression."""
    return AhoCorasick(["school", "home", "centre", "hospice", "accommodation", "supported", "unregulated", "semi-", "referral", "pru", "play", "nurs", "club", "fostering", "adoption", "learning", "education", "early years", "partnership's", "ombudsman", "housing", "academ", "agenc", "colleg", "childminder", "unit", "hospital", "gp", "surger", "adult", "cqc", "care quality", "prison", "young offender", "police", "constabulary", "force", "universit", "provider", "apprentice", "teaching", "lesson", "pupil", "headt", "head t", "sixth", "residential", "secure", "youth", "probation", "fire", "hmic", "send", "special needs", "primary", " high", "infant", "junior", "grammar", "secondary", "football", "film", "album"])  # fmt: skip


class _Finder:
    """One page's grades: which of the words for them are grades of a council's services, and of what in these."""

    def __init__(self, reading: Document, mentions: tuple[Mention, ...], councils_of: CouncilsOf) -> None:
        self.reading, self.plain = reading, reading.plain
        self.graded = Graded(reading, mentions, councils_of)
        self.masked = self.graded.masked
        named = any(word in self.plain for word in ("ILACS", "SIF", "framework", "authority children's services"))
        frame = _FRAMEWORK.search(self.plain) if named else None
        self.about = detection.about_ratings(f"{reading.title}. {reading.plain}")
        self.holding: list[Sentence] = []  # the sentences in which a grade's word may stand
        self.read_as: dict[int, str] = {}  # what the rules take a grade's word for, by its offset
        self.framework = None if frame is None else Framework.ILACS if frame["ilacs"] else Framework.SIF

    def run(self) -> list[Judgement]:
        found: list[Judgement] = []
        index = self.reading.sentences
        told: list[tuple[Grade, bool]] = []  # the last sentence's grades, and whether they had owners
        told_in = 0
        places, taking_up = echoes.places(self.masked)
        self.holding = [index.sentences[number] for number in sorted({index.number(offset) for offset in places})]
        repeating = {index.number(offset) for offset in taking_up}
        for number in sorted({index.number(offset) for offset in places} | repeating):
            sentence = index.sentences[number]
            graded = detection.find_grades(self.masked, sentence.start, sentence.end, self.about)
            if detection.only_a_scale(self.masked, sentence.start, sentence.end, graded):
                self.read_as.update((grade.start, "scale") for grade in graded)
                continue
            self.graded.claimed.clear()
            here: list[tuple[Grade, bool]] = []
            again = echoes.find_echoes(self.masked, sentence.start, sentence.end) if number in repeating else []
            for said in _in_order(graded, again):
                if isinstance(said, Echo):
                    found.extend(
                        self._echo(said, here or (told if number - told_in < 4 else []), graded, sentence, number)
                    )
                    continue
                judged = self._judge(said, graded, sentence.start, sentence.end, number)
                self.read_as[said.start] = "elsewhere" if judged is None else "owned" if judged else "nobody"
                if judged is None:
                    continue
                here.append((said, bool(judged)))
                self.graded.last = sentence.end, tuple(one.council for one in judged if one.aspect == "overall")
                found.extend(judged)
            if graded:
                told, told_in = here, number
        return found

    def weighed(self, ruled: list[Judgement]) -> Iterator[tuple[GradeWord, list[str], list[tuple[str, list[str]]]]]:
        """Yield each grade word, its features, and the councils with theirs; none where the page names no council that Ofsted inspects."""
        words = grade_words(self.masked, self.holding) if self.graded.counts else []
        if words:
            features = PairFeatures(self.reading, self.graded, words, ruled, self.read_as, self.about)
            yield from ((word, *features.of(word)) for word in words)

    def decided(self, ruled: list[Judgement], model: GradeModel) -> list[Judgement]:
        """Return the grades on which the model decides, and of the rules' own those of a part, and those without a grade's word."""
        told = {(one.start, one.council): one for one in ruled}
        short = len(self.plain) < SHORT
        for word, base, pairs in self.weighed(ruled):
            if short and (word.start in self.read_as or "rule=other" not in base):
                continue
            at_word = model.log_odds(base)
            for code, own in pairs:
                odds = at_word + model.log_odds(own)
                rule = told.get((word.start, code))
                overall = rule is not None and rule.aspect == "overall"
                if overall and odds <= DECIDES:
                    del told[word.start, code]
                elif not overall and odds > (ADDS if short else DECIDES):
                    told[word.start, code] = self._made(word, code, odds)
        return sorted(told.values(), key=lambda one: one.start)

    def _made(self, word: GradeWord, code: str, odds: float) -> Judgement:
        grade = Grade(word.start, word.end, detection.GRADE_OF[word.group], quoted=False)
        number = self.reading.sentences.number(word.start)
        sure = round(1 / (1 + math.exp(-odds)), 2)
        return self._record(grade, code, "overall", sure, word.low, word.high, number)

    def _echo(
        self, echo: Echo, told: list[tuple[Grade, bool]], graded: list[Grade], sentence: Sentence, number: int
    ) -> list[Judgement]:
        """Return the grades that "the same grade", "so is Bury" or "Bury is one" gives, after those told before."""
        if not told or (echo.of_a_count and (told[-1][1])):
            return []
        if echo.kind == "also" and detection.WORDS.search(self.masked, told[-1][0].end, echo.start):
            return []  # of a word between the two it is not known whether it was a grade
        if echo.kind not in ("same", "move") and self.reading.sentences.number(told[-1][0].start) < number - 1:
            return []
        made: list[Judgement] = []
        for grade, _ in told[-2:] if echo.kind == "move" else told[-1:]:
            again = replace(grade, start=echo.start, end=echo.end)
            if echo.kind in ("same", "move"):
                made.extend(self._judge(again, [*graded, again], sentence.start, sentence.end, number) or [])
                continue
            owners = self.graded.echoed(echo, sentence.start, sentence.end)
            made.extend(
                self._record(again, owner, "overall", 0.7, sentence.start, sentence.end, number) for owner in owners
            )
        return made

    def _judge(self, grade: Grade, graded: list[Grade], low: int, high: int, number: int) -> list[Judgement] | None:
        """Return whose grades the words give; None where they are a school's, a home's or another body's."""
        before, after = _ASIDE.sub(", ", self.masked[low : grade.start]), self.masked[grade.end : high]
        if self._elsewhere(before, after, number):
            return None
        owners, confidence = self.graded.owners(grade, graded, low, high)
        if not owners:
            return []
        owners = tuple(dict.fromkeys((*owners, *self.graded.elided(grade, high))))
        aspect = self._aspect(grade, low, high)
        return [self._record(grade, owner, aspect, confidence, low, high, number) for owner in owners]

    def _record(
        self, grade: Grade, owner: str, aspect: str, confidence: float, low: int, high: int, number: int
    ) -> Judgement:
        on = date_of(self.plain, grade.start, grade.end, low, high)
        return Judgement(
            council=owner, grade=OfstedGrade(grade.grade), start=grade.start, end=grade.end, text=self.reading.text[grade.start : grade.end], aspect=aspect,
            previous=False, inspected=on.day if on else None, inspected_precision=on.precision if on else None, framework=self.framework,
            confidence=confidence, rule=f"{VERSION}/sentence {number + 1}",
        )  # fmt: skip

    def _elsewhere(self, before: str, after: str, number: int) -> bool:
        """Whether the nearest thing graded is a school, a home or another body, not a council's services."""
        if _TAIL.match(after):
            return True
        if not before.strip("\"'“‘ ") and (fronted := detection.FRONTED.match(after)):
            return fronted[0].endswith((" it", " they")) and self._spoke_elsewhere("It", number)
        said = before.lower()
        needed = _elsewhere_needles().find_matches_as_indexes(said)
        others = (
            []
            if not needed
            else [(found.start(), self._reach(before, found.end())) for found in _ELSEWHERE.finditer(before)]
        )
        if others:
            last = others[-1][1]
            if _RELATIVE.fullmatch(before, others[-1][0]):
                return True
            return not any(found.end() > last for found in _HERE.finditer(before, others[-1][0]))
        return (
            _TAKES_UP.match(before) is not None and not _HERE.search(before) and self._spoke_elsewhere(before, number)
        )

    def _reach(self, before: str, end: int) -> int:
        """Return where a body's description ends: "a home" in "a home in Bury that the council runs"."""
        while True:
            more = _BELONGING.match(before, end) or _IN_A_TOWN.match(before, end)
            if more is None or more.end() == end:
                return end
            end = more.end()

    def _spoke_elsewhere(self, before: str, number: int) -> bool:
        """Whether "it", "one" or "three" takes up a school or a home of the sentence before."""
        index = self.reading.sentences
        if number == 0:
            return False
        last = index.sentences[number - 1]
        if "\n" in self.plain[last.start : last.end + 1] or self.plain[last.end : last.end + 2] == "\n\n":
            return False
        said = self.masked[last.start : last.end]
        other = _ELSEWHERE.search(said)
        if other is None:
            return False
        if _COUNTING.match(before) or (_ONE_BODY.search(said[-50:]) and re.search(r"\b[Ii]t\b", before)):
            return True
        here = _HERE.search(said)
        return here is None or other.start() < here.start()

    def _aspect(self, grade: Grade, low: int, high: int) -> str:
        """Return the sub-judgement that the clause names, or overall."""
        start = low
        for found in _BREAK.finditer(self.masked, low, grade.start):
            start = found.start()
        near = self.masked[max(start, grade.start - 60) : grade.start]
        after = self.masked[grade.end : min(high, grade.end + 60)]
        stop = _STOP.search(self.masked, grade.end, high)
        after = self.masked[grade.end : min(grade.end + 60, stop.start() if stop else high)]
        told = [found.end() for found in detection.WORDS.finditer(near)]
        own = _OVERALL_BEFORE.sub("", near[told[-1] :]) if told else near  # "rated good overall, was inadequate for"
        whole = re.search(r"\boverall\b", own[-45:] + self.masked[grade.start : grade.end] + after[:45], re.IGNORECASE)
        if whole is None and (_PART.match(after) or _SOME_JUDGEMENTS.search(near)):
            return "some areas"
        if whole is not None:
            return "overall"
        before = _ASIDE.sub(", ", self.masked[start : grade.start])
        for name, pattern in _ASPECTS:
            if pattern.search(before):
                return name
            tail = pattern.search(after)
            if tail is not None and re.fullmatch(
                r"[\"'”’]? (?:(?:services|support|work|provision|help|marks?|grades?|ratings?) )?(?:for|in|on|over)(?: its| their| the)?(?: \w+){0,3}",
                after[: tail.start()].rstrip(),
            ):
                return name
        return "overall"
