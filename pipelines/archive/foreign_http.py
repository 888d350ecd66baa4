"""An HTTP response as a foreign archive holds it, and as ours is to hold it: what its headers say of its body is so.

Archives differ: some keep the chunks of the transfer, some took the compression off and left the header that names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.archive.warc import HOP_BY_HOP
from pipelines.decode import GZIP_MAGIC, inflate
from pipelines.errors import QuarantineError

HEADERS_END = re.compile(rb"\r?\n\r?\n")
MOST_INTERIM = 5  # responses of 1xx that may stand before the one that counts
LONGEST_CHUNK_LINE = 64  # characters: sixteen hexadecimal digits and an extension


class NotHttp(ValueError):  # noqa: N818 -- named for what it says
    """A record that should hold an HTTP response does not."""


@dataclass(frozen=True, slots=True)
class Response:
    """A response, its body as it was found."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header of this name, whatever its case; nothing where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()


def read_response(block: bytes) -> Response:
    """Return the response that a record's block holds, past any interim ones (RFC 9110, 15.2). Raises NotHttp."""
    response = _one_response(block)
    for _ in range(MOST_INTERIM):
        if not 100 <= response.status < 200:
            break
        response = _one_response(response.body)
    return response


def _one_response(block: bytes) -> Response:
    end = HEADERS_END.search(block)
    head, separator, body = (block[: end.start()], end[0], block[end.end() :]) if end else (block, b"", b"")
    lines = head.decode("latin-1").splitlines()
    words = lines[0].split(None, 2) if lines else []
    if not separator or len(words) < 2 or not words[0].upper().startswith("HTTP/") or not words[1].isdecimal():
        raise NotHttp("no HTTP response")
    headers: list[tuple[str, str]] = []
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if colon and name.strip() and not line[0].isspace():
            headers.append((name.strip(), value.strip()))
        elif headers and line[:1].isspace():  # a folded header, as old servers write them
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
    return Response(int(words[1]), tuple(headers), body)


def as_kept(response: Response) -> Response:
    """Return the response as it lies in our archive: no chunks, and a content-encoding only where the body has it."""
    body = response.body
    if "chunked" in response.header("transfer-encoding").lower():
        body = without_chunks(body)
    untrue = HOP_BY_HOP | {"content-length"}
    if not _is_encoded(body, response.header("content-encoding")):
        untrue |= {"content-encoding"}
    headers = tuple((name, value) for name, value in response.headers if name.lower() not in untrue)
    return replace(response, headers=(*headers, ("Content-Length", str(len(body)))), body=body)


def without_chunks(body: bytes) -> bytes:
    """Return a body without the chunks of its transfer; as it is where it has none (RFC 9112, 7.1)."""
    parts: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at, at + LONGEST_CHUNK_LINE)
        digits = body[at:end].partition(b";")[0].strip() if end != -1 else b""
        try:
            size = int(digits, 16)
        except ValueError:
            return body
        if size == 0:
            return b"".join(parts)
        if body[end + 2 + size : end + 4 + size] != b"\r\n":
            return body
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 4 + size
    return body  # no last chunk: these were no chunks, or the body is not whole


def _is_encoded(body: bytes, encoding: str) -> bool:
    """Return whether a body has the encoding that its headers say: archives often took it off and kept the header."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    if not names or names == ["identity"]:
        return False
    if names[-1] in {"gzip", "x-gzip"}:
        return body.startswith(GZIP_MAGIC[:2])
    try:
        return inflate(body, encoding) != body
    except QuarantineError as error:
        return error.reason != "damaged compression"  # cut, or a bomb: it is compressed; the step that reads it says so
