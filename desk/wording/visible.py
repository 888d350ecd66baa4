"""Outlets' text as a reader should see it: characters that hide, or that turn the line round, become visible marks.

A headline can hold a right-to-left override that shows "evil.exe" as "exe.live", or zero-width characters that
make two different names look alike. Nothing is removed: each such character is replaced by a small labelled mark.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

_SHORT_NAMES = {
    0x00AD: "SHY",
    0x061C: "ALM",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}
"""The abbreviations of the Unicode standard, where it gives one; others are shown as U+XXXX."""

_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls; tab and line feed are layout, not content
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ud800-\udfff"
    "]"
)

_EMOJI_GLUE = "\u200d"


def _joins_emoji(text: str, at: int) -> bool:
    """Whether the joiner at `at` glues two pictures into one, which is its honest use in English text."""
    before = text[at - 1] if at else ""
    if before and "\ufe00" <= before <= "\ufe0f" and at > 1:
        before = text[at - 2]
    after = text[at + 1] if at + 1 < len(text) else ""
    return (
        bool(before and after) and unicodedata.category(before) in {"So", "Sk"} and unicodedata.category(after) == "So"
    )


def _name(character: str) -> str:
    code = ord(character)
    return _SHORT_NAMES.get(code, f"U+{code:04X}")


def _explained(character: str) -> str:
    name = unicodedata.name(character, "control character").lower()
    return f"{name}, U+{ord(character):04X}"


def visible(text: object) -> Markup:
    """Return the text escaped for HTML, each hidden character replaced by a labelled mark."""
    source = "" if text is None else str(text)
    parts: list[Markup] = []
    position = 0
    for found in _HIDDEN.finditer(source):
        if found.group() == _EMOJI_GLUE and _joins_emoji(source, found.start()):
            continue
        parts.append(escape(source[position : found.start()]))
        parts.append(
            Markup('<span class="hidden-character" title="{}">{}</span>').format(
                _explained(found.group()), _name(found.group())
            )
        )
        position = found.end()
    parts.append(escape(source[position:]))
    return Markup("").join(parts)


def visible_text(text: object) -> str:
    """Return the text for a place that takes no markup (a page's title, an attribute), hidden characters in brackets."""
    source = "" if text is None else str(text)

    def marked(found: re.Match[str]) -> str:
        if found.group() == _EMOJI_GLUE and _joins_emoji(source, found.start()):
            return _EMOJI_GLUE
        return f"[{_name(found.group())}]"

    return _HIDDEN.sub(marked, source)
