"""What a text is about (topic classification), as far as tagging needs to know: local public services, or something where places are only places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

ON_TOPIC_PER_100_WORDS = 0.9  # fewer words of the trade than this in a hundred, and a bare name is taken for a place
MOST = 6  # times that one word counts: a word that is repeated says less than many words
TRADE, PUBLIC = "trade", "public"
_OPTION = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Topic:
    """How far a text is about local public services: words of the trade per hundred words, and what else it is about."""

    density: float
    other: str  # sport, crime, travel, culture or nothing
    other_density: float
    public: float = 0.0  # words of public business per hundred words

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


@cache
def _lexicon() -> tuple[AhoCorasick, tuple[tuple[str, frozenset[str]], ...]]:
    """Return the automaton of all topic words, and for each its word and the topics that it speaks for."""
    topics: dict[str, set[str]] = {}
    for line in files("nlp").joinpath("data/topic_words.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, words = line.split(":", 1)
            for word in words.split("|"):
                for form in _forms(word.strip()):
                    topics.setdefault(form, set()).add(name)
    return AhoCorasick(list(topics), matchkind=MatchKind.LeftmostLongest), tuple(
        (word, frozenset(names)) for word, names in topics.items()
    )


def _forms(word: str) -> list[str]:
    """Return the forms that "council(s)" or "polic(y,ies)" stands for."""
    option = _OPTION.search(word)
    if option is None:
        return [word]
    endings = option[1].split(",") if "," in option[1] else ["", option[1]]
    return [word[: option.start()] + ending + word[option.end() :] for ending in endings]


def classify_topic(text: str, title: str = "") -> Topic:
    """Return the topic of a text with its title. Quotes are expected straight, as in a reading's plain text."""
    whole = (f"{title}. {text}" if title else text).lower()
    automaton, meaning = _lexicon()
    counts: dict[int, int] = {}
    length = len(whole)
    for number, start, end in automaton.find_matches_as_indexes(whole):
        if (start and (whole[start - 1].isalnum() or whole[start - 1] == "_")) or (
            end < length and (whole[end].isalnum() or whole[end] == "_")
        ):
            continue
        counts[number] = counts.get(number, 0) + 1
    words = max(40, whole.count(" ") + 1)
    totals: dict[str, float] = {}
    kinds = 0
    for number, count in counts.items():
        for name in meaning[number][1]:
            totals[name] = totals.get(name, 0.0) + (min(count, MOST) if name == TRADE else count)
            kinds += name == TRADE
    density = 100.0 * totals.get(TRADE, 0.0) / words
    if kinds < 3 and words > 80:
        density *= 0.5
    other, most = "", 0.0
    for name, total in sorted(totals.items()):
        if name not in (TRADE, PUBLIC) and 100.0 * total / words > most:
            other, most = name, 100.0 * total / words
    return Topic(
        round(density, 3),
        other if most >= 1.0 else "",
        round(most, 3),
        round(100.0 * totals.get(PUBLIC, 0.0) / words, 3),
    )
