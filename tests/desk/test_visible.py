"""Nothing in a text can hide: what does not show, or turns the line round, becomes a mark."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.wording.visible import visible, visible_text

HIDDEN = {
    "right-to-left override": ("Minister \u202egnp.exe", "RLO"),
    "left-to-right isolate": ("a\u2066b", "LRI"),
    "zero-width space": ("Don\u200bcaster", "ZWSP"),
    "zero-width joiner in a name": ("Don\u200dcaster", "ZWJ"),
    "zero-width non-joiner": ("Don\u200ccaster", "ZWNJ"),
    "byte order mark": ("\ufeffDoncaster", "BOM"),
    "soft hyphen": ("Don\u00adcaster", "SHY"),
    "word joiner": ("a\u2060b", "WJ"),
    "arabic letter mark": ("a\u061cb", "ALM"),
    "escape": ("a\x1b[31mb", "U+001B"),
    "null": ("a\x00b", "U+0000"),
    "delete": ("a\x7fb", "U+007F"),
    "a C1 control": ("a\x9bb", "U+009B"),
    "a tag character": ("a\U000e0041b", "U+E0041"),
    "a variation selector of the supplement": ("a\U000e0100b", "U+E0100"),
    "hangul filler": ("a\u3164b", "U+3164"),
    "line separator": ("a\u2028b", "U+2028"),
    "a lone surrogate": ("a\ud800b", "U+D800"),
}


@pytest.mark.parametrize(("text", "name"), HIDDEN.values(), ids=HIDDEN)
def test_a_hidden_character_becomes_a_mark(text: str, name: str) -> None:
    shown = str(visible(text))
    assert f">{name}</span>" in shown
    assert f"[{name}]" in visible_text(text)
    for character in text:
        if not character.isprintable():
            assert character not in shown
            assert character not in visible_text(text)


@pytest.mark.parametrize(
    "text", ["£84m – “a settlement”, said Zoë’s council", "a\tb\nc", "👩‍👧 children", "👩🏽‍🏫", "❤️‍🔥", "naïve e\u0301", "北京", ""]
)  # fmt: skip
def test_honest_text_is_left_as_it_is(text: str) -> None:
    assert str(visible(text)) == text
    assert visible_text(text) == text


def test_markup_is_escaped() -> None:
    assert str(visible("<script>alert('x') & \"y\"")) == "&lt;script&gt;alert(&#39;x&#39;) &amp; &#34;y&#34;"


def test_nothing_is_an_empty_text() -> None:
    assert str(visible(None)) == visible_text(None) == ""


@settings(deadline=None)
@given(st.text())
def test_no_text_brings_markup_of_its_own(text: str) -> None:
    shown = str(visible(text))
    for mark in ('<span class="hidden-character" title="', '">', "</span>"):
        shown = shown.replace(mark, "")
    assert "<" not in shown
    assert '"' not in shown


@settings(deadline=None)
@given(st.text())
def test_plain_text_always_prints(text: str) -> None:
    visible_text(text).encode("utf-8")
