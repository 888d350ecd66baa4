"""All finders over one text: the one place that knows their order. The tagger and the spaCy components both call it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from nlp import events
from nlp.grades import judgements
from nlp.money import funding
from nlp.names import coreference, councils, trusts
from nlp.names.document import Document, read_document
from nlp.names.sightings import Sighting
from nlp.names.trusts import TrustSighting
from nlp.text.topic import Topic, classify_topic
from warehouse.records import Event, FundingFigure, Judgement, Mention
from warehouse.reference import TrustCouncil
from warehouse.reference import trusts as table
from warehouse.tags import TagKind


@cache
def _councils_by_slug() -> dict[str, tuple[TrustCouncil, ...]]:
    return {trust.slug: trust.councils for trust in table()}


@dataclass(slots=True)
class Analysis:
    """One text and what was found in it so far. Each part is worked out once, when it is first asked for."""

    reading: Document
    topic: Topic
    _trusts: list[TrustSighting] | None = None
    _councils: list[Sighting] | None = None
    _mentions: tuple[Mention, ...] | None = None
    _judgements: list[Judgement] | None = None
    _funding: list[FundingFigure] | None = None
    _events: list[Event] | None = None

    @property
    def trusts(self) -> list[TrustSighting]:
        """The trusts named."""
        if self._trusts is None:
            self._trusts = trusts.find_trusts(self.reading)
        return self._trusts

    @property
    def sightings(self) -> list[Sighting]:
        """Every sighting of a council's name, accepted or not."""
        if self._councils is None:
            taken = tuple((trust.start, trust.end) for trust in self.trusts)
            self._councils = councils.find_councils(self.reading, self.topic, taken=taken)
        return self._councils

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Councils and trusts, in order."""
        if self._mentions is not None:
            return self._mentions
        text = self.reading.text
        made = [
            Mention(
                TagKind.COUNCIL,
                one.start,
                one.end,
                text[one.start : one.end],
                one.council.gss,
                one.confidence,
                one.rule,
            )
            for one in self.sightings
            if one.accepted
        ]
        made.extend(
            Mention(TagKind.TRUST, one.start, one.end, text[one.start : one.end], one.slug, one.confidence, one.rule)
            for one in self.trusts
        )
        self._mentions = tuple(sorted(made, key=lambda mention: (mention.start, -mention.end)))
        return self._mentions

    @property
    def funding(self) -> list[FundingFigure]:
        """The sums of public money."""
        if self._funding is None:
            self._funding = funding.find_funding(self.reading, self.mentions, self.topic)
        return self._funding

    def councils_of(self, slug: str) -> tuple[str, ...]:
        """Return the councils whose services a trust runs on the text's day: their GSS codes."""
        named = _councils_by_slug().get(slug)
        if named is not None:
            on = self.reading.published or date.max
            now = tuple(
                one.gss
                for one in named
                if (one.since or date.min) <= on < (one.until or date.max) or (on == date.max and one.until is None)
            )
            return now or tuple(one.gss for one in named)
        return next((one.councils for one in self.trusts if one.slug == slug and one.councils), ())

    @property
    def judgements(self) -> list[Judgement]:
        """Ofsted's grades."""
        if self._judgements is None:
            self._judgements = judgements.find_judgements(self.reading, self.mentions, self.councils_of)
        return self._judgements

    @property
    def references(self) -> list[Mention]:
        """What "the council" stands for, where that is plain; not among the mentions."""
        return coreference.resolve_references(self.reading, self.mentions)

    @property
    def events(self) -> list[Event]:
        """What happened or is to happen."""
        if self._events is None:
            self._events = events.find_events(self.reading, self.mentions, self.funding)
        return self._events


def analyse(text: str, title: str = "", published: date | None = None) -> Analysis:
    """Return the analysis of a text; nothing but its reading and its topic is worked out yet."""
    reading = read_document(text, title, published)
    return Analysis(reading, classify_topic(reading.plain, reading.title))
