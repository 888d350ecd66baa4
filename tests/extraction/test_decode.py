"""Bytes to text."""

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.decode import MOST_BYTES, decode, inflate
from pipelines.errors import QuarantineError
from pipelines.stray import visible

PAGE = "<html><body><p>Café — “naïve” £5m</p></body></html>"


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=3000),
    st.sampled_from([None, "text/html", "text/html; charset=utf-8", "text/html; charset=nonsense"]),
)
def test_any_bytes_give_text_or_a_quarantine(body: bytes, content_type: str | None) -> None:
    try:
        text = decode(body, content_type).text
    except QuarantineError as refusal:
        reason = refusal.reason
        assert reason
    else:
        assert "\x00" not in text


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff\ufffdÃÂ€"), min_size=1
    )
)
def test_valid_utf8_is_read_as_utf8_whatever_is_declared(words: str) -> None:
    page = f"<p>ok {words}</p>"
    found = decode(page.encode(), "text/html; charset=iso-8859-1")
    if not found.notes:
        assert found.text == visible(page)


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=5000))
def test_what_was_packed_comes_out(body: bytes) -> None:
    if not body.startswith(b"\x1f\x8b"):
        assert inflate(gzip.compress(body), "gzip") == body
        assert inflate(zlib.compress(body), "deflate") == body


def test_a_gzip_in_a_gzip_is_opened_and_what_lies_deeper_is_not() -> None:
    twice = gzip.compress(gzip.compress(PAGE.encode()))
    assert inflate(twice, None) == PAGE.encode()
    assert inflate(gzip.compress(twice), None).startswith(b"\x1f\x8b")


@settings(max_examples=100, deadline=None)
@given(st.integers(min_value=20, max_value=400))
def test_a_cut_stream_is_never_whole(kept: int) -> None:
    packed = gzip.compress(bytes(range(256)) * 8)
    if kept < len(packed):
        with pytest.raises(QuarantineError):
            inflate(packed[:kept], "gzip")


def test_raw_deflate_is_read_as_some_servers_mean_it() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    assert inflate(packer.compress(PAGE.encode()) + packer.flush(), "deflate") == PAGE.encode()


def test_brotli_is_read_and_bounded() -> None:
    brotli = pytest.importorskip("brotli")
    assert inflate(brotli.compress(PAGE.encode()), "br") == PAGE.encode()
    with pytest.raises(QuarantineError, match="too large"):
        inflate(brotli.compress(b"a" * (MOST_BYTES + 1)), "br")
    with pytest.raises(QuarantineError, match="truncated"):
        inflate(brotli.compress(PAGE.encode() * 50)[:-4], "br")


def test_a_header_left_behind_by_a_client_does_no_harm() -> None:
    assert inflate(PAGE.encode(), "gzip") == PAGE.encode()


def test_an_unknown_compression_is_named() -> None:
    with pytest.raises(QuarantineError, match="unknown compression: zstd"):
        inflate(b"abc", "zstd")


@pytest.mark.parametrize(
    ("raw", "content_type", "charset"),
    [
        (PAGE.encode(), None, "utf-8"),
        (PAGE.encode("cp1252"), "text/html; charset=ISO-8859-1", "cp1252"),
        (b'<meta charset="windows-1252">' + PAGE.encode("cp1252"), None, "cp1252"),
        (PAGE.encode("utf-16"), None, "utf-16-le"),
        ("<p>детские дома</p>".encode("cp1251"), "text/html; charset=windows-1251", "windows-1251"),
    ],
)
def test_the_charset_is_named(raw: bytes, content_type: str | None, charset: str) -> None:
    assert decode(raw, content_type).charset == charset


def test_mojibake_is_repaired_and_noted() -> None:
    broken = "<p>The council’s café</p>".encode().decode("cp1252", "ignore")
    found = decode(broken.encode())
    assert found.text == "<p>The council’s café</p>"
    assert found.notes == ("mojibake repaired",)


def test_a_text_full_of_broken_characters_is_refused() -> None:
    with pytest.raises(QuarantineError, match="wrong charset"):
        decode(("<p>ok</p>" + "\ufffd" * 40).encode())
