"""The words of a text as retrieval counts them: small letters, without stop words, stemmed (Snowball's English stemmer)."""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

WORDS_REMEMBERED = 1 << 16  # stems kept: English prose of a year's press has fewer common words; some 8 MB
_WORD = re.compile(r"[a-z][a-z'’]*[a-z]|\d[\d,.]*\d|\d")
_STOP_WORDS = """
    a about after again all also an and another any are as at be because been before being between both but by can
    could did do does doing done down each every few for from get gets get give given gives had has have he her here
    him his how i if in into is it its itself just less made make makes many may me might more most much must my no
    nor not now of off on once one only or other our out over own per put said same say says shall she should so some
    such take taken takes than that the their them then there these they this those through to too two under until up
    us very was we well were what when where which while who whom why will with would yet you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

_stemmer = Stemmer.Stemmer("english")


@lru_cache(maxsize=WORDS_REMEMBERED)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word.replace("’", "'")))


def stems(text: str) -> list[str]:
    """Return the stems of the text's words and numbers in order, without stop words."""
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]
