"""A snippet of a text, with the words that a search found marked in it."""

from __future__ import annotations

from markupsafe import Markup

from desk.wording.visible import visible
from warehouse.search.index import CLOSED, OPENED


def marked_snippet(snippet: str) -> Markup:
    """Return a snippet as markup: what was found in <mark>, everything else escaped and made visible."""
    plain, *found = snippet.split(OPENED)
    parts = [visible(plain)]
    for one in found:
        word, _, after = one.partition(CLOSED)
        parts += [Markup("<mark>{}</mark>").format(visible(word)), visible(after)]
    return Markup("").join(parts)
