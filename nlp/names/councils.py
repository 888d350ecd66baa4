"""Finds local authorities in a reading and links them to their codes (entity linking): full names by their form, bare names by their company and a trained model."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.names import council_forms as forms
from nlp.names import gazetteer, misspellings
from nlp.names.abbreviations import find_abbreviations
from nlp.names.disambiguator import Model, weights
from nlp.names.document import Document
from nlp.names.features import Company, features
from nlp.names.sightings import VERSION as VERSION
from nlp.names.sightings import Sighting, sight
from nlp.text.spans import overlaps
from nlp.text.topic import ON_TOPIC_PER_100_WORDS, Topic, classify_topic
from nlp.text.wordings import wordings

THRESHOLD = 0.5  # of the model's probability, on the subject
DISTRICT_THRESHOLD = 0.6
TRUST_PER_100_WORDS = 0.4  # words of the trade that put a page on the subject when it names a trust
NEAR_PER_100_WORDS = 0.55  # words of the trade on a page that is nearly on the subject, and on no other
NEAR_TOPIC_THRESHOLD = 0.9
OFF_TOPIC_THRESHOLD = 0.985  # where a page is about something else: a false council costs more than a missed one
_ANY = wordings("name_wordings.txt")
_JOINT = rf"{_ANY['joints of a list of names']}(?: {_ANY['small words before a name in a list']})*"
_BETWEEN = re.compile(rf"(?:'s?)?{_JOINT}(?: | ?$)|/|, ", re.IGNORECASE)


def find_councils(
    reading: Document, topic: Topic | None = None, model: Model | None = None, taken: tuple[tuple[int, int], ...] = ()
) -> list[Sighting]:
    """Return every sighting of a council's name in order, accepted or not.

    `taken` are the offsets of other bodies' names (trusts), inside which no council is meant. Without a `model` the
    shipped weights are used.
    """
    topic = topic_with(topic or classify_topic(reading.plain, reading.title), taken)
    model = model or weights()
    found = survey(reading, taken)
    _judge_bare(reading, topic, model, found)
    _agree(topic, found)
    found.extend(find_abbreviations(reading, found, taken))
    found.sort(key=lambda sighting: sighting.start)
    return found


def topic_with(topic: Topic, taken: tuple[tuple[int, int], ...]) -> Topic:
    """Return a page's topic, knowing where it names trusts: a page that names one is about services."""
    if taken and not topic.on and topic.density >= TRUST_PER_100_WORDS and topic.density >= topic.other_density:
        return replace(topic, density=ON_TOPIC_PER_100_WORDS)
    return topic


def survey(reading: Document, taken: tuple[tuple[int, int], ...] = ()) -> list[Sighting]:
    """Return the sightings with what their form alone decides; a bare name that the model has to judge has no rule yet."""
    sightings = [sight(reading, hit) for hit in reading.hits if hit.name.strength != gazetteer.ABBREVIATION]
    found = [one for one in sightings if not overlaps(taken, one.start, one.end)]
    found.extend(_misspelt(reading, found))
    found.sort(key=lambda sighting: sighting.start)
    _group(reading, found)
    _list_heads(reading, found)
    _of_one_kind(reading, found)
    return found


def _misspelt(reading: Document, known: list[Sighting]) -> list[Sighting]:
    covered = [(sighting.start, sighting.end) for sighting in known]
    found: list[Sighting] = []
    for start, end, name in misspellings.find_misspelt(reading.plain):
        if any(low < end and start < high for low, high in covered):
            continue
        council = gazetteer.resolve(name.councils, "", reading.on)
        found.append(
            Sighting(
                start, end, council, "misspelt", True, 0.85, f"{VERSION}/misspelt", [f"one letter from {name.surface}"]
            )
        )
    return found


def _group(reading: Document, found: list[Sighting]) -> None:
    """Number the lists: names with nothing between them but commas and conjunctions share a number."""
    number = 0
    for place, sighting in enumerate(found):
        if (
            place
            and _BETWEEN.fullmatch(reading.plain, found[place - 1].end, sighting.start)
            and found[place - 1].end <= sighting.start
        ):
            sighting.group = found[place - 1].group
        else:
            number += 1
            sighting.group = number


def _members(found: list[Sighting]) -> dict[int, list[Sighting]]:
    groups: dict[int, list[Sighting]] = {}
    for sighting in found:
        groups.setdefault(sighting.group, []).append(sighting)
    return groups


