"""Characters that no reader sees, and bytes that strayed into UTF-8 from an older system.

`mend_utf8` repairs bytes one by one, for pages and feeds of any size; `visible` takes invisible characters out of a
text, raw or written as entities, so that a word is one word for everything that reads it.
"""

from __future__ import annotations

import re

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Soft hyphen, zero-width spaces and joiners, direction marks: they split a word for a search and not for an eye."""
HIDDEN_ENTITY = re.compile(
    "&(?:shy|ZeroWidthSpace|zwnj|zwj|lrm|rlm|NoBreak|#(?:173|820[3-7]|8288|65279)|#[xX]0*(?:[aA][dD]|200[b-fB-F]|2060|[fF][eE][fF][fF]));?"
)
SURROGATES = re.compile("[\udc80-\udcff]+")
LOST = "\ufffd"


def visible(text: str) -> str:
    """Return a text without the characters that no reader sees."""
    if not text.isascii():
        for char in INVISIBLE:  # a search for one character is quick, and most pages hold none of them
            if char in text:
                text = text.replace(char, "")
    return text


def visible_markup(text: str) -> str:
    """Return markup without the characters that no reader sees, whether raw or written as entities."""
    if "&" in text:
        text = HIDDEN_ENTITY.sub("", text)
    return visible(text)


def mend_utf8(raw: bytes) -> bytes:
    """Return bytes as valid UTF-8 where they are UTF-8 with strays from Windows-1252 in it; any others unchanged.

    UTF-8 with strays is what has as many whole characters of several bytes as it has strays: in a text of another
    charset hardly any bytes make such a character by chance.
    """
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return raw
    loose = raw.decode("utf-8", "surrogateescape")
    strays = sum(len(run) for run in SURROGATES.findall(loose))
    whole = len(loose) - sum(map(loose.count, map(chr, range(128)))) - strays
    if whole < strays:
        return raw
    return SURROGATES.sub(_mended, loose).encode("utf-8")


def _mended(match: re.Match[str]) -> str:
    """Read each stray byte as Windows-1252; the beginning of a character that was cut in two is one lost character."""
    run = bytes(ord(char) - 0xDC00 for char in match[0])
    out, place = [], 0
    while place < len(run):
        after = place + 1
        while after < len(run) and 0x80 <= run[after] <= 0xBF:
            after += 1
        cut = run[place : after if after - place <= 3 else place + 1]
        if len(cut) > 1 and (0xF0 <= cut[0] <= 0xF4 or cut[:2] == b"\xe2\x80"):
            out.append(LOST)
            place += len(cut)
        else:
            out.append(run[place : place + 1].decode("cp1252", "replace"))
            place += 1
    return "".join(out)
