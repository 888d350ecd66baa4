"""One normalised text for tagger and matcher: plain quotes, dashes and spaces, so that no pattern has to spell them.

`normalise` replaces one character by one, so that offsets stay. Invisible characters (soft hyphens, zero-width marks)
cannot be replaced by nothing and leave offsets alone: `Visible` takes them out and keeps the way back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLAIN = (
    ("’", "'"), ("‘", "'"), ("ʼ", "'"), ("`", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("‑", "-"), ("‐", "-"), ("\t", " "),
)  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]")


def normalise(text: str) -> str:
    """Return the text with plain quotes, dashes and spaces. Its length and its offsets stay."""
    plain = text
    for mark, plainly in _PLAIN:  # a tenth of the time of `translate`, which asks a table for every character
        if mark in plain:
            plain = plain.replace(mark, plainly)
    try:
        plain.encode("utf-8")
    except UnicodeEncodeError:  # half a character, from a broken feed: the automaton takes whole ones only
        plain = _SURROGATE.sub("\ufffd", plain)
    return plain


@dataclass(frozen=True, slots=True)
class Visible:
    """A text without its invisible characters, and where each of the others stood."""

    text: str
    offsets: (
        tuple[int, ...] | None
    )  # of each character, and last the length of the printed text; None: nothing was taken out

    @classmethod
    def of(cls, printed: str) -> Visible:
        """Return what a reader sees of a printed text."""
        if _INVISIBLE.search(printed) is None:
            return cls(printed, None)
        kept = [number for number, character in enumerate(printed) if not _INVISIBLE.match(character)]
        return cls("".join(printed[number] for number in kept), (*kept, len(printed)))

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the visible text stands in the printed one."""
        if self.offsets is None or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1
