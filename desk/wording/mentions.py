"""What was tagged in a revision, as spans to mark and as lines to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.wording.names import body_name, ofsted_outcome
from desk.wording.passages import Span
from desk.wording.places import place_address
from desk.wording.words import aware, day, named_day
from warehouse.tags import TAG_KINDS, TAG_LISTS, TagKind
from warehouse.vocabulary.stances import Field
from warehouse.vocabulary.tags import ANNOUNCED, FUNDING_KINDS, FundingKind

Row = Mapping[str, Any]

NO_TAGS: Row = dict.fromkeys(TAG_LISTS)
"""The tags of a text that waits for the tagger."""

FIELD_ORDER = {field: place for place, field in enumerate(Field)}
PERIOD_UNITS = {"y": "year", "m": "month", "w": "week", "d": "day"}


@dataclass(frozen=True, slots=True)
class TagLine:
    """One thing that was found: what, more about it, what speaks against it, and the page of whom it names."""

    text: str
    detail: str = ""
    warning: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one kind; `kind` is the CSS class of its marks."""

    word: str
    kind: str
    lines: tuple[TagLine, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that was tagged in one revision."""

    spans: tuple[Span, ...]
    groups: tuple[Group, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was tagged."""
        return not self.groups


def _field(row: Row) -> Field:
    return Field(row.get("field") or Field.TEXT)  # a batch that an earlier version wrote has tags of the text alone


def _times(number: int) -> str:
    return "" if number == 1 else f"{number} times"


def _bodies(rows: Iterable[Row]) -> tuple[TagLine, ...]:
    found = Counter(str(row["identifier"]) for row in rows)
    new = "a trust that is to be set up"
    return tuple(
        TagLine(
            new if identifier == "new" else body_name(identifier), _times(number), address=place_address(identifier)
        )
        for identifier, number in found.most_common()
    )


def period_words(period: str | None) -> str:
    """Return `a year` for `1y`, `over 5 years` for `5y`, nothing for `none`."""
    if not period or period == "none":
        return ""
    number, unit = period[:-1], PERIOD_UNITS.get(period[-1:])
    if unit is None or not number.isdigit():
        return period
    return f"a {unit}" if number == "1" else f"over {number} {unit}s"


BORNE = frozenset((FundingKind.SAVING, FundingKind.GAP))  # nobody gives these: a body has them
UNSURE = 0.8  # certainty below which a giver or a receiver is "probably" one


def _party_words(row: Row) -> list[str]:
    """Return who gives a sum and who gets it, each where the text says so: "from HM Treasury", "probably to Slough"."""
    said = []
    giver, receiver = row.get("giver_id"), row.get("receiver_id")  # a batch that an earlier version wrote has neither
    for word, party, certainty in (
        ("of" if row["kind"] in BORNE else "from", giver, row.get("giver_certainty")),
        ("to", receiver, row.get("receiver_certainty")),
    ):
        if party:
            probably = "probably " if certainty is not None and certainty < UNSURE else ""
            said.append(f"{probably}{word} {body_name(party)}")
    return said


def _funding_line(row: Row) -> TagLine:
    kind = FUNDING_KINDS.get(row["kind"])
    parts = [kind.beside if kind else str(row["kind"] or ""), period_words(row["period"])]
    parts += _party_words(row)
    if row["announced"] in ANNOUNCED:
        parts.append(ANNOUNCED[row["announced"]])
    return TagLine(str(row["text"]), ", ".join(part for part in parts if part))


def table_says(
    council: str, grade: str, published: date | datetime | None, inspected: date | None = None
) -> tuple[str, bool]:
    """Return what Ofsted's table says of the council, and whether it says other than this grade of the same inspection.

    It says nothing where it has the same grade and nothing newer. The table has the latest overall grade alone. It stood
    on the article's day only where it was published by then; and a grade that the text dates before it is of an earlier
    inspection. Nothing is held against either.
    """
    outcome = ofsted_outcome(council)
    if outcome is None or outcome.grade is None:
        return "", False
    written = aware(published).date() if isinstance(published, datetime) else published
    later = written is not None and outcome.published > written
    stood = written is not None and not later and (inspected is None or inspected.year >= outcome.published.year)
    if outcome.grade == grade and not later:
        return "", False
    since = "since then " if later else ""
    return f"{since}Ofsted's table says {outcome.grade}, {day(outcome.published)}", stood and outcome.grade != grade


def _judgement_line(row: Row, published: date | datetime | None) -> TagLine:
    council, grade = str(row["council"]), str(row["grade"])
    parts = []
    if row["aspect"] and row["aspect"] != "overall":
        parts.append(f"for {row['aspect']}")
    if row["previous"]:
        parts.append("as a former grade")
    if row["inspected"]:
        parts.append(f"inspected {named_day(row['inspected'], row.get('inspected_precision'))}")
    warning = ""
    if not row["previous"] and row["aspect"] in {"", "overall"}:
        says, otherwise = table_says(council, grade, published, row["inspected"])
        if otherwise:
            warning = says[:1].upper() + says[1:]
        elif says:
            parts.append(says)
    return TagLine(f"{body_name(council)}: {grade}", "; ".join(parts), warning, place_address(council))


def _event_line(row: Row) -> TagLine:
    bodies = ", ".join(body_name(body) for body in row["bodies"] or ())
    on = named_day(row["on"], row.get("on_precision")) if row["on"] else ""
    return TagLine(str(row["kind"]), ", ".join(part for part in (bodies, on) if part))


@dataclass(frozen=True, slots=True)
class TagWording:
    """How the tags of a kind are said: the label of a mark, and the lines of its group."""

    label: Callable[[Row], str]
    lines: Callable[[Sequence[Row], date | datetime | None], Iterable[TagLine]]
    address: Callable[[Row], str] = lambda _: ""  # of the page of whom a mark names


def _each(line: Callable[[Row], TagLine]) -> Callable[[Sequence[Row], date | datetime | None], Iterable[TagLine]]:
    return lambda rows, _: map(line, rows)


_BODIES = TagWording(
    lambda row: body_name(row["identifier"]),
    lambda rows, _: _bodies(rows),
    lambda row: place_address(row["identifier"]),
)
_PLAINLY = TagWording(lambda _: "", _each(lambda row: TagLine(str(row["text"]))))
WORDING: dict[str, TagWording] = {
    TagKind.COUNCIL: _BODIES,
    TagKind.TRUST: _BODIES,
    TagKind.FUNDING: TagWording(lambda row: _funding_line(row).detail, _each(_funding_line)),
    TagKind.JUDGEMENT: TagWording(
        lambda row: f"{body_name(row['council'])}: {row['grade']}",
        lambda rows, published: (_judgement_line(row, published) for row in rows),
    ),
    TagKind.EVENT: TagWording(lambda row: str(row["kind"]), _each(_event_line)),
}
"""A kind that is not here is said by its words in the text."""


def mentions_of(tags: Row, published: date | datetime | None) -> Mentions:
    """Return what was tagged as spans and as groups of lines: in the order of the kinds, the most often named first.

    `tags` has the lists of `Tags`; a text that nobody tagged yet has None for each.
    """
    spans: list[Span] = []
    groups: list[Group] = []
    for kind, words in TAG_KINDS.items():
        rows = [row for row in tags[words.listed] or () if row.get("label", kind) == kind]
        rows.sort(key=lambda row: (FIELD_ORDER[_field(row)], row["start"], row["end"]))
        wording = WORDING.get(kind, _PLAINLY)
        spans += [
            Span(row["start"], row["end"], words.css, wording.label(row), _field(row), wording.address(row))
            for row in rows
        ]
        if lines := tuple(dict.fromkeys(wording.lines(rows, published))):
            groups.append(Group(words.heading, words.css, lines))
    return Mentions(tuple(spans), tuple(groups))
