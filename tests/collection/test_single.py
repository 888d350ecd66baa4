"""One page for a person who asks for it: the guards of a crawl hold for it too."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from pipelines.extract import extract
from spiders.survey import single
from spiders.survey.single import NotFetched, fetch
from tests.faults.server import Served, internal_server, serving
from tests.faults.test_addresses import FORMS

AGENT = "Pledgewatch/0.1 (+tests@example.org)"


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as running:
        yield running


def get(server: Served, path: str) -> Any:
    return fetch(server.url(path), AGENT, loopback_ports=(server.port,))


def test_a_page_comes_as_it_was_sent_and_can_be_read(server: Served) -> None:
    page = get(server, "/article/good")
    assert page.url == server.url("/article/good")
    assert "Kent council" in extract(page).text
    (asked,) = (seen for seen in server.site.log if seen.path == "/article/good")
    assert asked.headers["user-agent"] == AGENT


def test_a_redirect_is_followed_and_the_page_has_its_last_address(server: Served) -> None:
    page = get(server, "/to?url=/article/good")
    assert page.url == server.url("/article/good")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/status/404", "not found"),
        ("/status/403", "refused"),
        ("/status/503", "server failed"),
        ("/loop", "led on more than 5 times"),
        ("/big", "larger than the cap"),
        ("/bomb?enc=gzip", "too large"),
        ("/truncgz", "truncated"),
        ("/short", "shorter than it said"),
        ("/challenge?mode=body", "prove themselves"),
        ("/to?url=file:///etc/passwd", "is not http"),
        ("/to?url=ftp://127.0.0.1/x", "is not http"),
    ],
)
def test_what_cannot_be_had_is_told_in_one_line(server: Served, path: str, why: str) -> None:
    with pytest.raises(NotFetched, match=why) as told:
        get(server, path)
    assert "\n" not in str(told.value)


def test_a_server_that_drips_is_cut_off(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single, "WHOLE_SECONDS", 1.0)
    with pytest.raises(NotFetched, match="no whole answer in time"):
        get(server, "/slow")


def test_robots_txt_is_obeyed(server: Served) -> None:
    server.site.robots = (200, b"User-agent: *\nDisallow: /article/\n")
    with pytest.raises(NotFetched, match=r"robots\.txt says no"):
        get(server, "/article/good")
    assert not server.site.asked("/article/good")


def test_a_robots_txt_that_fails_is_a_no(server: Served) -> None:
    server.site.robots = (503, b"")
    with pytest.raises(NotFetched, match=r"robots\.txt could not be read"):
        get(server, "/article/good")


def test_no_byte_reaches_a_private_address_by_link_or_redirect(server: Served) -> None:
    with internal_server() as inside:
        for form in FORMS:
            for url in (f"http://{form}:{inside.port}/", server.to(f"http://{form}:{inside.port}/")):
                with pytest.raises(NotFetched):
                    fetch(url, AGENT, loopback_ports=(server.port,))
    assert (inside.connections, inside.received) == (0, 0)


def test_a_name_that_changes_its_mind_is_dialled_at_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = ["8.8.8.8", "127.0.0.1"]
    dialled = []

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> Any:
        dialled.append(address[0])
        raise OSError("nobody is there")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotFetched):
        fetch("http://two-faced.example/", AGENT)
    assert dialled == ["8.8.8.8"]


def test_without_a_network_one_clear_line_is_told() -> None:
    with pytest.raises(
        NotFetched, match=r"^https://no-such-name\.invalid/robots\.txt: could not be reached: name not known$"
    ):
        fetch("https://no-such-name.invalid/", AGENT)


def test_a_proxy_of_the_environment_is_not_used(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert get(server, "/article/good").body
