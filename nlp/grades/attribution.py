"""Whose a grade is (attribution, a relation extraction): the council named before it or after it, the ones that "both" or "the county" stand for, or the page's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise

from nlp.grades import attribution_words as words
from nlp.grades import headings, without_names
from nlp.grades.detection import MASK, Grade
from nlp.grades.echoes import Echo
from nlp.grades.epithets import fits, is_county
from nlp.names.document import Document
from nlp.names.gazetteer import by_code
from nlp.text.spans import between
from warehouse.records import Mention
from warehouse.reference import Council

CouncilsOf = Callable[[str], tuple[str, ...]]
Owners = tuple[tuple[str, ...], float]

NOBODY: Owners = ((), 0.0)


def inspected(council: Council) -> bool:
    """Return whether Ofsted has a grade for the council's children's services: England's upper tier, current or former."""
    return council.childrens_services


class Graded:
    """Who a page's grades are given to. Holds the page's text with the names masked, and how much it speaks of each council."""

    def __init__(self, reading: Document, mentions: tuple[Mention, ...], councils_of: CouncilsOf) -> None:
        """Mask the names of `mentions`, and keep those of councils that Ofsted inspects."""
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
            if (mention.label == "TRUST" or (mention.identifier in table and inspected(table[mention.identifier])))
            and not without_names.is_address(mention, self.masked)
        )
        self.claimed: set[int] = set()  # starts of names that a list after a grade has used up
        self.last: tuple[int, tuple[str, ...]] = (-9, ())  # where the sentence of the last grade ends, and whose it was
        self._counts: dict[str, float] | None = None

    @cached_property
    def sections(self) -> list[tuple[int, str]]:
        """Where the sections of a round-up begin, and whose they are."""
        return headings.sections(self.plain, self.mentions)

    @property
    def counts(self) -> dict[str, float]:
        """How much the page speaks of each council; weighed when it is first asked for."""
        if self._counts is None:
            self._counts = {}
            self._weigh(self._counts)
        return self._counts

    def _weigh(self, counts: dict[str, float]) -> None:
        title = self.reading.title
        for mention in self.mentions:
            for code in self.codes([mention], ()):
                counts[code] = counts.get(code, 0.0) + (1.5 if mention.text in title else 1.0)
        if self.mentions:
            for code in self.codes([self.mentions[0]], ()):
                counts[code] = counts.get(code, 0.0) + 0.9
        for mention in self.mentions:
            for code in self.councils_of(mention.identifier) if mention.label == "TRUST" else ():
                counts.setdefault(code, 0.1)  # named by its trust alone
        if len(counts) > 1:
            self._weigh_epithets()

    def _weigh_epithets(self) -> None:
        for text in (self.masked, self.reading.title):
            for found in words.EPITHET.finditer(text):
                fitting = self._fitting(_kind(found))
                if len(fitting) == 1:
                    self.counts[fitting[0]] += 0.5

    def _fitting(self, kind: str) -> list[str]:
        table = by_code()
        fitting = [code for code in self.counts if code in table and fits(table[code], kind)]
        counties = [code for code in fitting if is_county(table[code])] if kind == "county" else []
        if counties and max(self.counts[code] for code in counties) * 2 < max(self.counts[code] for code in fitting):
            return fitting  # Worcestershire, told of once, is not "the county" of a page on Herefordshire
        return counties or fitting

    def owners(self, grade: Grade, graded: list[Grade], low: int, high: int) -> Owners:
        """Return the councils that a grade in the sentence at `low`:`high` is given to, and how sure that is."""
        inside = between(self.mentions, low, high)
        following = next((other.start for other in graded if other.start > grade.end), high)
        after = [mention for mention in inside if grade.end <= mention.start < following]
        before = [mention for mention in inside if mention.end <= grade.start]
        opening, rest = self.masked[low : grade.start], self.masked[grade.end : high]
        lead = self.plain[grade.end : after[0].start] if after else ""
        if after and (dated := self._dated(words.AMONG, grade, high)):
            return dated, 0.8
        if after and (words.DIRECT_LEAD.fullmatch(lead) or words.RATED_NAME.fullmatch(lead)):
            return self._claim(after, following, inside)
        listed = after and words.LIST_LEAD.fullmatch(lead)
        if not before and not listed and (titled := self._titled(opening)):
            return titled, 0.75
        if not listed and self._nobody(opening, rest, inside, before, low, grade):
            return NOBODY
        if listed and not self._waits_for_grade(before, grade, graded):
            return self._claim(after, following, inside)
        if group := self._group(opening, before, low):
            return group, 0.8
        if epithet := self._epithet(before[-1].end if before else low, grade.start, before, low):
            return epithet, 0.75
        if before:
            return self._named_before(before, grade, graded, low, high)
        if after and self._named_later(opening, lead):
            return self.codes(self._run(after, following), inside), 0.75
        return self._spoken_of(low, grade)

    def _waits_for_grade(self, before: list[Mention], grade: Grade, graded: list[Grade]) -> bool:
        """Whether the last name before a grade has none yet, and words on its services lead to this one."""
        if not before or any(other.start > before[-1].end for other in graded if other.end <= grade.start):
            return False
        return words.SERVICES_WERE.search(self.plain[before[-1].end : grade.start]) is not None

    def _named_before(self, before: list[Mention], grade: Grade, graded: list[Grade], low: int, high: int) -> Owners:
        """Return the owners among the names before a grade, or the council spoken of where a pronoun means none of them."""
        since = self.masked[before[-1].end : grade.start]
        if before[-1].start in self.claimed and re.search(r"\b(?:it|its|they|their)\b", since):
            return self._spoken_of(low, grade)
        if re.search(r"\b(?:it|its)\b[^.;]{0,25}$", since) and len(self._run_back(before)) > 1:
            return self._spoken_of(low, grade)  # "it" is none of a list
        run = self._subject(before, grade)
        if len(run) == len(graded) > 1 and (
            words.RESPECTIVELY.search(self.plain, graded[0].end, high) or self._listed(graded)
        ):
            run = [run[graded.index(grade)]]
        if len(before) > 1 and (which := words.WHICH.search(self.masked, run[-1].end, grade.start)):
            run = before[-2:-1] if which["first"] else before[-1:]
        return (self.codes(run, between(self.mentions, low, high)), 0.9) if run else NOBODY

    def _listed(self, graded: list[Grade]) -> bool:
        """Whether the sentence's grades, all different, make one list: "Camden and Hackney, rated outstanding and good"."""
        gaps = (self.masked[one.end : other.start] for one, other in pairwise(graded))
        return len({grade.grade for grade in graded}) == len(graded) and all(
            gap.strip("\"'”’“‘ ") in (",", "and", ", and") for gap in gaps
        )

    def echoed(self, echo: Echo, low: int, high: int) -> tuple[str, ...]:
        """Return the councils that an echo in the sentence at `low`:`high` names: those after "so are", the one before "is another"."""
        inside = between(self.mentions, low, high)
        if echo.kind == "one":
            before = [mention for mention in inside if mention.end <= echo.start]
            return (
                self.codes(self._run_back(before) if echo.start - before[-1].end < 2 else before[-1:], inside)
                if before
                else ()
            )
        after = [mention for mention in inside if mention.start >= echo.end]
        if (
            not after
            or after[0].start > echo.end
            or re.match(r"'s? (?!children|services|social)", self.plain[after[0].end : after[0].end + 12])
        ):
            return ()
        run = self._run(after, high)
        apart = next(
            (
                place
                for place, mention in enumerate(run[1:], 1)
                if ";" in self.plain[run[place - 1].end : mention.start]
            ),
            len(run),
        )
        run = run[:apart]
        if len(run) > 1 and words.VERB_GOES_ON.match(self.plain, run[-1].end):
            run.pop()
        self.claimed.update(mention.start for mention in run)
        return self.codes(run, inside)

    def elided(self, grade: Grade, high: int) -> tuple[str, ...]:
        """Return the councils that take a dated grade without a verb: "inadequate last summer and Knowsley a fortnight ago"."""
        return self._dated(words.ELIDED, grade, high)

    def _dated(self, listing: re.Pattern[str], grade: Grade, high: int) -> tuple[str, ...]:
        found = listing.match(self.masked, grade.end, high)
        return self.codes(between(self.mentions, *found.span("names")), ()) if found else ()

    def _titled(self, opening: str) -> tuple[str, ...]:
        """Return the councils of the title, where the sentence says "two councils" and the title names two."""
        said = words.COUNTED.search(opening)
        if said is None:
            return ()
        title = self.reading.title
        named = dict.fromkeys(
            mention.identifier for mention in self.mentions if mention.label == "COUNCIL" and mention.text in title
        )
        return tuple(named) if len(named) == words.COUNT[said["count"].lower()] else ()

    def _named_later(self, opening: str, lead: str) -> bool:
        """Whether a sentence names after the grade whose it is: not where "the council" or "it" says so before."""
        if (
            words.POINTING.search(opening)
            or words.POINTING.search(lead)
            or re.search(r"\b(?:from|by|with) (?:the )?$", lead)
        ):
            return False
        return len(lead) < 60 or re.search(r"\b(?:services|council|authority|by ofsted)\b", lead) is not None

    def _nobody(
        self, opening: str, rest: str, inside: list[Mention], before: list[Mention], low: int, grade: Grade
    ) -> bool:
        """Whether the grade is a count's, a kind of council's, or that of somebody without a name."""
        national = words.NATIONAL.search(self.masked, max(low, grade.start - 60), grade.start)
        if national is None:
            national = words.NATIONAL.search(self.masked, grade.end, min(low + len(opening) + len(rest) + grade.end - grade.start, grade.end + 40))  # fmt: skip
            if national is not None and words.PARTS.search(self.masked[grade.end : national.start()]):
                national = None  # "in all four areas" of one council
        if (
            national is not None
            and not (inside and words.NAMED_LEAD.search(self.plain[low : inside[0].start]))
            and not any(national.end() <= mention.start < grade.start for mention in before)
            and not (before and words.ONE_OF.match(self.masked, before[-1].end, national.start()))
        ):
            return True
        if re.fullmatch(r"\w+ \w+s", self.masked[grade.start : grade.end]) and words.MANY.search(opening[-15:]):
            return True  # "so many top grades"
        if not before and words.THE_REST.match(opening):
            return True
        if words.GENERIC_BEFORE.search(opening[-90:]):
            return words.FIRST.search(opening[-150:]) is None
        if words.UNNAMED.search(opening[-90:]) or (before and without_names.is_unnamed(opening)):
            return True
        if words.GENERIC_AFTER.match(rest):
            copula = re.search(r"\b(?:are|were|as|become|became|remain|be)(?: \w+){0,2} $", opening[-40:])
            return not (before and copula)
        if words.ANY_RATING.fullmatch(opening):
            return True
        return (
            words.INDEFINITE_BEFORE.search(opening[-30:]) is not None
            and words.INDEFINITE_AFTER.match(rest) is not None
            and words.DEFINITE_BEFORE.search(opening[-50:]) is None
        )

    def _claim(self, after: list[Mention], following: int, inside: list[Mention]) -> Owners:
        run = self._run(after, following)
        self.claimed.update(mention.start for mention in run)
        return self.codes(run, inside), 0.9

    def _subject(self, before: list[Mention], grade: Grade) -> list[Mention]:
        """Return the names before the grade that it is said of: the last, or those before an aside that holds the last."""
        run = self._run_back(before)
        if (
            len(run) > 1
            and words.APART.search(self.plain, max(0, run[0].start - 20), run[0].start)
            and self.plain[run[0].end : run[1].start].strip() == ","
        ):
            run = run[1:]  # "Unlike Harrow, Hillingdon is"
        earlier = [mention for mention in before if mention.end <= run[0].start]
        gap = self.masked[run[-1].end : grade.start]
        if earlier:
            lead = self.masked[earlier[-1].end : run[0].start]
            if words.LIKE.fullmatch(lead):
                return [*self._run_back(earlier), *run]
            aside = words.ASIDE_LEAD.match(lead) is not None and words.ASIDE_TAIL.match(gap) is not None
            if aside or (
                (words.CONJUNCT_TAIL.match(gap) or words.AFTER_IT.match(gap)) and words.PREPOSITION.search(lead)
            ):
                return self._run_back(earlier)
        return run

    def _group(self, opening: str, before: list[Mention], low: int) -> tuple[str, ...]:
        """Return the councils that "both" or "all three" stands for: the sentence's own list, or else the last one named."""
        since = opening.rfind(MASK) + 1
        found = words.BOTH.search(opening, max(since, len(opening) - 60))
        if found is None:
            return ()
        if before and len(own := self.codes(self._run_back(before), before)) > 1:
            return own
        earlier = between(self.mentions, max(0, low - 3000), low)
        while earlier:
            run = self._run_back(earlier)
            codes = self.codes(run, ())
            if len(codes) < 2 and run[0].label == "TRUST":
                codes = tuple(code for code in self.councils_of(run[0].identifier) if code in self.counts)
            if len(codes) > 1:
                return codes
            earlier = earlier[: -len(run)]
        return self._two_before(low) if words.TWO.search(opening) else ()

    def _two_before(self, low: int) -> tuple[str, ...]:
        """Return the two councils of the sentence before, however far apart they stand in it."""
        last = self.reading.sentence(max(0, low - 2))
        codes = self.codes(between(self.mentions, last.start, low), ())
        return codes if len(codes) == 2 else ()

    def _epithet(self, since: int, stop: int, before: list[Mention], low: int) -> tuple[str, ...]:
        """Return the council that "the county", "the city" or "the trust" stands for, where the name before it cannot be."""
        said = list(words.EPITHET.finditer(self.masked, since, stop))
        if not said:
            return ()
        kind = _kind(said[-1])
        earlier = between(self.mentions, max(0, low - 3000), since)
        if kind in ("trust", "company"):
            named = [mention for mention in earlier if mention.label == "TRUST"]
            return () if before else self.codes(named[-1:], ())
        fitting = self._fitting(kind)
        last = self.codes(before[-1:], ())
        if not fitting or (len(last) == 1 and last[0] in fitting):
            return ()
        if (headed := headings.heading(self.sections, since)) in fitting:
            return (headed,)
        if shared := tuple(code for code in last if code in fitting):
            return shared  # "the Hampshire-Isle of Wight partnership, under which the island's services"
        paragraph = self.plain.rfind("\n", max(0, low - 3000), low) + 1
        near = [code for mention in earlier if mention.start >= paragraph for code in self.codes([mention], ())]
        recent = [code for code in near if code in fitting]
        return (recent[-1] if recent else max(fitting, key=lambda code: self.counts[code]),)

    def _run(self, mentions: list[Mention], following: int) -> list[Mention]:
        chosen = [mentions[0]]
        for mention in mentions[1:]:
            if not words.JOINT.fullmatch(self.plain, chosen[-1].end, mention.start):
                break
            chosen.append(mention)
        if len(chosen) > 1 and following - chosen[-1].end < 40 and words.VERB_GOES_ON.match(self.plain, chosen[-1].end):
            chosen.pop()  # the next grade's own subject
        return chosen

    def _run_back(self, mentions: list[Mention]) -> list[Mention]:
        chosen = [mentions[-1]]
        for mention in reversed(mentions[:-1]):
            if mention.start in self.claimed or not words.JOINT.fullmatch(self.plain, mention.end, chosen[-1].start):
                break
            chosen.append(mention)
        return chosen[::-1]

    def codes(self, mentions: list[Mention], inside: list[Mention] | tuple[Mention, ...]) -> tuple[str, ...]:
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
        end, owners = self.last
        if (
            len(owners) == 1
            and 0 <= low - end < 3
            and words.TAKES_UP.match(self.masked, low)
            and "\n" not in self.plain[end:low]
        ):
            return owners, 0.75  # "Ofsted had found the island inadequate. They have been good since"
        main = max(self.counts, key=lambda code: self.counts[code])
        if without_names.speaks_of_its_own(self.reading, self.masked, self.mentions[0], low):
            return NOBODY
        paragraph = self.plain.rfind("\n", max(0, low - 3000), low) + 1
        earlier = between(self.mentions, max(paragraph, low - 3000), low)
        if earlier:
            last = self.reading.sentence(earlier[-1].start)
            subject = next(mention for mention in earlier if mention.start >= last.start)
            codes = self.codes([subject], earlier)
            if len(codes) > 1 and main in codes:
                codes = (main,)  # of a trust's councils, the one that the page is on
            said = self.plain[low : grade.start if grade.start - low > 12 else grade.end + 60]
            if codes and (
                self.counts.get(codes[0], 0) * 2 >= self.counts[main]
                or re.search(r"\b(?:it|its|they|their)\b", said, re.IGNORECASE)
            ):
                return codes[:1], 0.7
        if headed := headings.heading(self.sections, low):
            return (headed,), 0.7
        return (main,), 0.6


def _kind(found: re.Match[str]) -> str:
    return "island" if found["cap"] else str(found["kind"])
