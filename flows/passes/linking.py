"""Linking articles (incremental record linkage): each that came is weighed against stored ones near it, and put into a story.

It is found by rare words within a window of days, and its sums by their amounts with rare words, so that what it costs
does not grow with what is stored. Then the stories that it touches are grouped anew, with their names kept. A batch is one record in the
spool and one transaction: a run that is killed goes on with the articles that still wait.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from uuid import UUID

from flows.passes.ledgering import Ledger
from flows.passes.linked_texts import LinkedText, LinkedTexts, as_text
from nlp.stories.clustering import WINDOW_DAYS, candidate_pairs
from nlp.stories.keys import NEIGHBOURS, story_keys
from nlp.stories.pairs import load_pair_model, probabilities
from nlp.stories.regrouping import groups_of, keep_names
from nlp.stories.relations import relation_by, taken_from
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import LinkedArticle, Linking, StoryMember, StoryPair, identifier
from warehouse.store import Store

BATCH_ARTICLES = 50  # of one record: half a minute of work at most, so that a run that is killed does little again
LEAST_KEPT = 0.02  # probability below which a pair is not kept: it counts as 0 in a mean
RULES = "linker-1"


@cache
def linker_version() -> str:
    """Names the rules and the models: a change of any of them is another version."""
    models = files("nlp").joinpath("data/stories.json").read_bytes()
    return f"{RULES}-{hashlib.sha256(models).hexdigest()[:10]}"


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two articles, weighed."""

    probability: float
    taken: float


Pair = tuple[UUID, UUID]


class Linker:
    """Links articles, batch by batch, against what the warehouse holds."""

    def __init__(self, store: Store, folder: DataFolder) -> None:
        self._store, self._folder = store, folder
        self._texts = LinkedTexts(store)

    def link(self, batch: Sequence[LinkedText]) -> None:
        """Link these articles, spool what came of it and load it."""
        made_at = datetime.now(UTC)
        self._texts.put(batch)
        weighed = self._weigh(batch)
        stories = self._stories(batch, weighed, made_at)
        near = {pair: each.probability for pair, each in weighed.items()}
        ledger = Ledger(self._store, self._texts, batch, near, made_at)
        articles = tuple(_linked(one, weighed, ledger) for one in batch)
        record = Linking(linker_version(), made_at, articles, stories, ledger.mentions())
        key = identifier("linking", made_at.isoformat(), *(str(one.revision_id) for one in batch))
        spool.write_batch(self._folder, f"linking-{key}", [record])
        self._store.drain()

    def _weigh(self, batch: Sequence[LinkedText]) -> dict[Pair, Weighed]:
        """Return the pairs of an article of the batch with another one that are worth keeping."""
        signs = [one.signs for one in batch]
        pairs = [(batch[n], batch[m]) for n, m in candidate_pairs(signs)]
        pairs += self._stored_pairs(batch)
        found = {}
        for (one, other), likely in zip(pairs, probabilities([(a.signs, b.signs) for a, b in pairs]), strict=True):
            if likely >= LEAST_KEPT:
                found[one.article_id, other.article_id] = Weighed(likely, taken_from(one.signs, other.signs))
        return found

    def _stored_pairs(self, batch: Sequence[LinkedText]) -> list[tuple[LinkedText, LinkedText]]:
        window = timedelta(days=WINDOW_DAYS)
        keys = [story_keys(one.signs) for one in batch]
        rows = self._store.query(
            "story_neighbours",
            keys=as_text([key.key for key in each] for each in keys),
            weights=as_text([key.weight for key in each] for each in keys),
            low=min(one.dated for one in batch) - window,
            high=max(one.dated for one in batch) + window,
            most=NEIGHBOURS + len(batch),
        )
        own = {one.article_id for one in batch}
        near = [
            (batch[row["number"]], row["article_id"])
            for row in rows
            if row["article_id"] not in own and abs(row["dated"] - batch[row["number"]].dated) <= window
        ]
        texts = self._texts.of(other for _, other in near)
        return [(one, texts[other]) for one, other in near if other in texts]

    def _stories(
        self, batch: Sequence[LinkedText], weighed: Mapping[Pair, Weighed], made_at: datetime
    ) -> tuple[StoryMember, ...]:
        """Return the story of each article of the batch, and of all in the stories that it touches."""
        least = load_pair_model().threshold
        own = {one.article_id for one in batch}
        touched = own | {one for pair, each in weighed.items() if each.probability >= least for one in pair}
        rows = self._store.query("story_members", article_ids=sorted(touched))
        held = {row["article_id"]: row["story_id"] for row in rows}
        dated = {row["article_id"]: row["dated"] for row in rows} | {one.article_id: one.dated for one in batch}
        pairs = dict(weighed)
        for row in self._store.query("story_pairs", article_ids=sorted(dated.keys() - own)):
            pairs[row["article_id"], row["other_id"]] = Weighed(row["probability"], row["taken"])
        local = {pair: each for pair, each in pairs.items() if pair[0] in dated and pair[1] in dated}
        ordered = sorted(dated, key=lambda one: (dated[one], one))
        groups = groups_of(ordered, {pair: each.probability for pair, each in local.items()}, least)
        names = keep_names(groups, held, lambda first: identifier("story", str(first), made_at.isoformat()))
        taken = {pair: each.taken for pair, each in local.items()}
        return tuple(
            StoryMember(one, names[one], relation_by([_share(taken, one, before) for before in group[:place]]))
            for group in groups
            for place, one in enumerate(group)
        )


def _share(taken: Mapping[Pair, float], one: UUID, other: UUID) -> float:
    return max(taken.get((one, other), 0.0), taken.get((other, one), 0.0))


def _linked(one: LinkedText, weighed: Mapping[Pair, Weighed], ledger: Ledger) -> LinkedArticle:
    pairs = [
        StoryPair(pair[1] if pair[0] == one.article_id else pair[0], each.probability, each.taken)
        for pair, each in weighed.items()
        if one.article_id in pair
    ]
    return LinkedArticle(
        one.article_id,
        one.revision_id,
        one.outlet_id,
        one.dated,
        tuple(story_keys(one.signs)),
        tuple(pairs),
        ledger.sums_of(one),
    )


class NotLinked(Exception):  # noqa: N818 -- named for the state that it tells
    """A batch was spooled and the warehouse did not take it; the message says where it lies."""


def link_waiting(store: Store, folder: DataFolder) -> int:
    """Link every article that waits, the earliest first, and return how many those were.

    Raises:
        NotLinked: a batch was refused by the warehouse: to go on would make the same one again, for ever.
    """
    linker, done, last = Linker(store, folder), 0, set[UUID]()
    while rows := store.query("articles_to_link", number=BATCH_ARTICLES):
        if last == (last := {row["article_id"] for row in rows}):
            raise NotLinked(
                f"{len(rows)} articles stay without a story: their batch was refused (see {folder.refused})"
            )
        linker.link([LinkedText.from_row(row) for row in rows])
        done += len(rows)
    return done


def link_again(store: Store, folder: DataFolder, *, advance: Callable[[int], None] = lambda _: None) -> int:
    """Link what waits, and every article that was linked before, the earliest first; return how many. Stories keep their names."""
    done = link_waiting(store, folder)
    linker = Linker(store, folder)
    after: dict[str, object] = {}
    while rows := store.query("linked_after", number=BATCH_ARTICLES, **after):
        linker.link([LinkedText.from_row(row) for row in rows])
        after = {"after_dated": rows[-1]["dated"], "after_id": rows[-1]["article_id"]}
        done += len(rows)
        advance(len(rows))
    return done
