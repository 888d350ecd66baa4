"""Sightings (mention detection): what the form of a council's name and the words at its sides decide, before any model is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nlp.names import council_forms as forms
from nlp.names import furniture, gazetteer, reading_matter
from nlp.names.document import Document, NameHit
from warehouse.reference import Council

VERSION = "council-5"
# What an abbreviated type says of which council of a name is meant; CC is a county's or a city's.
_SPELT = {"MBC": "metropolitan", "MDC": "metropolitan", "BC": "borough", "CBC": "borough", "CC": "county", "DC": "district", "LBC": "", "LB": "", "UA": "", "BCl": "borough", "BCI": "borough", "CCl": "county", "CCI": "county"}  # fmt: skip
BACK, AHEAD = 60, 90  # characters before and after a name in which its own words stand
LONDON = "City of London"  # whose council is a corporation, and whose name has "City of" in it


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


@dataclass(frozen=True, slots=True)
class _NameForm:
    """A name with the words of its sentence at its sides, and the parts of a council's name among them."""

    hit: NameHit
    before: str
    after: str
    opens: bool  # its sentence begins with it
    head: re.Match[str] | None  # "the London Borough of" before it
    city: re.Match[str] | None  # "City of" before it
    boroughs: re.Match[str] | None  # "the boroughs of" before it: one of several
    tail: re.Match[str] | None  # "Borough Council" after it
    lesser: bool  # "Parish Council" after it: a council, and not this one
    plural: bool  # "councils" after it: one of several

    @property
    def whole(self) -> bool:
        """Whether the type words after the name make it a council's full name."""
        return self.tail is not None and not self.lesser and not self.plural


def sight(reading: Document, hit: NameHit) -> Sighting:
    """Return the sighting at a hit: a full name if its type words stand with it, else a bare one, perhaps vetoed."""
    form = _form(reading, hit)
    if form.whole:
        return _full_name(reading, form)
    if form.head is not None and form.boroughs is None:
        start = hit.start - len(form.before) + form.head.start()
        return _accepted(reading, form, start, "full", 0.98, "full name", "type words stand before the name")
    if forms.AUTHORITY_AFTER.match(form.after) is not None:
        reason = "“local authority” stands after the name"
        return _accepted(reading, form, hit.start, "bare", 0.95, "local authority", reason)
    council = gazetteer.resolve(hit.name.councils, "", reading.on)
    sighting = Sighting(hit.start, hit.end, council, "bare", False, 0.0, "", hit=hit)
    veto = _veto(reading, form)
    if veto is not None:
        rule, confidence, reason = veto
        sighting.rule, sighting.confidence, sighting.reasons = f"{VERSION}/{rule}", confidence, [reason]
    return sighting


def _form(reading: Document, hit: NameHit) -> _NameForm:
    plain = reading.plain
    sentence = reading.sentence(hit.start)
    before = plain[max(sentence.start, hit.start - BACK) : hit.start]
    after = plain[hit.end : min(max(sentence.end, hit.end), hit.end + AHEAD)]
    head, city, boroughs = forms.heads(before)
    tail = forms.FULL_AFTER.match(after) or forms.SHORT_AFTER.match(after)
    if tail is None and hit.name.surface == LONDON:
        tail = forms.CORPORATION_AFTER.match(after)
    return _NameForm(
        hit=hit,
        before=before,
        after=after,
        opens=before.strip(" \"'“‘([-–—•*") == "" or sentence.start >= hit.start,
        head=head,
        city=city,
        boroughs=boroughs,
        tail=tail,
        lesser=forms.LESSER_AFTER.match(after) is not None,
        plural=bool(tail is not None and tail.groupdict().get("plural")),
    )


def _full_name(reading: Document, form: _NameForm) -> Sighting:
    assert form.tail is not None
    hit = form.hit
    start = hit.start
    if form.city is not None:
        start -= len(form.before) - form.city.start("keep")
    elif form.head is not None:
        start -= len(form.before) - form.head.start()
    types = form.tail.groupdict().get("types") or ""
    types = _SPELT.get(types, types)
    council = gazetteer.resolve(_narrow(hit.name.councils, types), types, reading.on)
    reasons = ["type words stand after the name"]
    end = hit.end + form.tail.end()
    return Sighting(start, end, council, "full", True, 0.99, f"{VERSION}/full name", reasons, hit=hit)


def _accepted(
    reading: Document, form: _NameForm, start: int, kind: str, confidence: float, rule: str, reason: str
) -> Sighting:
    council = gazetteer.resolve(form.hit.name.councils, "", reading.on)
    return Sighting(start, form.hit.end, council, kind, True, confidence, f"{VERSION}/{rule}", [reason], hit=form.hit)


def _veto(reading: Document, form: _NameForm) -> tuple[str, float, str] | None:
    """Return why a bare name is no council's (rule, confidence, reason), or None where its form does not tell."""
    hit = form.hit
    if form.city is not None and hit.name.surface != LONDON:
        return "other body", 0.05, "“City of” without “Council”: the place"
    if hit.name.surface == reading_matter.SURFACE and reading_matter.is_reading_matter(
        reading.plain, hit.start, hit.end
    ):
        return "ordinary word", 0.02, "reading is what readers do"
    if furniture.is_other_headline(reading.plain, hit.start):
        return "other headline", 0.04, "it stands in the headline of another story"
    other = forms.other_body_before(form.before, not form.opens)
    if other is not None:
        return "other body", 0.02, f"“{other}” stands before it: another body's or a person's name"
    other = None if form.plural else forms.other_body_after(form.after)
    if other is not None:
        return "other body", 0.02, f"“{other}” follows: another body or a place"
    low = max(reading.sentence(hit.start).start, hit.start - AHEAD)
    where = forms.placed(reading.plain[low : hit.start])
    return None if where is None else ("only a place", 0.03, f"“{where}” stands before it")


def _narrow(meant: tuple[Council, ...], types: str) -> tuple[Council, ...]:
    # "Newcastle Borough Council" is Newcastle-under-Lyme: the one name that type words move to another place.
    if meant and meant[0].gss == "E08000021" and types.strip().lower() == "borough":
        return (gazetteer.by_code()["E07000195"],)
    return meant
