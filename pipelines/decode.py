"""From a response's bytes to text: inflate within a bound, find the charset, and prove that the text is text.

Trust for the charset: a byte order mark; UTF-8 wherever the bytes are valid UTF-8 (a wrong declaration is common,
valid UTF-8 by chance is not); what the header, then the page declares; what is sniffed; Windows-1252, which
browsers read where ISO-8859-1 is declared. A text that shows the marks of a wrong guess is repaired or refused.
"""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

from pipelines.errors import QuarantineError
from pipelines.stray import mend_utf8, visible_markup

MOST_BYTES = 8 * 1024 * 1024  # of a body after inflating: beyond it a page is quarantined, never cut
MOST_LAYERS = 2  # of compression: some servers gzip a gzip
MOST_REPLACED = 0.001  # share of U+FFFD, or of mojibake, beyond which a text counts as wrongly decoded

GZIP_MAGIC = b"\x1f\x8b\x08"
CHUNK = 64 * 1024  # bytes inflated at a time, so that a bomb is seen before it is held

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
READ_AS = {  # what browsers read where a page declares this: https://encoding.spec.whatwg.org/#names-and-labels
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "windows-1252": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "unicode": "utf-16-le",
}
ONE_BYTE_OR_UTF_8 = ("utf", "cp125", "iso")  # in others, two bytes of one character may look like UTF-8
NOT_PAGES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
)
DECLARED = re.compile(rb"<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
XML_DECLARED = re.compile(rb"^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
MOJIBAKE = re.compile("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\u00a0-\u00bf]|â€[\u0080-\u00bf™œ˜“”¦¢\u009d]")
CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13))  # lxml refuses them, no reader sees them
WIDE_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufeff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text, with the charset it was read in and what was done to get there."""

    text: str
    charset: str
    notes: tuple[str, ...] = ()


def decode(body: bytes, content_type: str | None = None, content_encoding: str | None = None) -> Decoded:
    """Return the text of a body. Raises QuarantineError: truncated, too large, not a page, empty, wrong charset."""
    raw = inflate(body, content_encoding)
    if not raw.strip(b" \t\r\n\x00"):
        raise QuarantineError("empty body", f"{len(body)} bytes as sent")
    head = raw[:1024].lstrip()
    for magic, name in NOT_PAGES:
        if head.startswith(magic):
            raise QuarantineError("not a page", f"the body is {name}, whatever its type says")
    text, charset = _read(raw, content_type)
    notes = []
    broken = _share(text)
    if broken > MOST_REPLACED / 20:
        repaired = _repair(text)
        if repaired != text:
            notes.append("mojibake repaired")
            text, broken = repaired, _share(repaired)
    if broken > MOST_REPLACED:
        raise QuarantineError("wrong charset", f"read as {charset}, with {broken:.2%} of its characters broken")
    if charset != "utf-8":
        text = WIDE_CONTROLS.sub("", text)
    return Decoded(visible_markup(text), charset, tuple(notes))


def inflate(body: bytes, content_encoding: str | None = None) -> bytes:
    """Return the body without its compression, declared or not. Raises QuarantineError: truncated, too large, damaged."""
    layers = [name.strip().lower() for name in (content_encoding or "").split(",")]
    for name in reversed([name for name in layers if name and name != "identity"]):
        if name in {"gzip", "x-gzip"}:
            # An HTTP client may have inflated it and kept the header: then the magic is gone.
            body = _zlib(body, 31, "gzip") if body.startswith(GZIP_MAGIC[:2]) else body
        elif name == "deflate":
            body = _deflate(body)
        elif name == "br":
            body = _brotli(body)
        else:
            raise QuarantineError("unknown compression", name[:40])
    for _ in range(MOST_LAYERS):
        if not body.startswith(GZIP_MAGIC):
            break
        body = _zlib(body, 31, "gzip")
    if len(body) > MOST_BYTES:
        raise QuarantineError("too large", f"{len(body):,} bytes; the cap is {MOST_BYTES:,}")
    return body


def _zlib(body: bytes, bits: int, name: str) -> bytes:
    whole, rest = bytearray(), body
    while rest:
        stream = zlib.decompressobj(bits)
        try:
            while not stream.eof:
                piece = stream.decompress(rest, CHUNK)
                rest = stream.unconsumed_tail
                whole += piece
                if len(whole) > MOST_BYTES:
                    raise QuarantineError("too large", f"{name}: over {MOST_BYTES:,} bytes from {len(body):,}")
                if not piece and not rest and not stream.eof:
                    raise QuarantineError("truncated", f"the {name} stream stops after {len(whole):,} bytes")
        except zlib.error as error:
            if whole and not rest.startswith(GZIP_MAGIC[:2]):
                break  # padding after a whole stream, as some servers send
            raise QuarantineError("damaged compression", f"{name}: {error}") from error
        rest = stream.unused_data.lstrip(b"\x00")
    return bytes(whole)


def _deflate(body: bytes) -> bytes:
    try:
        return _zlib(body, 15, "deflate")
    except QuarantineError as refusal:
        if refusal.reason != "damaged compression":
            raise
        return _zlib(body, -15, "deflate")  # raw deflate, which some servers mean by the word


def _brotli(body: bytes) -> bytes:
    try:
        import brotli  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        raise QuarantineError("unknown compression", "br, and no brotli is installed") from None
    stream, whole = brotli.Decompressor(), bytearray()
    try:
        whole += stream.process(body, output_buffer_limit=CHUNK)
        while not stream.is_finished():
            if len(whole) > MOST_BYTES:
                raise QuarantineError("too large", f"br: over {MOST_BYTES:,} bytes from {len(body):,}")
            piece = stream.process(b"", output_buffer_limit=CHUNK)
            if not piece and stream.can_accept_more_data():
                raise QuarantineError("truncated", f"the br stream stops after {len(whole):,} bytes")
            whole += piece
    except brotli.error as error:
        if not whole and b"<" in body[:200]:
            return body  # inflated on the way, with the header left in place
        raise QuarantineError("damaged compression", f"br: {error}") from error
    return bytes(whole)


def _read(raw: bytes, content_type: str | None) -> tuple[str, str]:
    for mark, name in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return WIDE_CONTROLS.sub("", raw[len(mark) :].decode(name, "replace")), name
    wide = _wide(raw)
    if wide:
        return raw.decode(wide, "replace"), wide
    try:
        return raw.translate(None, CONTROLS).decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        first_bad = error.start
    tried = []
    declared = _declared(raw, content_type)
    if all(name.startswith(ONE_BYTE_OR_UTF_8) for name in declared):
        mended = mend_utf8(raw)
        if mended is not raw:
            return mended.translate(None, CONTROLS).decode("utf-8"), "utf-8"
    for name in declared:
        if name in {"utf-8", "utf8"} or name.startswith(("utf-16", "utf16", "utf-32")):
            continue  # the bytes have just shown that it is not so
        try:
            return raw.decode(name), name
        except (UnicodeDecodeError, LookupError):
            tried.append(name)
    for guess in (_sniffed(raw, first_bad), *tried, "cp1252"):
        if guess:
            try:
                return raw.decode(guess), guess
            except (UnicodeDecodeError, LookupError):
                continue
    return raw.decode(tried[0] if tried else "cp1252", "replace"), tried[0] if tried else "cp1252"


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin markup is zero."""
    sample = raw[:2000]
    if sample.count(0) < len(sample) // 5:
        return None
    return "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"


