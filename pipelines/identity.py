"""What makes two URLs the same article: one canonical form for each (URL canonicalisation).

General knowledge (tracking parameters, AMP, default ports, fragments) is here; what one outlet alone does (mirrors,
an old scheme that became a new one, parameters that matter) comes from its file as `UrlRules`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit, urlunsplit
from uuid import UUID

from warehouse.records import identifier

TRACKING_FAMILIES = ("utm_", "mtm_", "pk_", "at_", "hsa_")
TRACKING = frozenset(
    ["mc_cid", "mc_eid", "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "igshid", "yclid", "_ga", "_gl",
     "_hsenc", "_hsmi", "mkt_tok", "ncid", "cmpid", "cmp", "ito", "ocid", "ref_src", "smid", "soc_src", "soc_trk", "xtor",
     "s_cid", "blocktitle", "contentid", "share", "sharetype", "source_feed", "rss", "print", "amp", "outputtype"]
)  # fmt: skip
"""Query parameters that say how a reader came, or in what dress, and never which article."""

AMP_PATH = re.compile(r"(?:/amp/?|\.amp(?:\.html)?|/amp\.html)$", re.IGNORECASE)
DEFAULT_PORTS = {"http": "80", "https": "443"}
UNRESERVED = "/:@!$&'()*+,;=-._~"  # RFC 3986: what a path may hold unescaped


class NotAnAddress(ValueError):  # noqa: N818 -- named for what it says
    """A text that is no http or https URL with a host."""


@dataclass(frozen=True, slots=True)
class UrlRules:
    """What an outlet's file says about its URLs."""

    host: str | None = None  # the host that stands for all the outlet's `mirrors`
    mirrors: tuple[str, ...] = ()  # hosts that serve the same pages
    keep: tuple[str, ...] = ()  # parameters that name the article, kept even if they look like tracking
    query: bool = True  # False: no parameter of this outlet ever names an article
    rewrites: tuple[tuple[str, str], ...] = ()  # (pattern over the path, replacement): the old scheme to the new
    strip_slash: bool = False  # the same page with and without a slash at the end


def canonical_url(url: str, rules: UrlRules | None = None) -> str:
    """Return the one form of an article's URL. Idempotent. Raises NotAnAddress.

    It names the article; it need not be fetchable (an old scheme is rewritten to the new one). The scheme is https.
    """
    rules = rules or UrlRules()
    scheme, host, port, path, query = _parts(url)
    if host.startswith("amp.") and host.count(".") > 1:
        host = host.removeprefix("amp.")
    google = re.match(r"^/amp/s/([^/]+)(/.*)?$", path)
    if google and host in {"google.com", "www.google.com", "www.google.co.uk"}:
        return canonical_url(f"https://{google[1]}{google[2] or '/'}", rules)
    if rules.host and (host in rules.mirrors or host.removeprefix("www.") == rules.host.removeprefix("www.")):
        host = rules.host
    path = AMP_PATH.sub(lambda match: "/" if match[0].endswith("/") else "", path) or "/"
    for pattern, replacement in rules.rewrites:
        path = re.sub(pattern, replacement, path)
    if rules.strip_slash and len(path) > 1:
        path = path.rstrip("/")
    netloc = f"[{host}]" if ":" in host else host
    if port and port != DEFAULT_PORTS[scheme]:
        netloc = f"{netloc}:{port}"
    return urlunsplit(("https", netloc, path, _query(query, rules), ""))


def article_identifier(outlet_id: str, canonical: str) -> UUID:
    """Return the identifier of the article at a canonical URL of an outlet."""
    return identifier(outlet_id, canonical)


def on_sites(url: str, domains: tuple[str, ...]) -> bool:
    """Return whether a URL is http(s) and its host is one of these domains or under one."""
    try:
        _, host, _, _, _ = _parts(url)
    except NotAnAddress:
        return False
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def _parts(url: str) -> tuple[str, str, str, str, str]:
    try:
        parts = urlsplit(url.strip())
        port = str(parts.port or "")
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, UnicodeError) as error:
        raise NotAnAddress(f"not an address: {url[:200]!r}") from error
    if parts.scheme not in DEFAULT_PORTS or not host:
        raise NotAnAddress(f"not an http address: {url[:200]!r}")
    path = quote(unquote_to_bytes(parts.path or "/"), safe=UNRESERVED)
    return parts.scheme, host.lower(), port, path, parts.query


def _query(query: str, rules: UrlRules) -> str:
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if name in rules.keep or (rules.query and not _is_tracking(name))
    ]
    return urlencode(sorted(kept))


def _is_tracking(name: str) -> bool:
    lowered = name.lower()
    return lowered in TRACKING or any(lowered.startswith(one) and len(lowered) > len(one) for one in TRACKING_FAMILIES)
