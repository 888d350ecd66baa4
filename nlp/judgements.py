"""Whose grades they are: Ofsted's judgements of councils' children's services, current or former, overall or of one aspect."""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp import grades
from nlp.dates import named_date
from nlp.grades import MASK, Grade
from nlp.reading import Reading
from nlp.spans import between
from warehouse.records import Judgement, Mention

VERSION = "judgement-2"
_PAGE = re.compile(
    r"\b(?:ofsted|children's (?:services|social care)|child protection|inspectors?|inspectorate|children's trust|ILACS|inadequate|director of children)\b",
    re.IGNORECASE,
)
_ADULT = re.compile(r"\bCQC\b|\bCare Quality Commission\b")
# What else Ofsted, and others, grade.
_ELSEWHERE = re.compile(
    r"\b(?:schools?|academ(?:y|ies)|colleges?|nurser(?:y|ies)|pre-?schools?|childminders?|children's homes?|(?:residential|secure|care|nursing) homes?|hospitals?|gp|surger(?:y|ies)|adult (?:social )?care|adults?|"
    r"CQC|care quality commission|prisons?|young offender|police|constabulary|force|universit(?:y|ies)|fostering agenc(?:y|ies)|adoption agenc(?:y|ies)|providers?|apprenticeships?|teaching|lessons?|pupils?|head ?teacher|sixth form|"
    r"residential special|secure (?:unit|centre)|youth offending|youth justice|probation|fire (?:service|and rescue)|HMIC\w*|SEND|special needs|football|film|album)\b",
    re.IGNORECASE,
)
_HERE = re.compile(
    rf"\b(?:children's (?:social care|services?)|local authorit(?:y|ies)|councils?|authority|borough|child protection|trust)\b|{MASK}",
    re.IGNORECASE,
)
_ASPECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("leadership", re.compile(r"\b(?:leadership|leaders|management|governance)\b", re.IGNORECASE)),
    ("care leavers", re.compile(r"\bcare[- ]leavers?\b|\bleaving care\b", re.IGNORECASE)),
    ("adoption", re.compile(r"\badoption\b", re.IGNORECASE)),
    ("help and protection", re.compile(r"\b(?:help and protection|need(?:ing)? (?:of )?help|front door|early help)\b", re.IGNORECASE)),
    ("children in care", re.compile(r"\b(?:for|of|experiences of|progress of) (?:the |its )?(?:children (?:in care|looked after|who are looked after)|looked[- ]after children)\b", re.IGNORECASE)),
    ("safeguarding board", re.compile(r"\bsafeguarding (?:children )?board\b|\bLSCB\b", re.IGNORECASE)),
    ("practice", re.compile(r"\b(?:practice|supervision|assessments?|record[- ]keeping|planning|caseloads?|housing|accommodation|scrutiny|oversight|response to|front door)\b", re.IGNORECASE)),
)  # fmt: skip
_BREAK = re.compile(
    r"[;:] |, (?=and |but |with |while |although |though |whereas )|\b(?:but|while|although|though|whereas) |\band (?=finds? |found |its |their |judged |rated |that |said )|\bwith (?=leadership|the|its|only)"
)
_NATIONAL = re.compile(
    r"\b(?:\d+(?: per cent|%)?|one in \w+|half|a third|a quarter|most|many|some|several|few|dozens?|two[- ]thirds|number|proportion|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|all|any|each|every|other|only|no)"
    r"(?: of)?(?: the| these| those)?(?: [\w'-]+){0,2} (?:councils|authorities|areas|LAs|departments|boroughs|counties)\b",
    re.IGNORECASE,
)
_FRAMEWORK = re.compile(
    r"\b(?P<ilacs>ILACS|inspections? of local authority children's services)\b|\b(?P<sif>SIF|single inspection framework)\b",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:previous(?:ly)?|former(?:ly)?|had been|were once|was once|last time|until|since (?:19|20)\d\d|before that|(?:years?|months) (?:ago|earlier|before)|at the last|then)\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|out of|previously|formerly|no longer|had been|leaving behind|lost (?:its|their))(?: (?:an?|its|the|being|overall|rated|judged|graded|Ofsted|previous|old))*(?: [\w-]+)? [\"'“‘]?$",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?:'s)?(?:,| and| &|, and|;| or| as well as)(?: (?:in|the|both|also|neighbouring))* ?| ?/ ?")
_LIST_LEAD = re.compile(
    r"[\"'”’]?,?(?: (?:overall|again|last year|this year|ratings?|grades?|judge?ments?|services|children's services|verdicts?|marks?|practice|councils?|authorities|in (?:19|20)\d{2}))*(?:,? (?:in|for|at|to|of|were|are|was|is|went to|given to|on|both in|like|such as|including)|:| -| –)(?: both| the| children's services in| councils| authorities| services in| its| all| those of)* ?"
)
_NAMED_LEAD = re.compile(r"\b(?:including|such as|among them|namely|were|are|they are|is|like|:|–|-|\() ?(?:the )?$")

CouncilsOf = Callable[[str], tuple[str, ...]]


def find(reading: Reading, mentions: tuple[Mention, ...], councils_of: CouncilsOf) -> list[Judgement]:
    """Return the grades in order. `mentions` are the accepted councils and trusts; `councils_of` gives a trust's councils."""
    plain = reading.plain
    whole = f"{reading.title}. {plain}"
    if (
        not mentions
        or not grades.has_words(plain)
        or not (_PAGE.search(whole) or any(mention.label == "TRUST" for mention in mentions))
    ):
        return []
    if _ADULT.search(whole) and not re.search(r"\bofsted\b", whole, re.IGNORECASE):
        return []
    return _Finder(reading, mentions, councils_of).run()


class _Finder:
    """One page's grades. Holds the page's text with the names masked, and who was spoken of last."""

    def __init__(self, reading: Reading, mentions: tuple[Mention, ...], councils_of: CouncilsOf) -> None:
        self.reading, self.mentions, self.councils_of = reading, mentions, councils_of
        self.plain = reading.plain
        pieces: list[str] = []
        position = 0
        for mention in mentions:
            pieces.extend((self.plain[position : mention.start], MASK * (mention.end - mention.start)))
            position = mention.end
        self.masked = "".join(pieces) + self.plain[position:]
        self.counts: dict[str, float] = {}
        for mention in mentions:
            for code in self._codes([mention], ()):
                self.counts[code] = self.counts.get(code, 0.0) + (1.0 if mention.text not in reading.title else 1.5)
        if mentions:
            for code in self._codes([mentions[0]], ()):
                self.counts[code] += 0.9
        frame = _FRAMEWORK.search(self.plain)
        self.framework = None if frame is None else "ILACS" if frame["ilacs"] else "SIF"

    def run(self) -> list[Judgement]:
        found: list[Judgement] = []
        about = grades.about_ratings(f"{self.reading.title}. {self.plain}")
        index = self.reading.sentences
        for number in sorted({index.number(offset) for offset in grades.places(self.masked)}):
            sentence = index.sentences[number]
            graded = grades.find(self.masked, sentence.start, sentence.end, about)
            for grade in graded:
                found.extend(self._judge(grade, graded, sentence.start, sentence.end, number))
        return found

    def _judge(self, grade: Grade, graded: list[Grade], low: int, high: int, number: int) -> list[Judgement]:
        before, after = self.masked[low : grade.start], self.masked[grade.end : high]
        if self._elsewhere(before, after):
            return []
        owners, confidence = self._owners(grade, graded, low, high)
        aspect = self._aspect(grade, low, high)
        previous = (
            _FROM.search(before[-60:]) is not None or re.match(r"[\"'”’]? (?:to|until|previously)\b", after) is not None
        )
        previous = previous or (len(graded) == 1 and _FORMER.search(before[-80:]) is not None)
        on = named_date(self.plain[max(low, grade.start - 90) : min(high, grade.end + 60)])
        return [
            Judgement(
                council=owner, grade=grade.grade, start=grade.start, end=grade.end, text=self.reading.text[grade.start : grade.end], aspect=aspect,
                previous=previous, inspected=on, framework=self.framework, confidence=confidence, rule=f"{VERSION}/sentence {number + 1}",
            )
            for owner in owners
        ]  # fmt: skip

    def _elsewhere(self, before: str, after: str) -> bool:
        """Whether the nearest thing graded is a school, a home or another body, not a council's services."""
        tail = re.match(
            r"[\"'”’]?(?: [\w-]+){0,2} (schools?|nurser(?:y|ies)|academ(?:y|ies)|colleges?|(?:children's |care |residential )homes?|providers?|hospitals?|SEND)\b",
            after,
        )
        if tail is not None:
            return True
        others = [match.end() for match in _ELSEWHERE.finditer(before)]
        here = [match.end() for match in _HERE.finditer(before)]
        return bool(others) and (not here or max(here) < max(others))

    def _aspect(self, grade: Grade, low: int, high: int) -> str:
        """Return the sub-judgement that the clause names, or overall."""
        if re.search(
            r"\boverall\b|\bchildren's services\b|\ball (?:five|four|areas|categories)\b",
            self.masked[max(low, grade.start - 45) : grade.end + 25],
            re.IGNORECASE,
        ):
            return "overall"
        start = low
        for found in _BREAK.finditer(self.masked, low, grade.start):
            start = found.start()
        before = self.masked[start : grade.start]
        stop = re.search(r"[;:,.]| (?:but|while|although|though|whereas) ", self.masked[grade.end : high])
        after = self.masked[grade.end : min(grade.end + stop.start() if stop else high, grade.end + 60)]
        for name, pattern in _ASPECTS:
            if pattern.search(before):
                return name
            tail = pattern.search(after)
            if tail is not None and re.fullmatch(
                r"[\"'”’]? (?:for|in|on|over)(?: its| their| the)?(?: [\w]+)?", after[: tail.start()].rstrip()
            ):
                return name
        return "overall"

    def _owners(self, grade: Grade, graded: list[Grade], low: int, high: int) -> tuple[tuple[str, ...], float]:
        """Return the councils graded: a list after the grade, the nearest before it, or the one that the page speaks of."""
        inside = between(self.mentions, low, high)
        national = _NATIONAL.search(self.masked, max(low, grade.start - 60), min(high, grade.end + 40))
        following = next((other.start for other in graded if other.start > grade.end), high)
        after = [mention for mention in inside if grade.end <= mention.start < following]
        before = [mention for mention in inside if mention.end <= grade.start]
        if (
            national is not None
            and not (inside and _NAMED_LEAD.search(self.plain[low : inside[0].start]))
            and not any(national.end() <= mention.start < grade.start for mention in before)
        ) and not (after and _LIST_LEAD.fullmatch(self.plain[grade.end : after[0].start])):
            return (), 0.0
        if after and _LIST_LEAD.fullmatch(self.plain[grade.end : after[0].start]):
            pending = before and not any(other.start > before[-1].end for other in graded if other.end <= grade.start)
            services = pending and re.search(
                r"\b(?:services|grades?|ratings?|judge?ments?|was|were|is|are|been|from|to)\b",
                self.plain[before[-1].end : grade.start],
            )
            if not services:
                return self._codes(self._run(after), inside), 0.9
        island = self._island(low, grade)
        if island and not (before and self.plain.rfind("island", low, grade.start) < before[-1].end):
            return island, 0.7
        single = (
            re.search(r"\b(?:it|its)\b[^.;]{0,25}$", self.masked[before[-1].end : grade.start]) is not None
            if before
            else False
        )
        if before and single and len(self._run_back(before)) > 1:
            return self._spoken_of(low, grade)  # "it" is none of a list
        if before:
            return self._codes(self._run_back(before), inside), 0.9
        lead = self.plain[grade.end : after[0].start] if after else ""
        opening = self.plain[low : grade.start]
        pointing = re.search(
            r"\b(?:it|its|they|their|the (?:[\w-]+ )?(?:council|authority|borough|county|city|trust|company|district|services?))\b",
            opening,
            re.IGNORECASE,
        )
        if (
            after
            and not pointing
            and (len(lead) < 60 or re.search(r"\b(?:services|council|authority|by ofsted)\b", lead))
        ):
            return self._codes(self._run(after), inside), 0.75
        return self._spoken_of(low, grade)

    def _island(self, low: int, grade: Grade) -> tuple[str, ...]:
        """Return the page's island council where the sentence says "the island"."""
        if not re.search(r"\b[Tt]he island\b", self.plain[low : grade.start]):
            return ()
        return next(
            ((mention.identifier,) for mention in self.mentions if mention.text.startswith(("Isle", "Anglesey"))), ()
        )

    def _run(self, mentions: list[Mention]) -> list[Mention]:
        chosen = [mentions[0]]
        for mention in mentions[1:]:
            if not _JOINT.fullmatch(self.plain, chosen[-1].end, mention.start):
                break
            chosen.append(mention)
        return chosen

    def _run_back(self, mentions: list[Mention]) -> list[Mention]:
        chosen = [mentions[-1]]
        for mention in reversed(mentions[:-1]):
            if not _JOINT.fullmatch(self.plain, mention.end, chosen[-1].start):
                break
            chosen.append(mention)
        return chosen[::-1]

    def _codes(self, mentions: list[Mention], inside: list[Mention] | tuple[Mention, ...]) -> tuple[str, ...]:
        """Return the councils that mentions stand for. A trust of several councils stands for those that the sentence, or else the page, names."""
        codes: list[str] = []
        for mention in mentions:
            if mention.label == "COUNCIL":
                owned: tuple[str, ...] = (mention.identifier,)
            else:
                owned = self.councils_of(mention.identifier)
                if len(owned) > 1:
                    near = tuple(other.identifier for other in inside if other.identifier in owned)
                    known = tuple(code for code in owned if code in self.counts)
                    owned = near or known[:1] or ()
            codes.extend(code for code in owned if code not in codes)
        return tuple(codes)

    def _spoken_of(self, low: int, grade: Grade) -> tuple[tuple[str, ...], float]:
        """Return the council that a sentence without a name speaks of: its paragraph's last subject, or else the page's own."""
        if not self.counts:
            return (), 0.0
        main = max(self.counts, key=lambda code: self.counts[code])
        paragraph = self.plain.rfind("\n", max(0, low - 3000), low) + 1
        earlier = between(self.mentions, max(paragraph, low - 3000), low)
        if earlier:
            last = self.reading.sentence(earlier[-1].start)
            subject = next(mention for mention in earlier if mention.start >= last.start)
            codes = self._codes([subject], earlier)
            if codes and (
                self.counts.get(codes[0], 0) * 2 >= self.counts[main]
                or re.search(r"\b(?:it|its|they|their)\b", self.plain[low : grade.start], re.IGNORECASE)
            ):
                return codes[:1], 0.7
        return (main,), 0.6
