"""Pages that are out to hurt, or simply broken: each ends in seconds, quarantined with a reason or read right."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from pipelines.errors import QuarantineError
from pipelines.isolation.workers import ExtractionPool
from pipelines.page import Extraction, RawPage

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SENTENCE = "The council’s café fund paid £2.4 million for “kinship” placements in the naïve hope of better. "
ARTICLE = (
    "<html><head><title>Kinship fund runs out</title></head><body><main><h1>Kinship fund runs out</h1>"
    + "".join(f"<p>{number}. {SENTENCE * 2}</p>" for number in range(6))
    + "</main></body></html>"
)


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    with ExtractionPool(1) as opened:
        yield opened


def read(
    pool: ExtractionPool, body: bytes | str, content_type: str | None = "text/html", encoding: str | None = None
) -> Extraction | QuarantineError:
    raw = body.encode() if isinstance(body, str) else body
    return next(pool.map([RawPage(raw, content_type, encoding, "https://outlet.example/a", NOW)]))


QUARANTINED: dict[str, tuple[Callable[[], bytes | str], str]] = {
    "300,000 short paragraphs": (lambda: "<html><body>" + "<p>Short words here.</p>" * 300_000, "too many elements"),
    "a paragraph of 5 MB": (lambda: f"<html><body><p>{'word and ' * 560_000}</p></body></html>", "paragraph too long"),
    "nesting of 200,000": (lambda: "<html><body>" + "<div>" * 200_000 + "text", "too many elements"),
    "nesting of 300": (lambda: f"<html><body>{'<div>' * 300}{ARTICLE}", "too deep"),
    "nesting of 300 spans, left open": (lambda: f"<html><body>{'<b>' * 300}{SENTENCE * 9}", "too deep"),
    "100,000 line breaks": (lambda: f"<html><body><p>{'Some words.<br>' * 100_000}</p></body></html>", "too many elements"),
    "an empty body": (lambda: b"", "empty body"),
    "a body of spaces": (lambda: b" \r\n\t ", "empty body"),
    "a body of zeros": (lambda: bytes(5000), "empty body"),
    "a PDF served as HTML": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "not a page"),
    "an image served as HTML": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "not a page"),
    "a feed served as HTML": (lambda: '<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "not a page"),
    "plain words": (lambda: "Service unavailable", "not a page"),
    "markup without text": (lambda: "<html><body><div></div></body></html>", "no article text"),
    "a page over the cap": (lambda: ARTICLE + "<!-- " + "x " * 4_500_000 + "-->", "too large"),
}  # fmt: skip


@pytest.mark.parametrize("name", QUARANTINED)
def test_quarantined_with_its_reason(pool: ExtractionPool, name: str) -> None:
    make, reason = QUARANTINED[name]
    answer = read(pool, make())
    assert isinstance(answer, QuarantineError)
    assert answer.reason == reason, str(answer)


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(b"<p>x</p>" * 128 * 1024) for _ in range(size)]) + packer.flush()


@pytest.mark.parametrize("declared", ["gzip", None], ids=["declared", "undeclared"])
def test_a_gzip_bomb_is_seen_before_it_is_held(pool: ExtractionPool, declared: str | None) -> None:
    answer = read(pool, bomb(200), encoding=declared)
    assert isinstance(answer, QuarantineError)
    assert answer.reason == "too large"


def test_a_gzip_in_a_gzip_is_inflated_within_the_same_bound(pool: ExtractionPool) -> None:
    assert isinstance(read(pool, gzip.compress(gzip.compress(ARTICLE.encode()))), Extraction)
    answer = read(pool, gzip.compress(bomb(200)))
    assert isinstance(answer, QuarantineError)


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_truncated_gzip_is_refused_and_never_read_as_whole(pool: ExtractionPool, kept: float) -> None:
    packed = gzip.compress(ARTICLE.encode())
    answer = read(pool, packed[: int(len(packed) * kept)], encoding="gzip")
    assert isinstance(answer, QuarantineError)
    assert answer.reason == "truncated"


def test_a_page_that_stops_in_the_middle_is_quarantined_as_truncated(pool: ExtractionPool) -> None:
    answer = read(pool, ARTICLE[: len(ARTICLE) // 2])
    assert isinstance(answer, QuarantineError)
    assert answer.reason == "truncated"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (ARTICLE.encode("utf-16"), "text/html"),
        (ARTICLE.encode("utf-16-le"), "text/html; charset=utf-16le"),
        (ARTICLE.encode("utf-16-be"), "text/html"),
        (b"\xef\xbb\xbf" + ARTICLE.encode(), "text/html; charset=iso-8859-1"),
        (ARTICLE.encode(), "text/html; charset=iso-8859-1"),
        (ARTICLE.encode("cp1252"), "text/html; charset=utf-8"),
        (ARTICLE.encode("cp1252"), "text/html; charset=iso-8859-1"),
        (ARTICLE.encode("cp1252"), None),
        (ARTICLE.encode().decode("cp1252", "ignore").encode(), "text/html; charset=utf-8"),
    ],
    ids=[
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "bom",
        "utf-8 as latin",
        "cp1252 as utf-8",
        "cp1252 as latin",
        "cp1252",
        "mojibake",
    ],
)
def test_the_text_is_right_whatever_its_charset_is_said_to_be(
    pool: ExtractionPool, body: bytes, content_type: str | None
) -> None:
    answer = read(pool, body, content_type)
    assert isinstance(answer, Extraction), answer
    for words in ("council’s café", "£2.4 million", "naïve hope"):
        assert words in answer.text


def test_koi8_is_read_or_refused_and_never_guessed_wrong(pool: ExtractionPool) -> None:
    text = "Совет передаст детские дома соседнему фонду, сообщил директор службы. " * 6
    page = f"<html><head><title>Совет</title></head><body><article><h1>Совет</h1><p>{text}</p></article></body></html>"
    answer = read(pool, page.encode("koi8-r"), "text/html; charset=koi8-r")
    assert isinstance(answer, Extraction)
    assert "детские дома" in answer.text


def test_an_xml_entity_is_not_expanded(pool: ExtractionPool) -> None:
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ARTICLE.replace("0. ", "0. &x; ")}'
    answer = read(pool, page)
    assert isinstance(answer, Extraction)
    assert "root:" not in answer.text


def test_script_never_reaches_a_text_field(pool: ExtractionPool) -> None:
    page = ARTICLE.replace("<p>1. ", "<script>alert('SECRET')</script><p onclick=\"alert('SECRET')\">1. ")
    answer = read(pool, page)
    assert isinstance(answer, Extraction)
    assert "SECRET" not in answer.text
