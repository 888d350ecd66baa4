"""The year: when what happens, in which seasons, lulls and silences, and who reports it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.generated_year.kinds import EventKind, SentenceParts, event_kinds, other_parts
from bench.generated_year.money import Fund
from bench.generated_year.reports import EventTeller, ToldArticle
from bench.generated_year.slots import EventSlots
from warehouse.vocabulary.stories import Relation

FIRST_DAY = datetime(2025, 9, 1, 6, tzinfo=UTC)
DAYS = 364
LULL = range(327, 358)  # late July and August: a quarter of the news
SILENCES = (range(112, 124), range(228, 238))  # Christmas, and the weeks before an election: nothing of policies
OUTLETS = tuple(f"{name}-{kind}" for name in ("calder", "solent", "fenland", "mercia") for kind in ("post", "courier", "care-weekly"))  # fmt: skip
FOLLOWERS = (Relation.COPY, Relation.COPY, Relation.REWRITE, Relation.REWRITE, Relation.INDEPENDENT, Relation.INDEPENDENT)  # fmt: skip
REPORTS = (1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 7)  # of an event, 2.8 on average


@dataclass(frozen=True, slots=True)
class YearSize:
    """How much happens."""

    events: int  # without money
    funds: int
    look_alikes: int
    near: int
    off: int


FULL = YearSize(events=150, funds=50, look_alikes=50, near=100, off=350)
SMALL = YearSize(events=14, funds=5, look_alikes=4, near=8, off=16)


@dataclass(frozen=True, slots=True)
class PlantedEvent:
    """Something that happened, and for which policies it is evidence."""

    event_id: str
    kind: EventKind
    day: int
    fund: Fund | None
    again: bool  # it tells a sum that was announced before


@dataclass(frozen=True, slots=True)
class PlantedArticle:
    """An article with its truth."""

    article_id: str
    outlet: str
    published: datetime
    title: str
    text: str
    event: PlantedEvent | None  # None for news that is no evidence
    relation: Relation
    sums: tuple[tuple[int, int], ...]  # where the event's sum stands in the text

    @property
    def policies(self) -> frozenset[str]:
        """The policies for which an editor would accept it."""
        return frozenset((*self.event.kind.policies, *self.event.kind.also)) if self.event else frozenset()


@dataclass(frozen=True, slots=True)
class GeneratedYear:
    """Everything that was published, in order, and the truth of it."""

    articles: tuple[PlantedArticle, ...]
    events: tuple[PlantedEvent, ...]
    look_alikes: tuple[tuple[Fund, Fund], ...]  # two schemes of one amount


def generate_year(seed: int = 1, size: YearSize = FULL) -> GeneratedYear:
    """Return a year: the same for the same seed and size."""
    numbers = random.Random(seed)
    seasons = {kind.name: _season(numbers) for kind in event_kinds()}
    events, look_alikes = _money_events(size, seasons, numbers)
    poor = [kind for kind in event_kinds() if not kind.funds]
    for number in range(size.events):
        kind = poor[number % len(poor)]
        events.append(PlantedEvent(f"event {number}", kind, _day(seasons[kind.name], numbers), None, again=False))
    articles = [one for event in events for one in _reports(event, events, numbers)]
    for name, count in (("near", size.near), ("off", size.off)):
        articles += [_other(f"{name} {number}", other_parts(name), numbers) for number in range(count)]
    articles.sort(key=lambda one: (one.published, one.article_id))
    events.sort(key=lambda one: (one.day, one.event_id))
    return GeneratedYear(tuple(articles), tuple(events), tuple(look_alikes))


def _season(numbers: random.Random) -> tuple[int, int]:
    """Return when a theme is at its height, and for how many days it is in the news: themes come and go."""
    return numbers.randrange(DAYS), numbers.randint(40, 160)


def _day(season: tuple[int, int], numbers: random.Random) -> int:
    while True:
        day = int(numbers.gauss(*season))
        quiet = any(day in silence for silence in SILENCES) or (day in LULL and numbers.random() < 0.75)
        if 0 <= day < DAYS and not quiet:
            return day


def _money_events(
    size: YearSize, seasons: dict[str, tuple[int, int]], numbers: random.Random
) -> tuple[list[PlantedEvent], list[tuple[Fund, Fund]]]:
    """Return the announcements of money with those that only repeat one, and the pairs of schemes with equal sums."""
    rich = [kind for kind in event_kinds() if kind.funds]
    mixed = {kind.name: numbers.sample(kind.funds, len(kind.funds)) for kind in rich}  # no two funds bear one name
    own = -(-size.funds // len(rich))  # names of a kind for its own funds; look-alikes bear the others
    events: list[PlantedEvent] = []
    pairs: list[tuple[Fund, Fund]] = []
    for number in range(size.funds):
        kind = rich[number % len(rich)]
        fund = Fund.drawn(f"fund {number}", kind.name, mixed[kind.name][number // len(rich)], numbers)
        day = _day(seasons[kind.name], numbers)
        events.append(PlantedEvent(f"announced {number}", kind, day, fund, again=False))
        for time in range(numbers.choice((1, 1, 2, 3))):
            later = day + numbers.randint(18, 120)
            if later < DAYS:
                events.append(PlantedEvent(f"again {number}.{time}", kind, later, fund, again=True))
        if number < size.look_alikes:
            free = [one for one in rich if len(mixed[one.name]) > own]
            other = kind if kind in free and numbers.random() < 0.3 else numbers.choice(free)
            like = fund.like(f"like {number}", other.name, mixed[other.name].pop(), numbers)
            near = min(DAYS - 1, max(0, day + numbers.randint(-20, 20)))
            events.append(PlantedEvent(f"like {number}", other, near, like, again=False))
            pairs.append((fund, like))
    return events, pairs


def _reports(event: PlantedEvent, events: list[PlantedEvent], numbers: random.Random) -> list[PlantedArticle]:
    late = event.day / DAYS
    slots = event.fund.slots.with_others(numbers) if event.fund else EventSlots.drawn(numbers)
    before = ""
    if event.again:
        first = next(one for one in events if one.fund is event.fund)
        before = (FIRST_DAY + timedelta(days=first.day)).strftime("%B")
    teller = EventTeller(event.kind.parts, slots, numbers, late, before=before)
    yearly = event.again and event.fund is not None and event.fund.years > 1 and numbers.random() < 0.3
    money = event.fund.words(numbers, yearly=yearly) if event.fund else {}
    at = FIRST_DAY + timedelta(days=event.day, minutes=numbers.randrange(600))
    told = [(at, teller.original(money))]
    for _ in range(numbers.choice(REPORTS) - 1):
        after = at + timedelta(hours=min(96.0, 1 + numbers.expovariate(1 / 20)))
        told.append((after, teller.follower(numbers.choice(FOLLOWERS), money)))
    outlets = numbers.sample(OUTLETS, len(told))
    return [
        _planted(f"{event.event_id} / {number}", outlet, when, one, event)
        for number, (outlet, (when, one)) in enumerate(zip(outlets, told, strict=True))
    ]


def _planted(
    article_id: str, outlet: str, when: datetime, told: ToldArticle, event: PlantedEvent | None
) -> PlantedArticle:
    return PlantedArticle(article_id, outlet, when, told.title, told.text, event, told.relation, told.sums)


def _other(article_id: str, all_parts: tuple[SentenceParts, ...], numbers: random.Random) -> PlantedArticle:
    day = numbers.randrange(DAYS)
    teller = EventTeller(numbers.choice(all_parts), EventSlots.drawn(numbers), numbers, day / DAYS)
    when = FIRST_DAY + timedelta(days=day, minutes=numbers.randrange(900))
    return _planted(article_id, numbers.choice(OUTLETS), when, teller.original({}), None)
