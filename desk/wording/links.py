"""Which addresses of an outlet may become a link: plain http and https to a named host, and nothing else."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

MAX_ADDRESS_LENGTH = 2_000  # characters; browsers and proxies cut longer ones, so a link would lead elsewhere

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"`\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def outward(address: object) -> str | None:
    """Return the address if it may be linked to, otherwise None: it is then shown as text.

    Refused are every scheme but http and https (`javascript:`, `data:`, `file:` ...), user names in the address (they
    make `https://gov.uk@evil.example` look like GOV.UK), control characters, spaces, backslashes and hidden
    characters, which browsers and people read differently.
    """
    if not isinstance(address, str) or not address or len(address) > MAX_ADDRESS_LENGTH or _UNSAFE.search(address):
        return None
    try:
        parts = urlsplit(address)
        port_is_well_formed = parts.port is None or parts.port > 0
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or not port_is_well_formed:
        return None
    return address
