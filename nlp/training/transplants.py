"""Articles that are certainly of another story, made from labelled ones: strangers of one week and subject (hard negatives).

Written stories hardly ever hold two events of one kind in one week, and a busy week of the press does. So a story's
articles are given other councils, people and figures: only those tell them apart then, as with the same kind of news from
elsewhere. And articles on other things are given its days: a week in common tells little by itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from nlp.names.document import find_names
from nlp.names.gazetteer import ABBREVIATION
from nlp.stories.article import ArticleSigns

MOST_DAYS = 9  # between the article and the one that it is told apart from
LEAST_CHANGED = (
    3  # councils, people and figures that stand in the one and not in the other: fewer are a reporter's choice
)
FIRST_NAMES = ("Anne", "Brian", "Carol", "David", "Esther", "Farid", "Grace", "Harjit", "Imran", "Joan", "Karl", "Linda", "Mohan", "Nina", "Oscar", "Petra")  # fmt: skip
LAST_NAMES = ("Aldous", "Bannerman", "Crozier", "Dunmore", "Eastham", "Farrant", "Gower", "Hallam", "Inskip", "Jessop", "Kilner", "Lomax", "Mistry", "Newsome", "Ollerton", "Pargeter", "Quayle", "Rawlins", "Satter", "Thewlis")  # fmt: skip
PLACES = (
    "Norfolk", "Derby", "Leeds", "Kent", "Bolton", "Dorset", "Croydon", "Luton", "Suffolk", "Salford", "Hampshire", "Oldham",
    "Torbay", "Plymouth", "Barnsley", "Wigan", "Devon", "Cumbria", "Hull", "Sandwell", "Enfield", "Sutton", "Rochdale", "Coventry",
)  # fmt: skip
_FIGURE = re.compile(r"(?<![\w.,])(?:£)?(\d+(?:,\d{3})*(?:\.\d+)?)(?=(?:m|bn|k|th|st|nd|rd)?\b)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def of_one_week(article: ArticleSigns, to: ArticleSigns, draw: random.Random) -> ArticleSigns:
    """Return an article as it would be if it had been published in the week of another one."""
    return _rewritten(article, {}, to, draw)


def changed(
    article: ArticleSigns, given: Mapping[str, str], to: ArticleSigns, draw: random.Random
) -> ArticleSigns | None:
    """Return a story's article as another story's: with other councils, people and figures, and the week of `to`.

    None where fewer than LEAST_CHANGED of them are left that the one holds and not the other, in either direction.
    """
    made = _rewritten(article, given, to, draw)
    before, after = told_facts(to), told_facts(made)
    enough = len(before - after) >= LEAST_CHANGED and len(after - before) >= LEAST_CHANGED
    return made if enough else None


def other_facts(articles: Sequence[ArticleSigns], draw: random.Random) -> dict[str, str]:
    """Return what stands for the councils, people and figures of a story's articles in all of them."""
    councils = list(dict.fromkeys(name for one in articles for name in council_names(one)))
    free = [one for one in PLACES if not any(one in name for name in councils)]
    given = dict(zip(councils, draw.sample(free, len(free)), strict=False))
    lasts, firsts = draw.sample(LAST_NAMES, len(LAST_NAMES)), draw.sample(FIRST_NAMES, len(FIRST_NAMES))
    people = sorted({name for one in articles for name in one.full_names})
    for place, name in enumerate(people):
        first, last = name.split(" ", 1)
        new = lasts[place % len(lasts)]
        given |= {name: f"{firsts[place % len(firsts)]} {new}", last: new, first: firsts[place % len(firsts)]}
    for one in articles:
        for number in _FIGURE.findall(f"{one.article.title} {one.article.text}"):
            if number not in given and not _YEAR.fullmatch(number):
                given[number] = _other_number(number, draw)
    return given


def council_names(article: ArticleSigns) -> list[str]:
    """Return the names of councils in title and text as printed, each once."""
    found = find_names(f"{article.title}. {article.text}")
    return list(dict.fromkeys(hit.name.surface for hit in found if hit.name.strength != ABBREVIATION))


def told_facts(article: ArticleSigns) -> frozenset[object]:
    """Return the councils, people, figures and sums of an article."""
    return frozenset((*article.councils, *article.people, *article.numbers, *article.sums))


def _rewritten(article: ArticleSigns, given: Mapping[str, str], to: ArticleSigns, draw: random.Random) -> ArticleSigns:
    """Return an article with words exchanged, published within MOST_DAYS of another one, by its own outlet."""
    told = article.article
    published = to.article.published
    if published is not None:
        published += timedelta(days=draw.randint(-MOST_DAYS, MOST_DAYS), hours=draw.randint(-6, 6))
    made = replace(
        told, title=exchanged(article.title, given), text=exchanged(article.text, given), published=published
    )
    return ArticleSigns(made)


def exchanged(text: str, given: Mapping[str, str]) -> str:
    """Return a text with each of these words and figures exchanged, the longest first."""
    words = "|".join(re.escape(word) for word in sorted(given, key=len, reverse=True) if not word[0].isdigit())
    if words:
        text = re.sub(rf"\b(?:{words})\b", lambda found: given[found[0]], text)
    return _FIGURE.sub(lambda found: found[0].replace(found[1], given.get(found[1], found[1])), text)


def _other_number(number: str, draw: random.Random) -> str:
    """Return another number that is written alike: as many digits, the point and the commas where they were."""
    digits = [one for one in number if one.isdigit()]
    while True:
        made = [str(draw.randint(1, 9)), *(str(draw.randint(0, 9)) for _ in digits[1:])]
        if len(digits) > 2 and set(digits[2:]) == {"0"}:
            made[2:] = digits[2:]
        if made != digits:
            rest = iter(made)
            return "".join(next(rest) if one.isdigit() else one for one in number)