def _list_heads(reading: Document, found: list[Sighting]) -> None:
    """Accept lists that "councils" closes ("Kingston and Richmond councils") or "boroughs of" opens."""
    for members in _members(found).values():
        if len(members) < 2 and not _opened(reading, members[0]):
            continue
        sentence = reading.sentence(members[-1].end - 1)
        closed = forms.PLURAL_AFTER.match(reading.plain, members[-1].end, max(sentence.end, members[-1].end))
        opened = any(_opened(reading, member) for member in members)
        if not closed and not opened:
            continue
        for member in members:
            if not member.accepted and (not member.rule or closed):
                member.accepted, member.confidence, member.rule = True, 0.96, f"{VERSION}/list of councils"
                member.reasons = ["the list is one of councils"]


def _of_one_kind(reading: Document, found: list[Sighting]) -> None:
    """Let the names of a list share what is sure of one: its first is only a place, or its last begins another body's name."""
    for members in _members(found).values():
        if any(member.accepted for member in members):
            continue
        if len(members) > 1 and members[0].rule.endswith("/only a place"):
            named = "/only a place"
        elif forms.BODY_AFTER.match(reading.plain, members[-1].end):
            named = "/other body"
        else:
            continue
        for member in members:
            if not member.rule:
                member.rule, member.confidence = VERSION + named, 0.04
                member.reasons = ["so is the list that it stands in"]


def _opened(reading: Document, sighting: Sighting) -> bool:
    sentence = reading.sentence(sighting.start)
    return (
        forms.BOROUGHS_BEFORE.search(reading.plain, max(sentence.start, sighting.start - 40), sighting.start)
        is not None
    )


def questions(reading: Document, topic: Topic, found: list[Sighting]) -> list[tuple[Sighting, list[str]]]:
    """Return the bare names that the model has to judge, each with its features."""
    full = {sighting.council.gss for sighting in found if sighting.accepted and sighting.form == "full"}
    groups = _members(found)
    settled = {number: any(member.accepted for member in members) for number, members in groups.items()}
    asked: list[tuple[Sighting, list[str]]] = []
    for sighting in found:
        if sighting.accepted or sighting.rule:
            continue
        members = groups[sighting.group]
        kind = "alone" if len(members) < 2 else "full" if settled[sighting.group] else "list"
        company = Company(members[0].start, members[-1].end, kind)
        asked.append(
            (
                sighting,
                features(
                    reading,
                    topic,
                    sighting.start,
                    sighting.end,
                    sighting.council,
                    sighting.council.gss in full,
                    company,
                ),
            )
        )
    return asked


def _least(sighting: Sighting, topic: Topic) -> float:
    """Return the probability from which a name is a council: a district's is seldom meant where services are the subject."""
    if not topic.on:
        near = topic.density >= NEAR_PER_100_WORDS and topic.density > topic.other_density
        return NEAR_TOPIC_THRESHOLD if near else OFF_TOPIC_THRESHOLD
    return DISTRICT_THRESHOLD if sighting.council.type == "NMD" else THRESHOLD


def _judge_bare(reading: Document, topic: Topic, model: Model, found: list[Sighting]) -> None:
    for sighting, named in questions(reading, topic, found):
        sighting.confidence = model.probability(named)
        if topic.on and "company=full" in named:
            sighting.confidence = max(
                sighting.confidence, 0.9
            )  # a list that holds a council in full is a list of councils
        sighting.accepted = sighting.confidence >= _least(sighting, topic)
        sighting.rule = f"{VERSION}/model {model.version}"
        sighting.features = named
        if not topic.on:
            sighting.reasons.insert(0, f"the page is off the subject{': ' + topic.other if topic.other else ''}")


def _agree(topic: Topic, found: list[Sighting]) -> None:
    """Names of one list are one kind of thing: they share the mean of what the model gave them."""
    for members in _members(found).values():
        open_ones = [member for member in members if "/model" in member.rule]
        if len(members) < 2 or not open_ones:
            continue
        settled = [member.confidence for member in members if "/model" in member.rule or member.accepted]
        mean = sum(settled) / len(settled)
        for member in open_ones:
            member.confidence = round((member.confidence + 2 * mean) / 3, 4)
            member.accepted = member.confidence >= _least(member, topic)
            member.reasons.append(f"its list of {len(members)} averages {mean:.2f}")
