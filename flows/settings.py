"""The settings of an installation, read once from the environment and the command line into one frozen object."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.folder import DataFolder

DESK_HOST = "127.0.0.1"  # nothing listens beyond this machine unless somebody says so
DESK_PORT = 8000
PREFECT_PORT = 4200
CRAWLS_AT_ONCE = 2  # outlets crawled side by side; one host is still asked one thing at a time
BATCH_PAGES = 100  # pages extracted, tagged and spooled together: a few seconds of work lost at most to kill -9


class SettingsError(Exception):
    """A setting is missing or cannot be used; the message says which, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How one installation runs."""

    folder: DataFolder
    contact: str | None
    host: str
    port: int
    prefect_port: int
    jobs: int
    alert_url: str | None

    def user_agent(self) -> str:
        """Return the honest user agent: who we are and whom to write to. Raises SettingsError without a contact."""
        if self.contact is None:
            raise SettingsError(
                "set PLEDGEWATCH_CONTACT to an e-mail address or a URL: outlets must be able to reach who crawls them "
                "(or try `pledgewatch demo`, which needs no network)"
            )
        return f"Pledgewatch/0.1 (+{self.contact})"


SETTINGS = {
    "PLEDGEWATCH_DATA": "the folder for everything that is written (default: ./data)",
    "PLEDGEWATCH_CONTACT": "an e-mail address or URL for the user agent; `run` refuses without it",
    "PLEDGEWATCH_HOST": "the address that the desk listens on (default: 127.0.0.1)",
    "PLEDGEWATCH_PORT": "the port of the desk (default: 8000)",
    "PLEDGEWATCH_PREFECT_PORT": "the port of Prefect's own server (default: 4200)",
    "PLEDGEWATCH_JOBS": "child processes for extraction (default: the number of processors)",
    "PLEDGEWATCH_ALERT_URL": "where alerts go, as an Apprise URL such as mailtos://... (default: the log alone)",
}
"""Every environment variable that is read, with what it does. docs/settings.md is generated from this table."""


def whole_number(environment: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    """Return the setting as a number from 1 to `most`. Raises SettingsError that names it."""
    text = environment.get(name)
    if text is None:
        return default
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise SettingsError(f"{name} is {text!r}: it takes a whole number from 1 to {most}")
    return int(text)


def read(environment: Mapping[str, str] | None = None, *, data: Path | None = None) -> Settings:
    """Return the settings that the environment gives; `data` from the command line goes before PLEDGEWATCH_DATA.

    Raises:
        SettingsError: a variable holds something that is not allowed.
    """
    environment = os.environ if environment is None else environment
    root = data or Path(environment.get("PLEDGEWATCH_DATA", "data"))
    contact = environment.get("PLEDGEWATCH_CONTACT", "").strip() or None
    if contact is not None and (("@" not in contact and "://" not in contact) or any(c in contact for c in "\r\n()")):
        raise SettingsError(f"PLEDGEWATCH_CONTACT is {contact!r}: it takes an e-mail address or a URL")
    return Settings(
        folder=DataFolder(root.expanduser().resolve()),
        contact=contact,
        host=environment.get("PLEDGEWATCH_HOST", DESK_HOST),
        port=whole_number(environment, "PLEDGEWATCH_PORT", DESK_PORT, most=65535),
        prefect_port=whole_number(environment, "PLEDGEWATCH_PREFECT_PORT", PREFECT_PORT, most=65535),
        jobs=whole_number(environment, "PLEDGEWATCH_JOBS", os.cpu_count() or 1, most=256),
        alert_url=environment.get("PLEDGEWATCH_ALERT_URL") or None,
    )
