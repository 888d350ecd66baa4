import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.evidence.phrases import PhraseError, normalise, parse
from nlp.evidence.policies import load_policies


def spans(source: str, text: str) -> list[str]:
    prepared = normalise(text)
    assert len(prepared) == len(text)
    return [text[start:end] for start, end in parse(source).find(prepared)]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("children's trust", "The Children’s Trust and the childrens trust", ["Children’s Trust", "childrens trust"]),
        ("multi year settlement*", "a multi-year settlement", ["multi-year settlement"]),
        ("rated good", "It was rated ‘good’ in May", ["rated ‘good"]),
        ("trust", "entrusted, distrust, trustee; trust.", ["trust"]),
        ("agenc*", "agency and agencies", ["agency", "agencies"]),
        ("trust|company opens", "a company opens", ["company opens"]),
        ("trust ... goes_live|opens", "the trust in Slough goes live", ["trust in Slough goes live"]),
        ("councils ... adoption", "councils will share one adoption team", ["councils will share one adoption"]),
        ("councils ... adoption", "councils one two three four five six seven eight nine adoption", []),
        ("councils ... adoption", "Councils met. Later the adoption team left.", []),
        ("councils ... adoption", "councils\n\nadoption", []),
    ],
)
def test_a_phrase_finds_what_its_language_says(source: str, text: str, found: list[str]) -> None:
    assert spans(source, text) == found


@pytest.mark.parametrize(
    "source", ["", " ", "Trust", "trust’s", "... trust", "trust ...", "a ... ... b", "a (b)", "a|", "*"]
)
def test_what_is_no_phrase_is_refused(source: str) -> None:
    with pytest.raises(PhraseError):
        parse(source)


@given(st.text())
def test_plain_text_keeps_every_offset(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(st.lists(st.sampled_from(["trust", "council", "returned", "to", ".", "-", "\n", "the"]), max_size=60))
def test_every_span_found_holds_the_anchor(words: list[str]) -> None:
    phrase = parse("trust ... returned")
    text = normalise(" ".join(words))
    for start, end in phrase.find(text):
        assert phrase.anchor in text[start:end]
        assert text[start:end].startswith("trust")


@pytest.mark.parametrize("bait", ["council ", "trust - ", "children's ", "-", "a", "councils,,,, ", "(((( ", "\u00a3 "])
def test_no_phrase_of_the_product_is_slower_than_linear(bait: str) -> None:
    phrases = [t.phrase for p in load_policies() for t in p.search.terms] + [
        phrase for p in load_policies() for cue in p.cues for phrase in cue.phrases
    ]

    def cost(size: int) -> float:
        text = (bait * (size // len(bait) + 1))[:size]
        started = time.process_time()
        for phrase in phrases:
            for _ in phrase.find(text):
                pass
        return time.process_time() - started

    small, large = cost(5_000), cost(50_000)
    assert large < 40 * small + 0.5, f"{small:.3f} s for 5 kB, {large:.3f} s for 50 kB"
