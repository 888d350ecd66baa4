"""Finds local authorities in a reading: full names by their form, bare names by their company and a trained model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from nlp.names import council_forms as forms
from nlp.names import gazetteer, misspellings
from nlp.names.disambiguator import Model, weights
from nlp.names.document import Document, NameHit
from nlp.names.features import Company, features
from nlp.text.spans import overlaps
from nlp.text.topic import ON_TOPIC_PER_100_WORDS, Topic, classify_topic
from warehouse.reference import Council

VERSION = "council-3"
# What an abbreviated type says of which council of a name is meant; CC is a county's or a city's.
_SPELT = {"MBC": "metropolitan", "MDC": "metropolitan", "BC": "borough", "CBC": "borough", "CC": "county", "DC": "district", "LBC": "", "LB": "", "UA": "", "BCl": "borough", "BCI": "borough", "CCl": "county", "CCI": "county"}  # fmt: skip
THRESHOLD = 0.5  # of the model's probability, on the subject
DISTRICT_THRESHOLD = 0.6
TRUST_PER_100_WORDS = 0.4  # words of the trade that put a page on the subject when it names a trust
NEAR_PER_100_WORDS = 0.55  # words of the trade on a page that is nearly on the subject, and on no other
NEAR_TOPIC_THRESHOLD = 0.9
OFF_TOPIC_THRESHOLD = 0.985  # where a page is about something else: a false council costs more than a missed one
_BETWEEN = re.compile(
    r"(?:'s?)?(?:,| and| &|, and|;| or| nor| as well as|, as well as| plus|/|, but also| along with| together with| alongside|, or)(?: (?:in|the|then|both|also|neighbouring|nearby|for|from|of|by|at|across|with|to|London borough of|royal borough of|the London borough of))*(?: | ?$)|/|, ",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"(?:'s [\w ]{0,30})? ?\((?:the |or |also known as |known as )?[\"'“‘]?(?P<short>[A-Z][A-Za-z&]{1,6})[\"'”’]?\)"
)
_UPPER = re.compile(r"(?<![\w&.-])(?:[A-Z][A-Z&]{1,5}C|LB[A-Z&]{1,3}|RB[A-Z]{1,3}|[A-Z]{2,5}BC)(?![\w&])")


@dataclass(slots=True)
class Sighting:
    """A council's name in the text, with what was decided about it and why: the material of `--explain`."""

    start: int
    end: int
    council: Council
    form: str  # full, bare, abbreviation, misspelt
    accepted: bool
    confidence: float
    rule: str
    reasons: list[str] = field(default_factory=list)
    features: list[str] = field(default_factory=list)  # what the model looked at; empty where a form decided
    group: int = -1
    hit: NameHit | None = None


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
    found.extend(_abbreviations(reading, found, taken))
    found.sort(key=lambda sighting: sighting.start)
    return found


def topic_with(topic: Topic, taken: tuple[tuple[int, int], ...]) -> Topic:
    """Return a page's topic, knowing where it names trusts: a page that names one is about services."""
    if taken and not topic.on and topic.density >= TRUST_PER_100_WORDS and topic.density >= topic.other_density:
        return replace(topic, density=ON_TOPIC_PER_100_WORDS)
    return topic


def survey(reading: Document, taken: tuple[tuple[int, int], ...] = ()) -> list[Sighting]:
    """Return the sightings with what their form alone decides; a bare name that the model has to judge has no rule yet."""
    sightings = [_sight(reading, hit) for hit in reading.hits if hit.name.strength != gazetteer.ABBREVIATION]
    found = [one for one in sightings if not overlaps(taken, one.start, one.end)]
    found.extend(_misspelt(reading, found))
    found.sort(key=lambda sighting: sighting.start)
    _group(reading, found)
    _list_heads(reading, found)
    _of_one_kind(reading, found)
    return found


