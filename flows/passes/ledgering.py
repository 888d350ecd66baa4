"""The sums of a batch of articles, weighed against stored ones, and the commitments that they touch, grouped anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from flows.passes.linked_texts import LinkedText, LinkedTexts, as_text
from nlp.stories.blocking import LEAST_STORY, weighable_pairs
from nlp.stories.keys import NEIGHBOURS, sum_steps, sum_words
from nlp.stories.ledger import purpose_of, role
from nlp.stories.regrouping import keep_names, split_by
from nlp.stories.sum_comparison import SumComparison
from nlp.stories.sum_grouping import group_sums, is_kept
from nlp.stories.sum_model import load_commitment_model
from nlp.stories.sums import StoredSum, SumMention
from warehouse.records import CommitmentMention, LedgerSum, SumPair, identifier
from warehouse.store import Store

MOST_WEIGHED = 30  # other sums that a sum is weighed against: more of one story tell the same
DAY_SECONDS = 86_400.0

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A sum with its place in the order of publication."""

    dated: datetime
    start: int
    facts: StoredSum


class Ledger:
    """The ledger's view of one batch of articles. `near`: how likely articles of it are of one story with others."""

    def __init__(
        self,
        store: Store,
        texts: LinkedTexts,
        batch: Sequence[LinkedText],
        near: Mapping[Pair, float],
        made_at: datetime,
    ) -> None:
        self._store, self._texts, self._batch, self._made_at = store, texts, batch, made_at
        self._near = {pair for pair, likely in near.items() if likely >= LEAST_STORY}
        self._own = {sum_id: mention for one in batch for sum_id, mention in one.sums.items()}

    def sums_of(self, text: LinkedText) -> tuple[LedgerSum, ...]:
        """Return the sums of an article of the batch, each with the sums that it was weighed against."""
        return tuple(self._ledger_sum(sum_id, mention) for sum_id, mention in text.sums.items())

    def mentions(self) -> tuple[CommitmentMention, ...]:
        """Return the commitment of each sum of the batch, and of all in the commitments that it touches."""
        least = load_commitment_model().least_joining
        sure = {pair for pair, value in self._weighed.items() if value >= least}
        touched = self._own.keys() | {one for pair in sure for one in pair}
        articles = [one.article_id for one in self._batch]
        rows = self._store.query("commitment_members", sum_ids=sorted(touched), article_ids=articles)
        held = {row["sum_id"]: row["commitment_id"] for row in rows}
        again = set(articles)
        local = {
            row["sum_id"]: _Placed(
                row["dated"],
                row["start"],
                StoredSum(row["article_id"], row["amount"], row["text"], row["period"], row["totals"], row["says_part"],
                          row["says_change"], row["dated"].timestamp() / DAY_SECONDS),
            )
            for row in rows
            if row["article_id"] not in again
        }  # fmt: skip
        local |= {sum_id: _placed(one, mention) for one in self._batch for sum_id, mention in one.sums.items()}
        return self._grouped(local, held)

    def _grouped(self, local: Mapping[UUID, _Placed], held: Mapping[UUID, UUID]) -> tuple[CommitmentMention, ...]:
        ordered = sorted(local, key=lambda one: (local[one].dated, local[one].start, one))
        place = {sum_id: number for number, sum_id in enumerate(ordered)}
        likely = {
            (min(place[one], place[other]), max(place[one], place[other])): value
            for (one, other), value in self._local_pairs(local).items()
        }
        facts = [local[one].facts for one in ordered]
        groups = split_by(ordered, group_sums(facts, likely, load_commitment_model()))
        at = self._made_at.isoformat()
        names = keep_names(groups, held, lambda first: identifier("commitment", str(first), at))
        return tuple(
            CommitmentMention(
                one, names[one], role(local[one].facts, [local[before].facts for before in group[:number]])
            )
            for group in groups
            for number, one in enumerate(group)
        )

    def _local_pairs(self, local: Mapping[UUID, _Placed]) -> dict[Pair, float]:
        """Return the weighed pairs among these sums: those of the batch as they are now, others as they are stored."""
        found = {pair: value for pair, value in self._weighed.items() if pair[0] in local and pair[1] in local}
        for row in self._store.query("sum_pairs", sum_ids=sorted(local.keys() - self._own.keys())):
            found[row["sum_id"], row["other_id"]] = row["same"]
        return found

    @cached_property
    def _weighed(self) -> dict[Pair, float]:
        """How likely sums of the batch are of one commitment with others of their articles and of the articles near them."""
        pool = self._pool()
        sums = [(sum_id, mention) for text in pool for sum_id, mention in text.sums.items()]
        mentions = [mention for _, mention in sums]
        own = {number for number, (sum_id, _) in enumerate(sums) if sum_id in self._own}
        found = weighable_pairs(mentions, self._near_signs(pool))
        numbers = most_telling(found, own, [one.value for one in mentions])
        pairs = [SumComparison(mentions[one], mentions[other]) for one, other in numbers]
        values = load_commitment_model().probabilities(pairs).tolist()
        return {
            (sums[one][0], sums[other][0]): value
            for (one, other), value in zip(numbers, values, strict=True)
            if is_kept(value, mentions[one], mentions[other])
        }

    def _pool(self) -> list[LinkedText]:
        """Return the batch's articles and the stored ones whose sums theirs may be, in the order of publication."""
        if not self._own:
            return []
        rows = self._store.query(
            "sum_neighbours",
            words=as_text(sum_words(mention) for mention in self._own.values()),
            steps=as_text(sum_steps(mention) for mention in self._own.values()),
            most=NEIGHBOURS,
        )
        own = {one.article_id for one in self._batch}
        others = {row["article_id"] for row in rows} | {one for pair in self._near for one in pair}
        texts = [*self._batch, *self._texts.of(others - own).values()]
        return sorted(texts, key=lambda one: (one.dated, one.article_id))

    def _near_signs(self, pool: Sequence[LinkedText]) -> dict[int, list[int]]:
        signs = {one.article_id: id(one.signs) for one in pool}
        near: dict[int, list[int]] = {}
        for one, other in self._near:
            if one in signs and other in signs:
                near.setdefault(signs[one], []).append(signs[other])
                near.setdefault(signs[other], []).append(signs[one])
        return near

    @cached_property
    def _pairs(self) -> dict[UUID, list[SumPair]]:
        """The pairs of each sum of the batch."""
        found: dict[UUID, list[SumPair]] = {}
        for (one, other), value in sorted(self._weighed.items()):
            for own, counterpart in ((one, other), (other, one)):
                if own in self._own:
                    found.setdefault(own, []).append(SumPair(counterpart, value))
        return found

    def _ledger_sum(self, sum_id: UUID, mention: SumMention) -> LedgerSum:
        figure = mention.figure
        return LedgerSum(
            sum_id=sum_id,
            start=figure.start,
            end=figure.end,
            text=figure.text,
            amount=mention.value,
            period=figure.period,
            giver=figure.giver_id,
            receiver=figure.receiver_id,
            purpose=purpose_of(mention),
            totals=tuple(sorted(mention.totals)),
            says_part=mention.says_part,
            says_change=mention.says_change,
            words=sum_words(mention),
            steps=sum_steps(mention),
            pairs=tuple(self._pairs.get(sum_id, ())),
        )


def most_telling(
    numbers: Sequence[tuple[int, int]], own: Collection[int], amounts: Sequence[float]
) -> list[tuple[int, int]]:
    """Return the pairs that hold a sum of the batch: of each at most MOST_WEIGHED with others, equal amounts first, then the earliest.

    What a sum costs does not grow with its story.
    """
    chosen: dict[int, list[tuple[bool, int, tuple[int, int]]]] = {}
    for one, other in numbers:
        for number, counterpart in ((one, other), (other, one)):
            if number in own:
                chosen.setdefault(number, []).append((amounts[one] != amounts[other], counterpart, (one, other)))
    return sorted({pair for found in chosen.values() for _, _, pair in sorted(found)[:MOST_WEIGHED]})


def _placed(text: LinkedText, mention: SumMention) -> _Placed:
    facts = StoredSum(
        text.article_id,
        mention.value,
        mention.figure.text,
        mention.figure.period,
        tuple(sorted(mention.totals)),
        mention.says_part,
        mention.says_change,
        text.dated.timestamp() / DAY_SECONDS,
    )
    return _Placed(text.dated, mention.figure.start, facts)
