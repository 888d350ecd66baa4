"""Who says a sentence (quotation attribution): the speaker in the words of the text, or nobody where the text names none there.

Read from the reporting verb of the sentence, or, inside a quotation, from that of the sentences around it. A pronoun is
followed to the speaker before it. Nothing is guessed: a sentence without a reporting verb is the outlet's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.text.normalised import normalise
from nlp.text.sentences import Sentence, SentenceIndex

SENTENCES_AROUND = 3  # in which a quotation's speaker, or a pronoun's, is looked for: further off is somebody else
MOST_WORDS = 16  # of a speaker with the office held: longer is a clause
_QUOTES = str.maketrans({"“": '"', "”": '"'})
_VERB = (
    r"(?:said|says|told|tells|added|adds|warned|warns|argued|argues|insisted|announced|confirmed|explained|stated|states|claimed|"
    r"claims|wrote|writes|commented|responded|replied|admitted|acknowledged|urged|concluded|found|reported|noted)"
)
_NO_OFFICE = re.compile(r"(?:which|who|whose|where|when|after|before|in|on|at|as|but|and|with)\b", re.IGNORECASE)
_ADVERBIAL = re.compile(
    r"(?:In|On|At|By|For|From|After|Before|With|Without|Under|Since|When|While|If|As|But|And|Not|Where|Who|Which|Having|Asked|Told)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:he|she|they|it|we|i)\Z", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:was|were|is|are|has|have|had|will|would|could|should|that|which|who|because)\b")
_STOP = re.compile(
    r"[.;:\"\n]|,? (?:that|when|while|who|which|after|before|as|in (?:a|an|its|his|her|the)|on [A-Z]|last|yesterday|today)\b|\Z"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>)")
_AFTER_VERB = re.compile(rf"[\"',]{{1,2}} {_VERB} (?P<who>(?!that\b|it\b|there\b))")
_BEFORE_VERB = re.compile(rf"[\"',]{{1,2}} (?P<who>[A-Za-z][^\",]{{1,80}}?),? (?:also |has |have )?{_VERB}\b")
_SUBJECT = re.compile(
    rf"[\"']?(?P<who>[A-Z][^\",;:]{{0,80}}?)(?P<office>, [^\";:]{{2,120}}?,)? (?:also |has |have |had |then |since )?{_VERB}\b"
)


def speaker_of(text: str, start: int, end: int) -> str:
    """Return who says what stands from `start` to `end`, as the text has it; "" where it does not say."""
    plain = normalise(text).translate(_QUOTES)
    index = SentenceIndex.of(plain)
    if not index.sentences:
        return ""
    first, last = index.number(start), index.number(max(start, end - 1))
    for number in range(first, last + 1):
        if found := _speaker(plain, index, number):
            return _as_written(text, found)
    if not any(_quoted(plain, index.sentences[number]) for number in range(first, last + 1)):
        return ""
    around = (last + 1, *range(first - 1, first - 1 - SENTENCES_AROUND, -1))
    near = (number for number in around if 0 <= number < len(index.sentences) and _is_near(plain, index, number, last))
    found = next((span for number in near if (span := _speaker(plain, index, number))), None)
    return _as_written(text, found) if found else ""


def _as_written(text: str, span: tuple[int, int]) -> str:
    return " ".join(text[span[0] : span[1]].split()).rstrip(",")


def _speaker(plain: str, index: SentenceIndex, number: int) -> tuple[int, int] | None:
    """Return where the speaker of a sentence stands, a pronoun followed to the sentence before."""
    found = _named(plain, index.sentences[number])
    if found is None or not _PRONOUN.match(plain, *found):
        return found
    for before in range(number - 1, max(-1, number - 1 - SENTENCES_AROUND), -1):
        earlier = _named(plain, index.sentences[before])
        if earlier and not _PRONOUN.match(plain, *earlier):
            return earlier
    return None


def _named(plain: str, sentence: Sentence) -> tuple[int, int] | None:
    """Return where the words before or after a sentence's reporting verb stand that name who reports."""
    return next((span for span in _spans(plain, sentence) if _names(plain, *span)), None)


def _spans(plain: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    bounds = sentence.start, sentence.end
    if found := _ACCORDING.search(plain, *bounds):
        comma = plain.find(",", found.end(), sentence.end)
        yield found.end(), min(_stop(plain, found.end(), sentence.end), comma if comma > 0 else sentence.end)
    if found := _SUBJECT.match(plain, *bounds):
        office = found["office"] or ""
        with_office = bool(office) and not _NO_OFFICE.match(office[2:])
        yield found.start("who"), found.end("office") - 1 if with_office else found.end("who")
    if found := _AFTER_VERB.search(plain, *bounds):
        stop = _stop(plain, found.end(), sentence.end)
        comma = plain.find(", ", found.end(), stop)
        yield found.end(), comma if comma > 0 and _NO_OFFICE.match(plain, comma + 2) else stop
    if found := _BEFORE_VERB.search(plain, *bounds):
        yield found.start("who"), found.end("who")


def _stop(plain: str, start: int, end: int) -> int:
    found = _STOP.search(plain, start, end)
    return found.start() if found else end


def _names(plain: str, start: int, end: int) -> bool:
    """Return whether a span can name somebody: a few words, none of them a clause's."""
    words = plain[start:end].strip()
    fits = 0 < len(words.split()) <= MOST_WORDS
    return fits and not _ADVERBIAL.match(words) and not _CLAUSE.search(words.split(", ")[0])


def _quoted(plain: str, sentence: Sentence) -> bool:
    """Return whether a sentence stands in a quotation that is open at its beginning, or opens one."""
    paragraph = plain.rfind("\n", 0, sentence.start) + 1
    before = plain.count('"', paragraph, sentence.start)
    return before % 2 == 1 or plain.startswith('"', sentence.start)


def _is_near(plain: str, index: SentenceIndex, number: int, last: int) -> bool:
    """Return whether a sentence can name the speaker of another: after it only in the same paragraph."""
    if number <= last:
        return True
    return "\n" not in plain[index.sentences[last].end : index.sentences[number].start]
