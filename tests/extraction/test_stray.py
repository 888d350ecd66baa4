"""Bytes that strayed into a page of UTF-8 and characters that nobody sees: each is mended on its own."""

import pytest

from pipelines.decode import decode
from pipelines.markup.structured import plain_line
from pipelines.stray import mend_utf8, visible, visible_markup

PAGE = "<html><body><p>It costs £3.2m – no more, “a fair deal” it said.</p>{}</body></html>"


def page(extra: bytes, filler: int = 0) -> bytes:
    head, _, tail = PAGE.encode().partition(b"{}")
    return head + b"<p>plain words</p>" * filler + extra + tail


@pytest.mark.parametrize("filler", [0, 50, 20_000])
@pytest.mark.parametrize(
    ("stray", "read"),
    [
        (b"<p>\x93nobody was told\x94, and \xa3900,000</p>", "“nobody was told”, and £900,000"),
        (b"<p>a year\x92s budget \x96 spent</p>", "a year’s budget – spent"),
        (b"<p>the caf\xe9 and the na\xefve</p>", "the café and the naïve"),
        (b"<p>\x80 5 and 20\xb0</p>", "€ 5 and 20°"),
    ],
)
def test_stray_bytes_are_read_as_windows_1252_in_pages_of_any_size(stray: bytes, read: str, filler: int) -> None:
    text = decode(page(stray, filler), "text/html; charset=utf-8").text
    assert read in text
    assert "£3.2m – no more, “a fair deal”" in text
    assert "\ufffd" not in text


def test_what_is_declared_is_not_believed_against_the_bytes() -> None:
    assert "“nobody”" in decode(page(b"<p>\x93nobody\x94</p>"), "text/html; charset=iso-8859-1").text


def test_the_beginning_of_a_character_that_was_cut_is_one_lost_character() -> None:
    assert "well \ufffd<" in decode(page(b"<p>well \xf0\x9f\x98</p>", 100)).text


def test_bytes_of_another_charset_are_left_as_they_are() -> None:
    raw = "Die Straße kostet £5, “natürlich”".encode("cp1252")
    assert mend_utf8(raw) is raw


def test_valid_utf8_is_left_as_it_is() -> None:
    raw = "£5 – “fair”".encode()
    assert mend_utf8(raw) is raw


@pytest.mark.parametrize(
    "written",
    ["coun\u00adcil", "coun\u200bcil", "coun\u2060cil", "coun\ufeffcil", "coun&shy;cil", "coun&#173;cil", "coun&#xAD;cil",
     "coun&#8203;cil", "coun&ZeroWidthSpace;cil", "coun&#x200B;cil", "coun&zwnj;cil"],
)  # fmt: skip
def test_characters_that_nobody_sees_are_gone(written: str) -> None:
    assert visible_markup(written) == "council"


def test_a_meta_value_escaped_twice_has_none_either() -> None:
    assert plain_line("coun&amp;shy;cil \u200bhomes") == "council homes"


def test_what_is_seen_stays() -> None:
    assert visible("£3m – “a fair deal”, Síle said…") == "£3m – “a fair deal”, Síle said…"
    assert visible_markup("a &amp; b &#163; &#8217;") == "a &amp; b &#163; &#8217;"
