"""Settings: read once, refused in one sentence that names the setting."""

from pathlib import Path

import pytest

from flows import settings
from flows.settings import SettingsError

ROOT = Path(__file__).resolve().parents[2]


def test_a_bare_environment_gives_a_local_desk() -> None:
    chosen = settings.read_settings({})
    assert (chosen.host, chosen.port) == ("127.0.0.1", 8000)


def test_the_command_line_goes_before_the_environment(tmp_path: Path) -> None:
    chosen = settings.read_settings({"PLEDGEWATCH_DATA": "/elsewhere"}, data=tmp_path)
    assert chosen.folder.root == tmp_path


def test_without_a_contact_there_is_no_user_agent() -> None:
    with pytest.raises(SettingsError, match="PLEDGEWATCH_CONTACT"):
        settings.read_settings({}).user_agent()


def test_the_user_agent_names_the_contact() -> None:
    assert (
        settings.read_settings({"PLEDGEWATCH_CONTACT": "news@example.org"}).user_agent().endswith("(+news@example.org)")
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLEDGEWATCH_CONTACT", "nobody"),
        ("PLEDGEWATCH_CONTACT", "a@example.org\r\nX-Injected: yes"),
        ("PLEDGEWATCH_PORT", "0"),
        ("PLEDGEWATCH_PORT", "70000"),
        ("PLEDGEWATCH_PORT", "eight"),
        ("PLEDGEWATCH_JOBS", "-1"),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings.read_settings({name: value})


def test_the_page_of_settings_is_fresh() -> None:
    assert (ROOT / "docs" / "settings.md").read_text() == settings.page(), "run `make docs`"


def test_every_variable_that_is_read_is_documented() -> None:
    import re

    read = set()
    for package in ("flows", "desk", "spiders", "pipelines", "nlp", "warehouse"):
        for path in (ROOT / package).rglob("*.py"):
            read |= set(re.findall(r"[\"'](PLEDGEWATCH_[A-Z_]+)[\"']", path.read_text()))
    assert read <= set(settings.SETTINGS)
