"""Whether something answers at an address of this machine."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request

SECONDS = 2.0  # for one answer
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- what listens everywhere is asked here


def url_of(host: str, port: int) -> str:
    """Return the address at which a server that listens so can be asked from this machine."""
    asked = EVERYWHERE.get(host, host)
    return f"http://[{asked}]:{port}" if ":" in asked else f"http://{asked}:{port}"


def answers(url: str) -> bool:
    """Return whether a server answers at the address, whatever it says. No proxy is asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=SECONDS):
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except (urllib.error.URLError, OSError, ValueError):
        return False


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Return whether nothing listens at the port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
