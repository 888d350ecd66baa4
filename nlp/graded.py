"""Whose a grade is: the council named before it or after it, the ones that "both" or "the county" stand for, or the page's own."""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.gazetteer import by_code
from nlp.grades import MASK, Grade
from nlp.reading import Reading
from nlp.spans import between
from warehouse.records import Mention
from warehouse.reference import Council

CouncilsOf = Callable[[str], tuple[str, ...]]
Owners = tuple[tuple[str, ...], float]

NOBODY: Owners = ((), 0.0)
_NATIONAL = re.compile(
    r"\b(?:\d+(?: per cent|%)?|one in \w+|half|a third|a quarter|most|many|some|several|few|dozens?|two[- ]thirds|number|proportion|share|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|all|any|each|every|other|only|no)"
    r"(?: of)?(?: the| these| those)?(?: [\w'-]+){0,2} (?:councils|authorities|areas|LAs|departments|boroughs|counties)\b|\bany (?:[\w-]+ )?(?:council|authority|department|service)\b",
    re.IGNORECASE,
)
# "Bury is one of eleven authorities that": the count holds the council named.
_ONE_OF = re.compile(
    r"(?:'s)?(?: [\w']+){0,3} (?:is|was|are|were|became|becomes|has become|have become|joined|joins|remains)(?: [\w-]+){0,2}? (?:one of|among|part of|the \w+ of)(?: [\w-]+){0,2}? ?$"
)
_RESPECTIVELY = re.compile(r"\brespectively\b|\bin turn\b")
_PARTS = re.compile(r"\b(?:in|across|for|of) (?:all |every |each |any |just |only )?[^.;]{0,20}$", re.IGNORECASE)
# "Councils that are rated inadequate", "ones judged good": no council in particular.
_GENERIC_BEFORE = re.compile(
    rf"(?:(?<!{MASK} )(?<!two )(?<!three )(?<!both )(?<!these )(?<!those )\b(?:councils|authorities|LAs|departments|boroughs|counties|unitaries)|\b(?:anywhere|those))"
    r"(?: (?:that|which|who|are|were|currently|already|rated|judged|graded|found|deemed|told|to be|with|an?|as|have|had|been|being|still|by|ofsted))* [\"'“‘]?$",
    re.IGNORECASE,
)
_GENERIC_AFTER = re.compile(
    r"[\"'”’]?(?:-rated|-graded)?(?: rated| local)? (?:councils|authorities|LAs|departments|boroughs|counties)\b",
    re.IGNORECASE,
)
# "An outstanding council will help": no council in particular, unless "is an" or a name and a comma stand before it.
_INDEFINITE_BEFORE = re.compile(
    r"\b(?:an?|another|any|each|every|no|neighbouring|nearby|fellow)(?: (?:fellow|neighbouring|nearby|already|single|good or|outstanding or))? [\"'“‘]?$",
    re.IGNORECASE,
)
_INDEFINITE_AFTER = re.compile(
    r"[\"'”’]?(?:-rated|-graded)?(?: rated| local| county| city| neighbouring)* (?:council|authority|borough|department|trust|county)\b",
    re.IGNORECASE,
)
_DEFINITE_BEFORE = re.compile(
    rf"(?:{MASK},|\b(?:is|was|are|were|be|been|become|became|becoming|remains?|remained|as|into|now)) (?:now |still |already |also )?(?:an?|another) [\"'“‘]?$",
    re.IGNORECASE,
)
_ANY_RATING = re.compile(r"[\"“]?(?:An?|Any|Every) (?:[\w-]+ ){0,2}(?:rating|grade|judge?ment) of [\"'“‘]?$")
# "Its neighbour is rated outstanding": somebody else, without a name.
_UNNAMED = re.compile(
    r"\b(?:its|their|an?|another|one|'s|the) (?:[\w-]+ )?(?:neighbours?|neighbouring (?:council|authority|borough|county)|other (?:council|authority|borough))"
    r"(?:,? (?:which|that|who|is|was|are|were|has|had|been|also|itself|now|rated|judged|graded))* (?:an? )?[\"'“‘]?$",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"(?:'s)?(?:,| and| &|, and|;| or| as well as)(?: (?:in|the|both|also|neighbouring|nearby|then))* ?| ?/ ?"
)
_LIST_LEAD = re.compile(
    r"[\"'”’]?,?(?: (?:overall|again|last year|this year|ratings?|grades?|judge?ments?|services|children's services|verdicts?|marks?|practice|local|councils?|authorities|departments?|in (?:19|20)\d{2}))*"
    r"(?:,? (?:in|for|at|to|of|were|are|was|is|went to|given to|on|both in|like|such as|including|include|includes|included)|:| -| –)(?: both| the| children's services in| councils| authorities| services in| its| all| those of)* ?"
)
_DIRECT_LEAD = re.compile(
    r"[\"'”’]?(?: (?:Ofsted|overall|inspection))? (?:rating|grade|judge?ment|verdict|mark|report)s?(?: (?:was|were|is|has been|had been) (?:given|handed|awarded|issued))? (?:to|of|on|against) (?:the |neighbouring |nearby )?"
)
_RATED_NAME = re.compile(
    r"[\"'”’]? (?=$)|[\"'”’]?-(?:rated|graded|judged) (?:(?:children's |social |care |services |department |council |authority )*(?:in|at|of) )?"
)
_NAMED_LEAD = re.compile(r"\b(?:including|such as|among them|namely|were|are|they are|is|like|:|–|-|\() ?(?:the )?$")
_VERB_GOES_ON = re.compile(
    r"(?:'s)?(?: [\w']+){0,3} (?:is|was|are|were|has|have|had|got|received|rated|judged|graded)\b"
)
_BOTH = re.compile(
    r"\b(?:both(?: of them| (?:councils|authorities|boroughs|counties|cities|unitaries|areas|services))?|(?:the|all) (?:two|three|four)(?: (?:councils|authorities|boroughs|counties|cities|unitaries|areas))?|the pair|each(?: of (?:them|the (?:two|three)))?)\b",
    re.IGNORECASE,
)
_BOTH_AFTER = re.compile(
    r"[^.;]{0,30}\b(?:for|in) (?:both(?! (?:categories|respects|inspections|years))|each(?! (?:category|area|of the (?:areas|categories)))|all (?:three|four) (?:councils|authorities|boroughs))\b"
)
_ASIDE_LEAD = re.compile(
    rf"(?:'s?)?(?: (?:council|city|county|borough|children's|services?|social|care|department|trust|authority|team))*(?:,| \(| [–—-])(?! (?:and|but|or|while|whereas)\b) [^,;()–—{MASK}]{{0,80}}$|(?:'s?)?,(?= )[^,;]{{0,60}} $",
    re.IGNORECASE,
)
_ASIDE_TAIL = re.compile(
    r"[^,;()–—]{0,60}(?:,|\)| [–—-]) (?:is|was|are|were|has|have|had|remains?|remained|got|received|went|moved|rose|fell|became|will|kept|lost)\b",
    re.IGNORECASE,
)
_CONJUNCT_TAIL = re.compile(
    r"(?:'s [\w ]{1,20})? and (?:is|was|are|were|has|have|had|remains?|remained|got|received)\b"
)
_AFTER_IT = re.compile(r"[^,;]{0,60}\b(?:after|because|when|since|before|until|once|although) (?:it|its services) (?:is|was|were|had been|has been)\b")  # fmt: skip
_PREPOSITION = re.compile(
    r"\b(?:by|with|from|of|to|alongside|like|unlike|than)(?: the| neighbouring| nearby)* $", re.IGNORECASE
)
_POINTING = re.compile(
    r"\b(?:it|its|they|their|them|the (?:[\w-]+ )?(?:council|authority|borough|county|city|trust|company|district|department|services?))\b",
    re.IGNORECASE,
)
_EPITHET = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat)(?: (?!of\b)[\w-]+)?? (?P<kind>county council|city council|borough council|county|city|borough|island|unitary|district|trust|company)(?![\w-])|\b(?P<cap>Island)\b(?! of)"
)


