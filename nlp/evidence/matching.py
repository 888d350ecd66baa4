"""Matching: which passages of an article bear on which tracked policy, how strongly, which way, and why in words.

Evidence is counted in points. A phrase of the policy adds its weight, a find of the tagger adds the weight that the
policy gives it, and the words that a passage shares with the policy's criteria add a little by BM25 (the cold start,
before editors have decided anything). Points become a score by `1 - 2 ** (-points / HALF)`: three points give 0.5.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from nlp.evidence.anchors import Anchors
from nlp.evidence.bm25 import Lexicon
from nlp.evidence.phrases import Phrase, normalise
from nlp.evidence.policies import Policy
from nlp.evidence.reasons import reason
from nlp.evidence.stance import Places, detect_stance, signs
from nlp.text.passages import Passage, fingerprint, passages
from warehouse.records import Candidate, Direction, Field, Mention, Tags, identifier
from warehouse.vocabulary.stances import direction_of

RULES = "match-1"  # raise it when the rules change: older matchings are then made again
HALF = 3.0  # points that make a score of 0.5
ARTICLE_POINTS = 3.0  # fewer in the whole article, and the matcher is silent about it
PASSAGE_POINTS = 0.8  # fewer in a passage, and it is no candidate
THRESHOLD = 0.5  # score below which a passage is not put before an editor
ARTICLE_SHARE = 0.5  # of the points elsewhere in the article that a passage is credited with
TITLE_FACTOR = 1.5  # a phrase in the headline says what the article is about
LATE_FACTOR = 0.85  # a phrase far down may stand there in passing
LATE = 700  # characters of headline and text after which a phrase is far down
REPEATED = (
    1.0,
    0.5,
    0.25,
)  # of a tag's weight for its first, second and third find: an article full of trusts is about them
OVERLAP_FACTOR = 0.25  # of a phrase that stands inside a heavier one: it says the same again
MOST = 3  # candidates of one article for one policy: an editor reads the article once
NEARBY = 8  # excluded spans before a hit that can reach it: each begins at another word and is a few words long
FUNDING = "funding"  # the tag feature that says nothing by itself of what an article is about
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class EvidenceHit:
    """Points at a place of the article (headline and text together)."""

    start: int
    end: int
    points: float
    source: str  # the phrase, or the tag feature with its number: each counts once in one place
    tag: str = ""  # the tag feature, where it is one


class Matcher:
    """Finds the candidates of articles for a set of policies. It keeps no state between articles."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = tuple(policies)
        self._lexicon = Lexicon(self._policies)
        self._anchors = Anchors(self._policies)
        digest = hashlib.sha256("\n".join(map(repr, self._policies)).encode()).hexdigest()
        self.version = f"{RULES}-{digest[:10]}"  # other policies, or other phrases, are another version

    def match(
        self, article_id: UUID, title: str, text: str, tags: Tags, published: date | None = None
    ) -> tuple[Candidate, ...]:
        """Return the article's candidates, best first; none for most articles.

        Offsets count in `text`. The same article and policies always give the same candidates. A policy made after the
        article was published is matched all the same: what happened before a promise is context for it.
        """
        del published  # see above; kept in the signature for models that learn how fast news of a policy ages
        article = _Article(title, text, tags, self._anchors)
        found: list[Candidate] = []
        for index, policy in enumerate(self._policies):
            found += self._candidates(article_id, article, index, policy)
        return tuple(sorted(found, key=lambda c: (-c.score, c.start, c.policy_id)))

    def _candidates(self, article_id: UUID, article: _Article, index: int, policy: Policy) -> list[Candidate]:
        search = policy.search
        if search.context and not any(article.has(phrase) for phrase in search.context) and not article.tagged(policy):
            return []
        hits = article.hits(policy)
        total = _points(hits, article.offset)
        if total < ARTICLE_POINTS:
            return []
        ranked: list[tuple[float, float, Passage, list[EvidenceHit]]] = []
        for passage, inside in article.by_passage(hits):
            own = _points(inside, 0)
            if own < PASSAGE_POINTS:
                continue
            points = own + ARTICLE_SHARE * (total - own)
            points += self._lexicon.points(index, article.plain_passage(passage))
            ranked.append((1 - 2 ** (-points / HALF), own, passage, inside))
        ranked.sort(key=lambda row: (-row[0], row[2].start))
        return [
            self._candidate(article_id, article, policy, score, passage, inside)
            for score, _, passage, inside in ranked[:MOST]
            if score >= THRESHOLD
        ]

    def _candidate(
        self,
        article_id: UUID,
        article: _Article,
        policy: Policy,
        score: float,
        passage: Passage,
        inside: list[EvidenceHit],
    ) -> Candidate:
        shift = article.offset
        reading = detect_stance(policy.cues, article.spans, article.events, article.places(passage))
        quoted = {(hit.start - shift, hit.end - shift) for hit in inside if not hit.tag}
        quoted |= {(start - shift, end - shift) for start, end in reading.spans}
        tagged = {(hit.start - shift, hit.end - shift) for hit in inside if hit.tag and hit.tag != FUNDING}
        surface = article.text[passage.start : passage.end]
        return Candidate(
            candidate_id=identifier(policy.policy_id, str(article_id), fingerprint(surface)),
            policy_id=policy.policy_id,
            field=Field.TEXT,
            start=passage.start,
            end=passage.end,
            sentence=(passage.start, passage.end),
            score=round(score, 4),
            stance=reading.stance,
            direction=direction_of(reading.stance) or Direction.CONTEXT,
            criterion="",
            reason=reason(article.text, article.tags, passage, sorted(quoted), reading.says),
            terms=tuple(dict.fromkeys(article.text[start:end] for start, end in sorted(quoted | tagged))),
        )