def _sight(reading: Document, hit: NameHit) -> Sighting:
    """Return the sighting at a hit: a full name if its type words stand with it, else a bare one, perhaps vetoed."""
    plain = reading.plain
    sentence = reading.sentence(hit.start)
    before = plain[max(sentence.start, hit.start - 60) : hit.start]
    after = plain[hit.end : min(max(sentence.end, hit.end), hit.end + 90)]
    start, end, types = hit.start, hit.end, ""
    head, city, boroughs = forms.heads(before)
    tail = forms.FULL_AFTER.match(after) or forms.SHORT_AFTER.match(after)
    if tail is None and hit.name.surface == "City of London":
        tail = forms.CORPORATION_AFTER.match(after)
    lesser = forms.LESSER_AFTER.match(after)
    plural = bool(tail is not None and tail.groupdict().get("plural"))
    if tail is not None and lesser is None and not plural:
        end = hit.end + tail.end()
        types = tail.groupdict().get("types") or ""
        if city is not None:
            start -= len(before) - city.start("keep")
        elif head is not None:
            start -= len(before) - head.start()
        types = _SPELT.get(types, types)
        council = gazetteer.resolve(_narrow(hit.name.councils, types), types, reading.on)
        return Sighting(
            start,
            end,
            council,
            "full",
            True,
            0.99,
            f"{VERSION}/full name",
            ["type words stand after the name"],
            hit=hit,
        )
    if head is not None and boroughs is None:
        start -= len(before) - head.start()
        council = gazetteer.resolve(hit.name.councils, "", reading.on)
        return Sighting(
            start,
            end,
            council,
            "full",
            True,
            0.98,
            f"{VERSION}/full name",
            ["type words stand before the name"],
            hit=hit,
        )
    council = gazetteer.resolve(hit.name.councils, "", reading.on)
    authority = forms.AUTHORITY_AFTER.match(after)
    if authority is not None:
        return Sighting(
            start,
            end,
            council,
            "bare",
            True,
            0.95,
            f"{VERSION}/local authority",
            ["“local authority” stands after the name"],
            hit=hit,
        )
    sighting = Sighting(start, end, council, "bare", False, 0.0, "", hit=hit)
    if city is not None and hit.name.surface != "City of London":
        sighting.rule, sighting.reasons = f"{VERSION}/other body", ["“City of” without “Council”: the place"]
        sighting.confidence = 0.05
        return sighting
    first = before.strip(" \"'“‘([-–—•*") == "" or sentence.start >= hit.start
    other = forms.other_body_before(before, not first)
    if other is not None:
        sighting.rule, sighting.reasons = (
            f"{VERSION}/other body",
            [f"“{other}” stands before it: another body's or a person's name"],
        )
        sighting.confidence = 0.02
        return sighting
    other = None if plural else forms.other_body_after(after)
    if other is not None:
        sighting.rule, sighting.reasons = f"{VERSION}/other body", [f"“{other}” follows: another body or a place"]
        sighting.confidence = 0.02
        return sighting
    where = forms.placed(plain[max(sentence.start, hit.start - 90) : hit.start])
    if where is not None:
        sighting.rule, sighting.reasons = f"{VERSION}/only a place", [f"“{where}” stands before it"]
        sighting.confidence = 0.03
    return sighting


def _narrow(meant: tuple[Council, ...], types: str) -> tuple[Council, ...]:
    # "Newcastle Borough Council" is Newcastle-under-Lyme: the one name that type words move to another place.
    if meant and meant[0].gss == "E08000021" and types.strip().lower() == "borough":
        return (gazetteer.by_code()["E07000195"],)
    return meant


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


def _abbreviations(reading: Document, found: list[Sighting], taken: tuple[tuple[int, int], ...]) -> list[Sighting]:
    """Return the abbreviations: those that the text defines, those it makes plain, and those that everybody knows."""
    plain = reading.plain
    meaning: dict[str, tuple[Council, float, str]] = {}
    for sighting in found:
        if not sighting.accepted:
            continue
        defined = _DEFINED.match(plain, sighting.end)
        if (
            defined is not None
            and defined["short"] not in meaning
            and _fits(defined["short"], plain[sighting.start : sighting.end], sighting.council)
        ):
            meaning[defined["short"]] = (sighting.council, 0.97, "the text defines it")
    for sighting in found:
        if sighting.accepted and sighting.form == "full":
            for short in gazetteer.initials().get(sighting.council.gss, ()):
                if len(short) >= 3:
                    meaning.setdefault(
                        short, (sighting.council, 0.9, "initials of a council that the text names in full")
                    )
    spans: list[Sighting] = []
    covered = [(sighting.start, sighting.end) for sighting in found if sighting.accepted]
    occurrences = [(match.start(), match.end(), match.group()) for match in _UPPER.finditer(plain)] if meaning else []
    for short in [short for short in meaning if not _UPPER.fullmatch(short)]:
        occurrences.extend(
            (match.start(), match.end(), short)
            for match in re.finditer(rf"(?<![\w&.-]){re.escape(short)}(?![\w&])", plain)
        )
    for hit in reading.hits:
        if hit.name.strength == gazetteer.ABBREVIATION and hit.name.surface not in meaning:
            meaning[hit.name.surface] = (
                gazetteer.resolve(hit.name.councils, "", reading.on),
                0.93,
                "an abbreviation that only this council uses",
            )
        if hit.name.strength == gazetteer.ABBREVIATION:
            tail = forms.FULL_AFTER.match(plain, hit.end)
            stop = tail.end() if tail is not None and not tail["plural"] else hit.end
            occurrences.append((hit.start, stop, hit.name.surface))
    for start, end, short in sorted(set(occurrences)):
        if short not in meaning or any(low < end and start < high for low, high in (*covered, *taken)):
            continue
        council, confidence, reason = meaning[short]
        if end - start == len(short):
            tail = forms.FULL_AFTER.match(plain, end)
            end = tail.end() if tail is not None and not tail["plural"] else end
        spans.append(
            Sighting(start, end, council, "abbreviation", True, confidence, f"{VERSION}/abbreviation", [reason])
        )
        covered.append((start, end))
    return spans


def _fits(short: str, surface: str, council: Council) -> bool:
    """Whether letters in brackets can stand for the name before them: each is some word's first, in order."""
    if not 2 <= sum(letter.isupper() for letter in short) <= 6:
        return False
    pool = [
        word[0].upper()
        for word in re.split(r"[\s\-]", f"{surface} {council.official_name}")
        if word and word[0].isalpha()
    ]
    place = 0
    for letter in short.upper():
        if letter == "&":
            continue
        while place < len(pool) and pool[place] != letter:
            place += 1
        if place == len(pool):
            return False
        place += 1
    return True
