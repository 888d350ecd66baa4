"""Settings: read once, refused in one sentence that names the setting."""

from datetime import date
from pathlib import Path

import pytest

from flows import settings
from flows.settings import SettingsError, read_day

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
    ("name", "value", "allowed"),
    [
        ("PLEDGEWATCH_CONTACT", "nobody", "an e-mail address or a URL"),
        ("PLEDGEWATCH_CONTACT", "a@example.org\r\nX-Injected: yes", "an e-mail address or a URL"),
        ("PLEDGEWATCH_PORT", "0", "a whole number from 1 to 65535"),
        ("PLEDGEWATCH_PORT", "70000", "a whole number from 1 to 65535"),
        ("PLEDGEWATCH_PORT", "eight", "a whole number from 1 to 65535"),
        ("PLEDGEWATCH_PREFECT_PORT", "4200.5", "a whole number from 1 to 65535"),
        ("PLEDGEWATCH_JOBS", "-1", "a whole number from 1 to 256"),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(name: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings.read_settings({name: value})
    assert str(refused.value) == f"{name} is {value!r}: it takes {allowed}"


def test_a_secret_that_is_not_allowed_is_refused_without_being_shown() -> None:
    with pytest.raises(SettingsError) as refused:
        settings.read_settings({"PLEDGEWATCH_METRICS_TOKEN": "hunter2"})
    assert str(refused.value).startswith(
        "PLEDGEWATCH_METRICS_TOKEN is not usable: it takes at least 16 plain characters"
    )


def test_all_that_is_not_allowed_is_told_together() -> None:
    with pytest.raises(SettingsError) as refused:
        settings.read_settings({"PLEDGEWATCH_PORT": "eight", "PLEDGEWATCH_JOBS": "0"})
    assert [line.partition(" is ")[0] for line in str(refused.value).splitlines()] == [
        "PLEDGEWATCH_PORT",
        "PLEDGEWATCH_JOBS",
    ]


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "01/02/2026", ""])
def test_a_day_that_is_none_is_refused_with_its_option(text: str) -> None:
    with pytest.raises(SettingsError, match=f"^--since {text}: write a day as 2026-01-31$"):
        read_day("--since", text)
    assert read_day("--since", "2026-01-31") == date(2026, 1, 31)


def test_a_variable_that_is_set_to_nothing_is_not_set_but_for_the_data_folder() -> None:
    others = set(settings.SETTINGS) - {"PLEDGEWATCH_DATA"}  # nothing would be ./data: see test_operator.py
    assert settings.read_settings(dict.fromkeys(others, "")) == settings.read_settings({})


def test_names_of_the_desk_come_with_commas() -> None:
    assert settings.read_settings({"PLEDGEWATCH_NAMES": "news.example, desk.example ,"}).names == (
        "news.example",
        "desk.example",
    )


def test_the_page_of_settings_is_fresh() -> None:
    assert (ROOT / "docs" / "settings.md").read_text() == settings.page(), "run `make docs`"


def test_every_variable_that_is_read_is_documented() -> None:
    import re

    read = set()
    for package in ("flows", "desk", "spiders", "pipelines", "nlp", "warehouse"):
        for path in (ROOT / package).rglob("*.py"):
            read |= set(re.findall(r"[\"'](PLEDGEWATCH_[A-Z_]+)[\"']", path.read_text()))
    assert read <= set(settings.SETTINGS)
