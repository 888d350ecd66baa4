"""The settings of an installation, read once from the environment and the command line into one frozen object."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from warehouse.folder import DataFolder
from warehouse.toml.allowed import allowed_at

DESK_HOST = "127.0.0.1"  # nothing listens beyond this machine unless somebody says so
DESK_PORT = 8000
PREFECT_PORT = 4200
CRAWLS_AT_ONCE = 2  # outlets crawled side by side; one host is still asked one thing at a time
LEAST_TOKEN_CHARACTERS = 16  # of a secret that a program sends: a shorter one can be guessed
BATCH_PAGES = 100  # pages extracted, tagged and spooled together: a few seconds of work lost at most to kill -9


class SettingsError(Exception):
    """A setting is missing or cannot be used; the message says which, and what is allowed."""


def _folder(root: str | Path | DataFolder) -> DataFolder:
    return root if isinstance(root, DataFolder) else DataFolder(Path(root).expanduser().resolve())


def _contact(text: str) -> str:
    if ("@" not in text and "://" not in text) or any(c in text for c in "\r\n()"):
        raise ValueError("an e-mail address or a URL")
    return text


def _token(text: str) -> str:
    if len(text) < LEAST_TOKEN_CHARACTERS or not text.isascii() or not text.isprintable():
        raise ValueError(f"at least {LEAST_TOKEN_CHARACTERS} plain characters, such as `openssl rand -hex 24` gives")
    return text


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


class Settings(BaseModel):
    """How one installation runs. The sentence under each setting is its line in docs/settings.md."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True, str_strip_whitespace=True)

    folder: Annotated[DataFolder, BeforeValidator(_folder)] = Field(
        default_factory=lambda: _folder("data"), alias="PLEDGEWATCH_DATA"
    )
    """the folder for everything that is written (default: ./data)"""
    contact: Annotated[str, AfterValidator(_contact)] | None = Field(default=None, alias="PLEDGEWATCH_CONTACT")
    """an e-mail address or URL for the user agent; `run` refuses without it"""
    host: str = Field(default=DESK_HOST, alias="PLEDGEWATCH_HOST")
    """the address that the desk listens on (default: 127.0.0.1)"""
    port: int = Field(default=DESK_PORT, ge=1, le=65535, alias="PLEDGEWATCH_PORT")
    """the port of the desk (default: 8000)"""
    names: Annotated[tuple[str, ...], BeforeValidator(_names)] = Field(default=(), alias="PLEDGEWATCH_NAMES")
    """names that browsers may call the desk by, with commas, beside localhost and its address"""
    https: str = Field(default="", alias="PLEDGEWATCH_HTTPS")
    """set to anything where browsers reach the desk by https, through a proxy: cookies of sessions go no other way"""
    metrics_token: Annotated[str, AfterValidator(_token)] | None = Field(
        default=None, alias="PLEDGEWATCH_METRICS_TOKEN"
    )
    """what a collector of metrics sends as its bearer token to `/metrics` of a desk with accounts (default: a reader's session alone)"""
    review_share: float = Field(default=0.0, ge=0, le=1, alias="PLEDGEWATCH_REVIEW_SHARE")
    """the share of cards that a second editor reads without seeing the first one's decision, 0.1 for one in ten (default: 0)"""
    prefect_port: int = Field(default=PREFECT_PORT, ge=1, le=65535, alias="PLEDGEWATCH_PREFECT_PORT")
    """the port of Prefect's own server (default: 4200)"""
    jobs: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256, alias="PLEDGEWATCH_JOBS")
    """child processes for extraction, and for tagging with matching (default: the number of processors)"""
    alert_url: str | None = Field(default=None, alias="PLEDGEWATCH_ALERT_URL")
    """where alerts go, as an Apprise URL such as mailtos://... (default: the log alone)"""
    debug: str = Field(default="", alias="PLEDGEWATCH_DEBUG")
    """set to anything: an error shows its traceback instead of one line"""

    def user_agent(self) -> str:
        """Return the honest user agent: who we are and whom to write to. Raises SettingsError without a contact."""
        if self.contact is None:
            raise SettingsError(
                "set PLEDGEWATCH_CONTACT to an e-mail address or a URL: outlets must be able to reach who crawls them "
                "(or try `pledgewatch demo`, which needs no network)"
            )
        return f"Pledgewatch/0.1 (+{self.contact})"


SECRETS = frozenset({"PLEDGEWATCH_ALERT_URL", "PLEDGEWATCH_METRICS_TOKEN"})  # their values are never shown
SETTINGS = {str(field.alias): str(field.description) for field in Settings.model_fields.values()}
"""Every environment variable that is read, with what it does. docs/settings.md is generated from this table."""


def read_settings(environment: Mapping[str, str] | None = None, *, data: Path | None = None) -> Settings:
    """Return the settings that the environment gives; `data` from the command line goes before PLEDGEWATCH_DATA.

    A variable that is set to nothing is not set; the data folder alone must be named, or left to its default.

    Raises:
        SettingsError: variables hold what is not allowed; one line for each.
    """
    environment = os.environ if environment is None else environment
    if data is None and not environment.get("PLEDGEWATCH_DATA", "unset").strip():
        raise SettingsError("PLEDGEWATCH_DATA is set to nothing: name the data folder, or unset it for ./data")
    given: dict[str, Any] = {name: environment[name] for name in SETTINGS if environment.get(name, "").strip()}
    try:
        return Settings.model_validate(given | ({"PLEDGEWATCH_DATA": data} if data else {}))
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(one) for one in error.errors())) from error


def read_installed(*, data: Path | None = None) -> Settings:
    """Return the settings for a command that reads: it makes no data folder where a name was mistyped.

    Raises:
        SettingsError: as `read_settings`; or the data folder is not there.
    """
    settings = read_settings(data=data)
    check_installed(settings.folder)
    return settings


def check_installed(folder: DataFolder) -> None:
    """Raise SettingsError where the data folder is not there, naming the one that was meant."""
    if not folder.root.is_dir():
        raise SettingsError(
            f"there is no data folder {folder.root}{_meant(folder.root)}: name one with --data, or make one with "
            "`pledgewatch demo` or `run`"
        )


def make_folder(folder: DataFolder) -> DataFolder:
    """Return the data folder, made where it was not there, which is said: so a mistyped name is seen at once."""
    if not folder.root.is_dir():
        sys.stderr.write(f"pledgewatch: {folder.root} is a new data folder{_meant(folder.root)}\n")
    return folder.create()


def _meant(root: Path) -> str:
    beside = [path.name for path in root.parent.iterdir() if path.is_dir()] if root.parent.is_dir() else []
    near = difflib.get_close_matches(root.name, beside, n=1)
    return f" (is it {root.with_name(near[0])}?)" if near else ""


def read_day(option: str, text: str) -> date:
    """Return the day that an option of the command names. Raises SettingsError that says how a day is written."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{option} {text}: write a day as 2026-01-31") from None


def _sentence(one: ErrorDetails) -> str:
    name = str(one["loc"][0])
    allowed = one["ctx"]["error"] if one["type"] == "value_error" else allowed_at(Settings, (name,))
    given = "not usable" if name in SECRETS else repr(one["input"])  # an error goes to a terminal and to logs
    return f"{name} is {given}: it takes {allowed}"


def page() -> str:
    """Return docs/settings.md."""
    rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in SETTINGS.items())
    return f"""# Settings

Read from the environment, once, when a command starts. Generated by `python -m flows.settings`.

| variable | what it does |
|---|---|
{rows}
"""


if __name__ == "__main__":
    sys.stdout.write(page())
