"""Text that every file format takes."""

from __future__ import annotations

import re

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """Return the text with each lone surrogate replaced by U+FFFD: one for one, so that offsets keep their meaning."""
    return _LONE_SURROGATE.sub("\ufffd", text)
