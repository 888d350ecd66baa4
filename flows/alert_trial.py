"""Whether alerts arrive: `pledgewatch alerts test` sends one now."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

from rich.console import Console

from flows.notifications import outbox
from flows.settings import Settings, SettingsError


class NotDelivered(Exception):  # noqa: N818 -- named for the state that it tells
    """The message was not taken; the text says why."""


def send_one(settings: Settings) -> None:
    """Send one message, and say that it was taken.

    Raises:
        SettingsError: there is no address to send to.
        NotDelivered: it was not taken.
    """
    if settings.alert_url is None:
        raise SettingsError("set PLEDGEWATCH_ALERT_URL to an Apprise URL: without it alerts go to the log alone")
    at = f"{datetime.now(UTC):%d %B %Y, %H:%M:%S} UTC"
    if error := outbox.deliver(
        settings.alert_url, "Pledgewatch: a test", f"A test from {socket.gethostname()}, sent {at}."
    ):
        raise NotDelivered(error)
    Console().print(f"Sent {at}: the other end took it.", highlight=False)
