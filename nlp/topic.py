"""What a text is about, as far as tagging needs to know: local public services, or something where places are only places."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ON = re.compile(
    r"\b(?:ofsted|children's services|children’s services|children's social care|social care|social work(?:er|ers)?|local authorit(?:y|ies)|"
    r"councils?|councillors?|cllr|department for education|dfe|local government|lga|adcs|looked[- ]after|care leavers?|foster(?:ing| care| carers?)?|"
    r"adoption|safeguarding|child protection|commissioners?|inspectors?|inspections?|inadequate|children in care|high needs|send|early help|cabinet member|"
    r"section 114|best value|unitary|devolution|levelling up|spending review|council tax|town halls?|director of children's|children’s homes|children's homes|"
    r"mhclg|dluhc|whitehall|ministers?|grants?|settlement|boroughs?|children's trusts?|dedicated schools grant|academy trusts?|cipfa|public services?)\b",
    re.IGNORECASE,
)
_OFF = {
    "sport": re.compile(
        r"\b(?:striker|midfielder|defender|goalkeeper|goals?|match(?:es)?|league one|league two|premier league|championship|cup|fixtures?|kick-?off|"
        r"football|rugby|cricket|wicket|innings|coach|manager|head coach|squad|season|players?|fans|stadium|penalty|transfer|club|relegation|promotion|"
        r"half-time|scored|try|tries|test match|tournament|fc|boxing|racecourse|jockey|golf)\b",
        re.IGNORECASE,
    ),
    "crime": re.compile(
        r"\b(?:police|officers|detectives?|arrested|charged|magistrates|crown court|jailed|sentenced|murder(?:ed)?|stabb(?:ed|ing)|robbery|burglary|"
        r"suspect|custody|victims?|cctv|crimestoppers|prosecutor|pleaded|guilty|drugs?|cocaine|assault|knife|offences?)\b",
        re.IGNORECASE,
    ),
    "travel": re.compile(
        r"\b(?:hotels?|cottages?|holiday(?:s|makers)?|beach(?:es)?|tourists?|visitors?|itinerary|museum|restaurants?|sightseeing|trip|"
        r"guided|castle|abbey|scenery|walks?|bed and breakfast|spa|resort|cruise|flight|airport)\b",
        re.IGNORECASE,
    ),
    "culture": re.compile(
        r"\b(?:album|band|gig|festival|actors?|film|movie|novel|singer|concert|theatre|exhibition|artist|recipe|fashion|novelist|tv series|drama)\b",
        re.IGNORECASE,
    ),
}
_LETTERS = re.compile(r"\bcouncil", re.IGNORECASE)
ON_TOPIC_PER_100_WORDS = 0.9  # fewer words of the trade than this in a hundred, and a bare name is taken for a place


@dataclass(frozen=True, slots=True)
class Topic:
    """How far a text is about local public services: words of the trade per hundred words, and what else it is about."""

    density: float
    other: str  # sport, crime, travel, culture or nothing
    other_density: float

    @property
    def on(self) -> bool:
        """Whether bare names of places may be councils here."""
        return self.density >= ON_TOPIC_PER_100_WORDS and self.density * 1.6 >= self.other_density

    @property
    def level(self) -> str:
        """A word for how far it is on the subject, for the model and for the editor."""
        if not self.on:
            return "off"
        return "high" if self.density >= 3.0 and self.density > self.other_density else "some"


def judge(text: str, title: str = "") -> Topic:
    """Return the topic of a text with its title."""
    whole = f"{title}. {text}" if title else text
    words = max(40, whole.count(" ") + 1)
    found: dict[str, int] = {}
    for match in _ON.finditer(whole):
        word = match.group().lower()
        found[word] = found.get(word, 0) + 1
    # One word that is repeated says less than many words: each counts up to six times.
    density = 100.0 * sum(min(count, 6) for count in found.values()) / words
    if len(found) < 3 and words > 80:
        density *= 0.5
    other, most = "", 0.0
    for name, pattern in _OFF.items():
        count = 100.0 * len(pattern.findall(whole)) / words
        if count > most:
            other, most = name, count
    return Topic(round(density, 3), other if most >= 1.0 else "", round(most, 3))