def _declared(raw: bytes, content_type: str | None) -> list[str]:
    found = [match.group(1) for match in [HEADER_CHARSET.search(content_type or "")] if match]
    head = raw[:8192]
    found += [match.group(1).decode("ascii", "ignore") for match in DECLARED.finditer(head)]
    found += [match.group(1).decode("ascii", "ignore") for match in XML_DECLARED.finditer(head)]
    names = []
    for name in found:
        lowered = name.lower()
        name = READ_AS.get(lowered, lowered)
        try:
            codecs.lookup(name)
        except LookupError:
            continue
        if name not in names and name not in {"base64", "hex", "rot13", "zlib", "bz2"}:
            names.append(name)
    return names


def _sniffed(raw: bytes, first_bad: int) -> str | None:
    from resiliparse.parse.encoding import detect_encoding

    window = raw[max(0, first_bad - 20_000) : first_bad + 60_000]
    name = detect_encoding(window)
    return READ_AS.get(name.lower(), name.lower()) if name else None


def _share(text: str) -> float:
    # Searches for one character are quick, and spare most pages the counting.
    broken = text.count("\ufffd") if "\ufffd" in text else 0
    if "Ã" in text or "Â" in text or ("â" in text and "â€" in text):
        broken += sum(1 for _ in MOJIBAKE.finditer(text))
    return broken / max(len(text), 1)


def _repair(text: str) -> str:
    import ftfy

    settings = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
        max_decode_length=1_000_000,
    )
    return "".join(ftfy.fix_text_segment(line, settings) for line in text.splitlines(keepends=True))
