"""What fills the slots of sentences: an event keeps its own in all its articles."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

COUNCILS = (
    "Bradford Council", "Torbay Council", "Essex County Council", "Kirklees Council", "Sunderland City Council", "Wigan Council",
    "Devon County Council", "Norfolk County Council", "Rotherham Council", "Sandwell Council", "Luton Council", "Medway Council",
    "Leeds City Council", "Plymouth City Council", "Derby City Council", "Stoke-on-Trent City Council", "Walsall Council", "Dudley Council",
    "Oldham Council", "Rochdale Council", "Gateshead Council", "Hull City Council", "Blackpool Council", "Cumberland Council",
    "Lincolnshire County Council", "Suffolk County Council", "Kent County Council", "Surrey County Council", "Slough Council", "Reading Council",
    "Southampton City Council", "Portsmouth City Council", "Swindon Council", "Wiltshire Council", "Cornwall Council", "Dorset Council",
    "Croydon Council", "Haringey Council", "Ealing Council", "Barking and Dagenham Council", "Lewisham Council", "Newham Council",
    "Warrington Council", "St Helens Council", "Knowsley Council", "Stockport Council", "Middlesbrough Council", "Hartlepool Council",
)  # fmt: skip
COUNTIES = ("Essex", "Norfolk", "Suffolk", "Kent", "Surrey", "Devon", "Lincolnshire", "Lancashire", "Hampshire", "Warwickshire", "Derbyshire", "Oxfordshire")  # fmt: skip
PLACES = (
    "Barnstaple", "Keighley", "Lowestoft", "Whitby", "Nuneaton", "Kettering", "Hexham", "Stroud", "Bridlington", "Rugby", "Penrith",
    "Frome", "Skegness", "Chorley", "Boston", "Louth", "Ludlow", "Bude", "Alnwick", "Thetford", "Crewe", "Retford", "Andover", "Deal",
)  # fmt: skip
FIRST = ("Maren", "Tobias", "Ifeoma", "Gwenda", "Raj", "Clemency", "Odile", "Barnaby", "Shanice", "Piotr", "Hester", "Lorcan", "Nasreen", "Ottilie", "Dev", "Rowena", "Callum", "Bronagh")  # fmt: skip
LAST = ("Thistlewood", "Okwuosa", "Haverley", "Pennick", "Dunmarsh", "Sarangi", "Quillfeather", "Marrable", "Ostrowicz", "Brindlecombe", "Hollingbourne", "Vaizely", "Tarrantine", "Eddowes-Lyle", "Coverdine", "Mossop-Grey")  # fmt: skip
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "September", "October", "November")
FEW = ("three", "four", "five", "six", "seven", "eight", "nine")
STAGES = ("its second reading", "committee stage in the Commons", "report stage in the Lords", "its third reading", "its final vote")  # fmt: skip
PARTIES = ("Labour", "Conservative", "Liberal Democrat", "Green", "independent")
NAMES_OF_AN_EVENT = 4

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class EventSlots:
    """The words of an event, and the people in it."""

    words: Mapping[str, str]
    names: tuple[str, ...]

    @classmethod
    def drawn(cls, numbers: random.Random) -> EventSlots:
        """Return slots drawn by chance."""
        councils, places = numbers.sample(COUNCILS, 3), numbers.sample(PLACES, 2)
        words = {
            "council": councils[0], "council2": councils[1], "council3": councils[2], "county": numbers.choice(COUNTIES),
            "place": places[0], "place2": places[1], "month": numbers.choice(MONTHS), "stage": numbers.choice(STAGES),
            "party": numbers.choice(PARTIES), "few": numbers.choice(FEW), "few2": str(numbers.randint(3, 9)),
            "n": str(numbers.randint(20, 180)), "n2": str(numbers.randint(11, 48)), "n3": str(numbers.randint(120, 900)),
            "n4": f"{numbers.randint(11, 400) * 100:,}", "pct": str(numbers.randint(6, 38)), "pct2": str(numbers.randint(2, 9)),
            "age": str(numbers.randint(8, 41)), "age2": str(numbers.randint(18, 24)),
            "loose": f"£{numbers.randint(11, 99) / 10:g} million", "loose2": f"£{numbers.randint(31, 99) * 100:,}",
        }  # fmt: skip
        return cls(words, _people(numbers))

    def with_others(self, numbers: random.Random) -> EventSlots:
        """Return the same facts, told by other people."""
        return EventSlots(self.words, _people(numbers))


def _people(numbers: random.Random) -> tuple[str, ...]:
    return tuple(f"{numbers.choice(FIRST)} {numbers.choice(LAST)}" for _ in range(NAMES_OF_AN_EVENT))


def composed(template: str, slots: EventSlots, numbers: random.Random, late: float) -> str:
    """Return a sentence of a template. `late` (0 to 1) is how far the year is: wordings drift from first choices to last ones."""
    while found := _CHOICE.search(template):
        ways = found.group(1).split("|")
        weights = [1 - late if place == 0 else 0.3 + late for place in range(len(ways))]
        template = template[: found.start()] + numbers.choices(ways, weights)[0] + template[found.end() :]
    name = slots.names[zlib.crc32(template[:40].encode()) % len(slots.names)]
    return _SLOT.sub(lambda slot: name if slot.group(1) == "name" else slots.words[slot.group(1)], template)