def inspected(council: Council) -> bool:
    """Return whether Ofsted has a grade for the council's children's services: England's upper tier, current or former."""
    return council.childrens_services


def _fits(council: Council, kind: str) -> bool:
    """Whether a page may call the council "the county", "the city" and so on."""
    name, official = council.name, council.official_name
    if kind == "island":
        return name.startswith(("Isle", "Anglesey"))
    if kind == "county council":
        return official.endswith("County Council")
    if kind == "county":
        return _is_county(council) or name.endswith(("shire", "Cornwall", "Dorset", "Northumberland", "Rutland", "Somerset", "Durham"))  # fmt: skip
    if kind in ("city", "city council"):
        return "City" in official
    if kind in ("borough", "borough council"):
        return council.type in ("LBO", "MD") or "Borough" in official
    if kind == "unitary":
        return council.type == "UA"
    return kind == "district" and council.type == "MD"


def _is_county(council: Council) -> bool:
    return council.type == "CTY" or "County" in council.official_name


class Graded:
    """Who a page's grades are given to. Holds the page's text with the names masked, and how much it speaks of each council."""

    def __init__(self, reading: Reading, mentions: tuple[Mention, ...], councils_of: CouncilsOf) -> None:
        """Weigh the page's councils: how often it names each, where, and by what other words."""
        self.reading, self.councils_of = reading, councils_of
        self.plain = reading.plain
        pieces: list[str] = []
        position = 0
        for mention in mentions:
            pieces.extend((self.plain[position : mention.start], MASK * (mention.end - mention.start)))
            position = mention.end
        self.masked = "".join(pieces) + self.plain[position:]
        table = by_code()
        self.mentions = tuple(
            mention
            for mention in mentions
            if mention.label == "TRUST" or (mention.identifier in table and inspected(table[mention.identifier]))
        )
        self.claimed: set[int] = set()  # starts of names that a list after a grade has used up
        self.counts: dict[str, float] = {}
        for mention in self.mentions:
            for code in self._codes([mention], ()):
                self.counts[code] = self.counts.get(code, 0.0) + (1.0 if mention.text not in reading.title else 1.5)
        if self.mentions:
            for code in self._codes([self.mentions[0]], ()):
                self.counts[code] = self.counts.get(code, 0.0) + 0.9
        for mention in self.mentions:
            for code in self.councils_of(mention.identifier) if mention.label == "TRUST" else ():
                self.counts.setdefault(code, 0.1)  # named by its trust alone
        if len(self.counts) > 1:
            self._weigh_epithets()

    def _weigh_epithets(self) -> None:
        for text in (self.masked, self.reading.title):
            for found in _EPITHET.finditer(text):
                fitting = self._fitting(_kind(found))
                if len(fitting) == 1:
                    self.counts[fitting[0]] += 0.5

    def _fitting(self, kind: str) -> list[str]:
        table = by_code()
        fitting = [code for code in self.counts if code in table and _fits(table[code], kind)]
        counties = [code for code in fitting if _is_county(table[code])] if kind == "county" else []
        return counties or fitting

    def owners(self, grade: Grade, graded: list[Grade], low: int, high: int) -> Owners:
        """Return the councils that a grade in the sentence at `low`:`high` is given to, and how sure that is."""
        inside = between(self.mentions, low, high)
        following = next((other.start for other in graded if other.start > grade.end), high)
        after = [mention for mention in inside if grade.end <= mention.start < following]
        before = [mention for mention in inside if mention.end <= grade.start]
        opening, rest = self.masked[low : grade.start], self.masked[grade.end : high]
        lead = self.plain[grade.end : after[0].start] if after else ""
        if after and (_DIRECT_LEAD.fullmatch(lead) or _RATED_NAME.fullmatch(lead)):
            return self._claim(after, following, inside)
        listed = after and _LIST_LEAD.fullmatch(lead)
        if not listed and self._nobody(opening, rest, inside, before, low, grade):
            return NOBODY
        if listed:
            pending = before and not any(other.start > before[-1].end for other in graded if other.end <= grade.start)
            services = pending and re.search(
                r"\b(?:services|grades?|ratings?|judge?ments?|was|were|is|are|been|from|to)\b",
                self.plain[before[-1].end : grade.start],
            )
            if not services:
                return self._claim(after, following, inside)
        group = self._group(opening, rest, before, low)
        if group:
            return group, 0.8
        since = before[-1].end if before else low
        epithet = self._epithet(since, grade.start, before, low)
        if epithet:
            return epithet, 0.75
        if before and before[-1].start in self.claimed and re.search(r"\b(?:it|its|they|their)\b", self.masked[before[-1].end : grade.start]):  # fmt: skip
            return self._spoken_of(low, grade)
        single = before and re.search(r"\b(?:it|its)\b[^.;]{0,25}$", self.masked[before[-1].end : grade.start])
        if before and single and len(self._run_back(before)) > 1:
            return self._spoken_of(low, grade)  # "it" is none of a list
        if before:
            run = self._subject(before, grade)
            if len(run) == len(graded) > 1 and _RESPECTIVELY.search(self.plain, graded[0].end, high):
                run = [run[graded.index(grade)]]
            return (self._codes(run, inside), 0.9) if run else NOBODY
        if after and self._named_later(opening, lead):
            return self._codes(self._run(after, following), inside), 0.75
        return self._spoken_of(low, grade)

    def _named_later(self, opening: str, lead: str) -> bool:
        """Whether a sentence names after the grade whose it is: not where "the council" or "it" says so before."""
        if _POINTING.search(opening) or _POINTING.search(lead) or re.search(r"\b(?:from|by|with) (?:the )?$", lead):
            return False
        return len(lead) < 60 or re.search(r"\b(?:services|council|authority|by ofsted)\b", lead) is not None

    def _nobody(
        self, opening: str, rest: str, inside: list[Mention], before: list[Mention], low: int, grade: Grade
    ) -> bool:
        """Whether the grade is a count's, a kind of council's, or that of somebody without a name."""
        national = _NATIONAL.search(self.masked, max(low, grade.start - 60), grade.start)
        if national is None:
            national = _NATIONAL.search(self.masked, grade.end, min(low + len(opening) + len(rest) + grade.end - grade.start, grade.end + 40))  # fmt: skip
            if national is not None and _PARTS.search(self.masked[grade.end : national.start()]):
                national = None  # "in all four areas" of one council
        if (
            national is not None
            and not (inside and _NAMED_LEAD.search(self.plain[low : inside[0].start]))
            and not any(national.end() <= mention.start < grade.start for mention in before)
            and not (before and _ONE_OF.match(self.masked, before[-1].end, national.start()))
        ):
            return True
        if _GENERIC_BEFORE.search(opening[-90:]) or _UNNAMED.search(opening[-90:]):
            return True
        if _GENERIC_AFTER.match(rest):
            copula = re.search(r"\b(?:are|were|as|become|became|remain|be)(?: \w+){0,2} $", opening[-40:])
            return not (before and copula)
        if _ANY_RATING.fullmatch(opening):
            return True
        return (
            _INDEFINITE_BEFORE.search(opening[-30:]) is not None
            and _INDEFINITE_AFTER.match(rest) is not None
            and _DEFINITE_BEFORE.search(opening[-50:]) is None
        )

    def _claim(self, after: list[Mention], following: int, inside: list[Mention]) -> Owners:
        run = self._run(after, following)
        self.claimed.update(mention.start for mention in run)
        return self._codes(run, inside), 0.9

    def _subject(self, before: list[Mention], grade: Grade) -> list[Mention]:
        """Return the names before the grade that it is said of: the last, or those before an aside that holds the last."""
        run = self._run_back(before)
        earlier = [mention for mention in before if mention.end <= run[0].start]
        gap = self.masked[run[-1].end : grade.start]
        if earlier:
            lead = self.masked[earlier[-1].end : run[0].start]
            aside = _ASIDE_LEAD.match(lead) is not None and _ASIDE_TAIL.match(gap) is not None
            if aside or ((_CONJUNCT_TAIL.match(gap) or _AFTER_IT.match(gap)) and _PREPOSITION.search(lead)):
                return self._run_back(earlier)
        return run

    def _group(self, opening: str, rest: str, before: list[Mention], low: int) -> tuple[str, ...]:
        """Return the councils that "both" or "all three" stands for: the sentence's own list, or else the last one named."""
        since = opening.rfind(MASK) + 1
        found = _BOTH.search(opening, max(since, len(opening) - 60))
        if found is None and not _BOTH_AFTER.match(rest):
            return ()
        if found is not None and re.match(r" (?:of (?:its|the)|\w+ (?:areas|categories))", opening[found.end() :]):
            return ()
        if before and len(own := self._codes(self._run_back(before), before)) > 1:
            return own
        earlier = between(self.mentions, max(0, low - 3000), low)
        while earlier:
            run = self._run_back(earlier)
            codes = self._codes(run, ())
            if len(codes) < 2 and run[0].label == "TRUST":
                codes = tuple(code for code in self.councils_of(run[0].identifier) if code in self.counts)
            if len(codes) > 1:
                return codes
            earlier = earlier[: -len(run)]
        return ()

    def _epithet(self, since: int, stop: int, before: list[Mention], low: int) -> tuple[str, ...]:
        """Return the council that "the county", "the city" or "the trust" stands for, where the name before it cannot be."""
        said = list(_EPITHET.finditer(self.masked, since, stop))
        if not said:
            return ()
        kind = _kind(said[-1])
        earlier = between(self.mentions, max(0, low - 3000), since)
        if kind in ("trust", "company"):
            named = [mention for mention in earlier if mention.label == "TRUST"]
            return () if before else self._codes(named[-1:], ())
        fitting = self._fitting(kind)
        last = self._codes(before[-1:], ())
        if not fitting or (len(last) == 1 and last[0] in fitting):
            return ()
        if shared := tuple(code for code in last if code in fitting):
            return shared  # "the Hampshire-Isle of Wight partnership, under which the island's services"
        paragraph = self.plain.rfind("\n", max(0, low - 3000), low) + 1
        near = [code for mention in earlier if mention.start >= paragraph for code in self._codes([mention], ())]
        recent = [code for code in near if code in fitting]
        return (recent[-1] if recent else max(fitting, key=lambda code: self.counts[code]),)

    def _run(self, mentions: list[Mention], following: int) -> list[Mention]:
        chosen = [mentions[0]]
        for mention in mentions[1:]:
            if not _JOINT.fullmatch(self.plain, chosen[-1].end, mention.start):
                break
            chosen.append(mention)
        if len(chosen) > 1 and following - chosen[-1].end < 40 and _VERB_GOES_ON.match(self.plain, chosen[-1].end):
            chosen.pop()  # the next grade's own subject
        return chosen

    def _run_back(self, mentions: list[Mention]) -> list[Mention]:
        chosen = [mentions[-1]]
        for mention in reversed(mentions[:-1]):
            if mention.start in self.claimed or not _JOINT.fullmatch(self.plain, mention.end, chosen[-1].start):
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
                    known = tuple(code for code in owned if self.counts.get(code, 0.0) >= 1.0)
                    owned = near or known or (owned if len(owned) == 2 else ())
            codes.extend(code for code in owned if code not in codes)
        return tuple(codes)

    def _spoken_of(self, low: int, grade: Grade) -> Owners:
        """Return the council that a sentence without a name speaks of: its paragraph's last subject, or else the page's own."""
        if not self.counts:
            return NOBODY
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


def _kind(found: re.Match[str]) -> str:
    return "island" if found["cap"] else str(found["kind"])
