"""The phrase language of the policy file, compiled to regular expressions of bounded cost.

    children's home*            words, the last with any ending; a space also stands for a hyphen, with or without a quotation mark
    trust|company               either word
    goes_live|opened            an underscore joins the words of one alternative
    councils ... adoption       up to eight words of the same sentence between them

Matching runs over text that `plain` has prepared: lower case, straight quotes and hyphens, every character at its
old offset. Every repetition is bounded, so that a phrase costs time in proportion to the text, whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

GAP_WORDS = 8  # words that `...` may stand for: more, and the two ends speak of different things
_SPACE = r"[ \t'\"(-]{1,3}"  # the press puts grades and names in quotation marks: rated 'good'
_GAP = r"(?:[^\w.!?\n]{1,4}\w[\w'-]{0,30}){0," + str(GAP_WORDS) + r"}?[^\w.!?\n]{1,4}"
_WORD = re.compile(r"[\w'&-]+\*?")

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f\u2007", " "),
    }
)


def normalise(text: str) -> str:
    """Return the text in lower case with straight quotes, hyphens and spaces. Its length and its offsets stay."""
    translated = text.translate(_PLAIN)
    lowered = translated.lower()
    if len(lowered) == len(translated):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in translated)  # "İ" grows when it is lowered


class PhraseError(ValueError):
    """A phrase that the language does not allow; the message says what is."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: its source, the pattern, and the literal that any text it matches must hold."""

    source: str
    pattern: re.Pattern[str]
    anchor: str

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of `text` (made by `plain`) where the phrase stands."""
        search = self.pattern.search
        match = search(text)
        while match:
            start, end = match.span()
            if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                end = start + 1  # it began inside a word
            else:
                yield start, end
            match = search(text, end)


def parse(source: str) -> Phrase:
    """Return the compiled phrase.

    Raises:
        PhraseError: for capitals, curly quotes, an empty phrase, a gap at an end, or a character that is in no word.
    """
    if not source.strip():
        raise PhraseError("a phrase cannot be empty")
    if normalise(source) != source:
        raise PhraseError(f"'{source}': write phrases in small letters, with straight quotes and plain hyphens")
    words = source.split()
    if words[0] == "..." or words[-1] == "..." or "... ..." in source:
        raise PhraseError(f"'{source}': '...' stands between two words")
    pattern = ""
    anchor = ""
    after_word = False
    for word in words:
        if word == "...":
            pattern += _GAP
            after_word = False
            continue
        alternatives = word.split("|")
        for alternative in alternatives:
            if not _WORD.fullmatch(alternative):
                allowed = "letters, digits, ', &, -, _ and a * at the end of a word"
                raise PhraseError(f"'{source}': '{alternative}' is no word; allowed: {allowed}; '|' and '...'")
        if after_word:
            pattern += _SPACE
        # No look-behind for the word's beginning: with one, `re` cannot search for the first letters at memchr's speed.
        options = "|".join(_word_pattern(a) for a in alternatives)
        pattern += options if len(alternatives) == 1 else f"(?:{options})"
        after_word = True
        if len(alternatives) == 1:
            literal = max(re.split(r"['*_-]", word), key=len)
            anchor = max(anchor, literal, key=len)
    return Phrase(source, re.compile(pattern), anchor)


def _word_pattern(word: str) -> str:
    stem = word.removesuffix("*")
    body = re.escape(stem).replace("'", "'?").replace(r"\-", "[ -]?").replace("_", _SPACE)
    return body + (r"[\w'-]{0,20}" if word.endswith("*") else r"(?!\w)")


def parse_all(sources: Iterable[str]) -> tuple[Phrase, ...]:
    """Return the compiled phrases, in order."""
    return tuple(parse(source) for source in sources)
