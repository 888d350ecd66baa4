"""The words that say what a sum is for, by class: giving, saving, owing, spending, raising, and who does it. The table is `data/money_words.txt`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

TOKEN = re.compile(r"£[\d.,]*|[a-z][\w'-]*|\d[\d.,]*%?|[.;:!?,()\n]")
LONGEST = 5  # words of a phrase
_VOWELS = "aeiou"


def _verb(lemma: str) -> set[str]:
    """Return the regular forms of a verb."""
    if lemma.endswith("e"):
        return {lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"}
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return {lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"}
    plural = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return {lemma, plural, lemma + "ed", lemma + "ing"}


def _forms(entry: str, verbs: bool) -> set[str]:
    first, *others = entry.split("/")
    if "_" in entry:  # a phrase: its forms are those written
        rest = entry[entry.index("_") :]
        return {form.split("_")[0] + rest for form in (first, *others)}
    regular = _verb(first) if verbs else {first, first + ("es" if first.endswith(("s", "sh", "ch", "x")) else "s")}
    return regular | set(others)


@cache
def table() -> dict[str, str]:
    """Return the class of each word and phrase (its words joined by spaces). The first class named for a word is its class."""
    found: dict[str, str] = {}
    for line in files("nlp").joinpath("data/money_words.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, words = line.split(":", 1)
        for entry in words.split():
            for form in _forms(entry, name.startswith("v")):
                found.setdefault(form.replace("_", " "), name)
    return found


@cache
def openers() -> frozenset[str]:
    """Return the first words of the phrases."""
    return frozenset(phrase.split(" ", 1)[0] for phrase in table() if " " in phrase)


def tokens(text: str) -> list[str]:
    """Return the words, numbers and marks of a text in lower case; every sum is "£", every number "#"."""
    return [
        token if token[0].isalpha() and "'" not in token else _plain(token) for token in TOKEN.findall(text.lower())
    ]


def _plain(token: str) -> str:
    if token[0] == "£":
        return "£"
    return "#" if token[0].isdigit() else token.removesuffix("'s").removesuffix("'")


def classes(words: list[str]) -> list[tuple[int, str, str]]:
    """Return the classes named in `words`: place of the first word, the class, the word or phrase."""
    known, first = table(), openers()
    found: list[tuple[int, str, str]] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word in first:
            for length in range(min(LONGEST, len(words) - place), 1, -1):
                phrase = " ".join(words[place : place + length])
                if phrase in known:
                    found.append((place, known[phrase], phrase))
                    place += length
                    break
            else:
                if word in known:
                    found.append((place, known[word], word))
                place += 1
            continue
        if word in known:
            found.append((place, known[word], word))
        place += 1
    return found
