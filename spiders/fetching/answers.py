"""What an answer to an article's request means: pure assessment, from status, headers and first bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from warehouse.records import Outcome

READABLE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "")
CHALLENGES = (
    b"<title>Just a moment...</title>",
    b"/cdn-cgi/challenge-platform/",
    b"_Incapsula_Resource",
    b"Request unsuccessful. Incapsula",
    b"Please enable JS and disable any ad blocker",
    b"px-captcha",
    b"Pardon Our Interruption",
)
"""Words of the pages that ask a browser to prove itself, as Cloudflare, Imperva, DataDome and others serve them."""
CHALLENGE_WITHIN_BYTES = 60_000

SENTENCES = {
    400: "the request was not understood (400)",
    401: "wants a name and password (401)",
    402: "wants payment (402)",
    403: "refused (403)",
    404: "not found (404)",
    410: "gone (410)",
    429: "asked us to come back later (429)",
    451: "withheld for legal reasons (451)",
}


@dataclass(frozen=True, slots=True)
class ClassifiedAnswer:
    """What became of an article fetch; `outcome` is PENDING where the processing step takes it from here."""

    outcome: Outcome
    reason: str
    missing: bool = False  # the article is not there: the frontier counts such looks
    blocked: bool = False


def classify_answer(status: int, headers: Mapping[str, str], body: bytes, *, same_payload: bool) -> ClassifiedAnswer:
    """Return what an answer means. `headers` have lower-case names; `body` is without its compression."""
    if status == 304:
        return ClassifiedAnswer(Outcome.UNCHANGED, "not modified (304)")
    if challenged(headers, body):
        return ClassifiedAnswer(Outcome.DROPPED, "asks browsers to prove themselves", blocked=True)
    if status in {404, 410}:
        return ClassifiedAnswer(Outcome.DROPPED, SENTENCES[status], missing=True)
    if status != 200:
        return ClassifiedAnswer(Outcome.DROPPED, sentence(status), blocked=status in {401, 403, 429, 451})
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in READABLE_TYPES:
        return ClassifiedAnswer(Outcome.DROPPED, f"not a page ({kind[:60]})")
    if not body.strip():
        return ClassifiedAnswer(Outcome.DROPPED, "an empty page")
    if same_payload:
        return ClassifiedAnswer(Outcome.UNCHANGED, "the same bytes as before")
    return ClassifiedAnswer(Outcome.PENDING, "")


def sentence(status: int) -> str:
    """Return what a status that is not 200 says, in words."""
    if status in SENTENCES:
        return SENTENCES[status]
    if 500 <= status < 600:
        return f"the outlet's server failed ({status})"
    return f"answered {status}"


def challenged(headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether an answer, whatever its status, is a test for browsers and no page."""
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return True
    start = body[:CHALLENGE_WITHIN_BYTES]
    return len(body) < CHALLENGE_WITHIN_BYTES and any(words in start for words in CHALLENGES)


def is_front_page(asked: str, final: str, home: str) -> bool:
    """Return whether a request for an article was led to the outlet's front page, as unpublished ones are."""
    was, now, front = urlsplit(asked), urlsplit(final), urlsplit(home)
    if (was.path, was.query) == (now.path, now.query):
        return False
    return now.path.rstrip("/") in {"", front.path.rstrip("/")} and not now.query


REACHED = (
    ("CannotResolveHost", "could not be reached: name not known"),
    ("DNSLookup", "could not be reached: name not known"),
    ("ConnectionRefused", "could not be reached: nothing listens there"),
    ("DownloadTimeout", "could not be reached: no whole answer in time"),
    ("Timeout", "could not be reached: no whole answer in time"),
    ("HeadersTooLarge", "its headers are larger than the cap"),
    ("DataLoss", "the answer was shorter than it said"),
    ("DownloadCancelled", "larger than the cap"),
    ("RefusedAddress", "refused: not a public address"),
    ("UnsupportedURLScheme", "refused: is not http"),
    ("NotSupported", "refused: is not http"),
)


def failure_sentence(error: BaseException | None) -> str:
    """Return why no answer came, in words, from whatever the downloader raised."""
    seen = error
    chain: list[BaseException] = []
    while seen is not None and len(chain) < 6:
        chain.append(seen)
        inner = next((one.value for one in getattr(seen, "reasons", None) or ()), None)  # Twisted's own way of nesting
        seen = seen.__cause__ or seen.__context__ or inner
    names = " ".join(f"{type(one).__name__} {one.args!r}" for one in chain)
    if "not a public address" in names:
        return "refused: not a public address"
    if type(error).__name__ == "IgnoreRequest":
        return str(error) or "not asked for"
    if "certificate verify failed" in names or "VerificationError" in names or "CertificateError" in names:
        return "could not be reached: its certificate does not hold"
    for name, words in REACHED:
        if any(name in type(one).__name__ for one in chain):
            return words
    return f"could not be reached: {type(chain[-1]).__name__ if chain else 'no reason given'}"
