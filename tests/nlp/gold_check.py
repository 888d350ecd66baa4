"""Checks the gold files against the guidelines and the reference tables.

python -m tests.nlp.gold_check [FILE ...]     prints what is wrong and ends with 1 when anything is
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from nlp.text.normalised import normalise
from nlp.training.marked_documents import GoldDocument, GoldError, read_marked
from warehouse.reference import Council, councils, trusts

FOLDER = Path(__file__).with_name("gold")
FILES = (FOLDER / "tune.jsonl", FOLDER / "test.jsonl")
FRESH = FOLDER / "fresh.jsonl"
WORDS = (60, 280)  # of a document's text
AHEAD = timedelta(days=730)  # a council that is to be set up is named before its first day
NO_COUNCIL = "COMB"  # a combined authority
_FORMER = re.compile(r"\b(?:former|replaces|replaced|merged)\b")
_SHINGLE = 8  # words: two documents that share so many in a row are copies


def problems(documents: Sequence[GoldDocument]) -> Iterator[str]:
    """Yield one sentence for each thing that is wrong in one file."""
    known = {council.gss: council for council in councils()}
    slugs = {trust.slug for trust in trusts()} | {"new"}
    for document in documents:
        name = document.document_id
        words = len(document.text.split())
        if not WORDS[0] <= words <= WORDS[1]:
            yield f"{name}: {words} words; allowed: {WORDS[0]} to {WORDS[1]}"
        for mention in document.tags.mentions:
            if document.text[mention.start : mention.end] != mention.text:
                yield f"{name}: the offsets of '{mention.text}' are wrong"
            if mention.label == "TRUST" and mention.identifier not in slugs:
                yield f"{name}: there is no trust '{mention.identifier}'"
            if mention.label == "COUNCIL":
                yield from _council_problems(document, mention.identifier, known)
        marked = {mention.identifier for mention in document.tags.mentions}
        marked |= {council.gss for trust in trusts() if trust.slug in marked for council in trust.councils}
        for council, grade in document.judgements:
            if council not in marked:
                yield f"{name}: '{grade}' is given to {council}, which is not marked"
            elif council in known and not known[council].childrens_services:
                yield f"{name}: {known[council].name} has no children's services for Ofsted to grade"
            elif grade.split()[0][:6] not in document.text.lower():
                yield f"{name}: the text nowhere says '{grade}'"
        yield from _unmarked(document, known)


def _council_problems(document: GoldDocument, gss: str, known: dict[str, Council]) -> Iterator[str]:
    council = known.get(gss)
    if council is None:
        yield f"{document.document_id}: there is no council '{gss}'"
        return
    if council.type == NO_COUNCIL:
        yield f"{document.document_id}: {council.name} is a combined authority"
    if document.published is None:
        if not council.current and not _FORMER.search(document.text):
            yield f"{document.document_id}: {council.official_name} is no more, and the document has no date"
        return
    if council.started and document.published + AHEAD < council.started:
        yield f"{document.document_id}: {council.official_name} began on {council.started}"
    if council.ended and document.published >= council.ended and not _FORMER.search(document.text):
        yield f"{document.document_id}: {council.official_name} ended on {council.ended}"


def _unmarked(document: GoldDocument, known: dict[str, Council]) -> Iterator[str]:
    """Yield every official name of a council that stands in the text without a mark."""
    taken = [(m.start, m.end) for m in document.tags.mentions]
    text = normalise(document.text).lower()
    for council in known.values():
        official = normalise(council.official_name).lower()
        if council.type == NO_COUNCIL or not official.endswith("council"):
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(official)}(?!\w)", text):
            if not any(start <= match.start() and match.end() <= end for start, end in taken):
                yield f"{document.document_id}: '{council.official_name}' is not marked"


def shared(first: Sequence[GoldDocument], second: Sequence[GoldDocument]) -> Iterator[str]:
    """Yield one sentence for each document that is in both files, by id or by its words."""
    identifiers = {document.document_id for document in first}
    shingles = {shingle: document.document_id for document in first for shingle in _shingles(document.text)}
    for document in second:
        if document.document_id in identifiers:
            yield f"{document.document_id} is in both files"
        copies = {shingles[shingle] for shingle in _shingles(document.text) if shingle in shingles}
        for copy in sorted(copies):
            yield f"{document.document_id} shares {_SHINGLE} words in a row with {copy}"


def _shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", normalise(text).lower())
    return {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is wrong, and return 1 when anything is."""
    paths = [Path(argument) for argument in (sys.argv[1:] if arguments is None else arguments)] or [*FILES, FRESH]
    found: list[str] = []
    read_before: list[GoldDocument] = []
    for path in paths:
        try:
            documents = read_marked(path)
        except GoldError as error:
            found.append(str(error))
            continue
        found += problems(documents)
        found += shared(read_before, documents)
        read_before += documents
    for sentence in found:
        print(sentence)
    print(f"{len(read_before)} documents, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