class _Article:
    """Headline and text in one, with what has been looked for in them already."""

    def __init__(self, title: str, text: str, tags: Tags, anchors: Anchors) -> None:
        self.text = text
        self.tags = tags
        self.offset = len(title) + len(_BREAK) if title else 0
        self.whole = normalise(f"{title}{_BREAK}{text}" if title else text)
        self.passages = passages(text)
        self.events = signs(tags, self.offset)
        self._present = anchors.present(self.whole)
        self._spans: dict[str, tuple[tuple[int, int], ...]] = {}

    def places(self, passage: Passage) -> Places:
        first = self.passages[0]
        shift = self.offset
        return Places(
            title_end=max(0, shift - len(_BREAK)),
            opening=(first.start + shift, first.end + shift),
            passage=(passage.start + shift, passage.end + shift),
        )

    def plain_passage(self, passage: Passage) -> str:
        return self.whole[passage.start + self.offset : passage.end + self.offset]

    def spans(self, phrase: Phrase) -> tuple[tuple[int, int], ...]:
        if phrase.anchor not in self._present:
            return ()
        known = self._spans.get(phrase.source)
        if known is None:
            known = self._spans[phrase.source] = tuple(phrase.find(self.whole))
        return known

    def has(self, phrase: Phrase) -> bool:
        return bool(self.spans(phrase))

    def by_passage(self, hits: Iterable[EvidenceHit]) -> Iterator[tuple[Passage, list[EvidenceHit]]]:
        """Yield the passages that hold hits, with them; hits in the headline belong to none."""
        starts = [passage.start for passage in self.passages]
        grouped: dict[int, list[EvidenceHit]] = {}
        for hit in hits:
            index = bisect_right(starts, hit.start - self.offset) - 1
            if index >= 0 and hit.start - self.offset < self.passages[index].end:
                grouped.setdefault(index, []).append(hit)
        for index in sorted(grouped):
            yield self.passages[index], grouped[index]

    def tagged(self, policy: Policy) -> bool:
        """Return whether the tagger found something that tells by itself what the article is about."""
        return any(_tagged(self.tags, feature) for feature, _ in policy.search.tags if feature != FUNDING)

    def hits(self, policy: Policy) -> list[EvidenceHit]:
        """Return where the policy's phrases and tags stand, without what its excluded phrases cover."""
        covered = sorted(span for phrase in policy.search.excluded for span in self.spans(phrase))
        hits = []
        for term in policy.search.terms:
            for start, end in self.spans(term.phrase):
                if not _overlaps(covered, start, end):
                    hits.append(EvidenceHit(start, end, term.weight, term.phrase.source))
        for feature, weight in policy.search.tags:
            found = sorted(_tagged(self.tags, feature))
            for number, (start, end) in enumerate(found):
                share = REPEATED[min(number, len(REPEATED) - 1)]
                source = f"tag: {feature} {min(number, len(REPEATED) - 1)}"
                hits.append(EvidenceHit(start + self.offset, end + self.offset, weight * share, source, feature))
        return hits


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether one of the spans, which are sorted and of a phrase's length, shares a character with start:end."""
    last = bisect_left(spans, (end, 0))
    return any(stop > start for _, stop in spans[max(0, last - NEARBY) : last])


def _tagged(tags: Tags, feature: str) -> list[tuple[int, int]]:
    if feature == "trust":
        return [(m.start, m.end) for m in tags.mentions if _is_trust(m)]
    if feature == FUNDING:
        return [(f.start, f.end) for f in tags.funding]
    return [(j.start, j.end) for j in tags.judgements if j.grade == feature and j.aspect == "overall"]


def _is_trust(mention: Mention) -> bool:
    return mention.label == "TRUST"


def _points(hits: Iterable[EvidenceHit], title_end: int) -> float:
    """Return the points of the hits: each source once, less for one that stands inside a heavier one."""
    total = 0.0
    counted: set[str] = set()
    taken: list[tuple[int, int]] = []
    weigh = partial(_worth, title_end=title_end)
    for hit in sorted(hits, key=lambda hit: (-weigh(hit), hit.start, hit.source)):
        if hit.source in counted:
            continue
        inside = any(hit.start < stop and begin < hit.end for begin, stop in taken)
        total += weigh(hit) * (OVERLAP_FACTOR if inside else 1.0)
        counted.add(hit.source)
        taken.append((hit.start, hit.end))
    return total


def _worth(hit: EvidenceHit, title_end: int) -> float:
    if hit.start < title_end:
        return hit.points * TITLE_FACTOR
    return hit.points * (LATE_FACTOR if hit.start > LATE else 1.0)
