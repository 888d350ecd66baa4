"""What must not change the matching of an article, and what must turn it (metamorphic relations): `bench.matching` prints them, a test holds them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from nlp.evidence.matching import Matcher
from nlp.evidence.policies import Policy
from nlp.tagger import Tagger
from nlp.training.evidence import LabelledDocument
from warehouse.records import Candidate, Tags, identifier
from warehouse.vocabulary.stances import Direction

NEUTRAL = "News"
NEWS_DAY = date(2026, 6, 1)  # after every promise
OTHER_COUNCILS = ("Barnsley", "Shropshire", "Torbay", "Kirklees", "Rutland", "Stockport", "Havering")
_KIND_OF_COUNCIL = re.compile(
    r"(?:\bLondon Borough of |\s+(?:city|county|district|borough|metropolitan|council|councils|MBC|LB)\b.*|[’']s?$)",
    re.IGNORECASE,
)


def candidates_of(matcher: Matcher, document: LabelledDocument, title: str | None = None) -> tuple[Candidate, ...]:
    """Return the candidates of a document, under another headline where one is given."""
    return matcher.match(
        identifier(document.document_id),
        document.title if title is None else title,
        document.text,
        Tags(),
        document.published,
        standfirst=document.standfirst,
    )


def minimal_pairs_turned(documents: Sequence[LabelledDocument], matcher: Matcher) -> tuple[int, int]:
    """Return in how many of the minimal pairs whose direction turns ours turns rightly, and how many there are."""
    couples: dict[str, list[LabelledDocument]] = defaultdict(list)
    for document in documents:
        couples[document.pair].append(document)
    right = total = 0
    for couple in couples.values():
        shared = {one.policy for one in couple[0].labels} & {one.policy for one in couple[-1].labels}
        for policy in sorted(shared):
            truth = [next(one.direction for one in d.labels if one.policy == policy) for d in couple]
            if len(couple) != 2 or truth[0] is truth[1]:
                continue
            total += 1
            told = [
                next((c.direction for c in candidates_of(matcher, d) if c.policy_id == policy), None) for d in couple
            ]
            right += told == truth
    return right, total


def criteria_as_news(policies: Sequence[Policy], matcher: Matcher) -> tuple[float, float]:
    """Return the shares of the policies' own criteria, put as news under a neutral headline, that match and are read right."""
    matched = right = total = 0
    for policy in policies:
        for name, sentence in policy.criteria.numbered():
            total += 1
            found = matcher.match(identifier(policy.policy_id, name), NEUTRAL, sentence, Tags(), NEWS_DAY)
            own = next((one for one in found if one.policy_id == policy.policy_id), None)
            wanted = Direction.CONTRADICTS if name.startswith("failure") else Direction.ADVANCES
            matched += own is not None
            right += own is not None and own.direction is wanted
    return matched / total, right / total


def headline_swapped(documents: Sequence[LabelledDocument], matcher: Matcher) -> float:
    """Return the share of documents whose candidates and directions stay under the next document's headline."""
    others = dict(zip((one.document_id for one in documents), [*documents[1:], documents[0]], strict=True))
    return _unchanged(documents, matcher, lambda one: replace(one, title=others[one.document_id].title))


def councils_renamed(documents: Sequence[LabelledDocument], matcher: Matcher, tagger: Tagger) -> tuple[float, int]:
    """Return the share of the documents that name councils whose candidates and directions stay when each is another, and their number."""
    named = [one for one in documents if _councils(one, tagger)]
    return _unchanged(named, matcher, lambda one: with_other_councils(one, tagger)), len(named)


def with_other_councils(document: LabelledDocument, tagger: Tagger) -> LabelledDocument:
    """Return the document with each council's name changed for another's, throughout; its labels are not carried along."""
    names = _councils(document, tagger)
    free = [one for one in OTHER_COUNCILS if one not in document.text]
    others = {name: free[number % len(free)] for number, name in enumerate(names)}
    whole = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")\b")
    title, standfirst, text = (
        whole.sub(lambda found: others[found.group()], field)
        for field in (document.title, document.standfirst, document.text)
    )
    return replace(document, title=title, standfirst=standfirst, text=text, labels=())


def _councils(document: LabelledDocument, tagger: Tagger) -> list[str]:
    mentions = tagger.tag(document.text, document.title, document.published).mentions
    places = (_KIND_OF_COUNCIL.sub("", one.text).strip() for one in mentions if one.label == "COUNCIL")
    return list(dict.fromkeys(place for place in places if place))


def _unchanged(
    documents: Sequence[LabelledDocument], matcher: Matcher, change: Callable[[LabelledDocument], LabelledDocument]
) -> float:
    same = 0
    for document in documents:
        mine, changed = candidates_of(matcher, document), candidates_of(matcher, change(document))
        same += {(c.policy_id, c.direction) for c in mine} == {(c.policy_id, c.direction) for c in changed}
    return same / len(documents)
