"""The names under which the desk answers. Another name that points here is refused: that is DNS rebinding."""

from collections.abc import Iterator

import pytest

from desk.guards.hosts import bare
from tests.desk.conftest import OpenDesk, open_desk


@pytest.fixture(scope="module")
def named_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path_factory.mktemp("named"), allowed_hosts=("Desk.Example:8000",))


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1:8000", "127.0.0.1"),
        ("LOCALHOST", "localhost"),
        ("localhost.", "localhost"),
        ("[::1]:8000", "[::1]"),
        ("[::1]", "[::1]"),
        ("desk.example:80", "desk.example"),
        ("a:b:80", "a:b"),
        ("localhost:", "localhost:"),
        ("", ""),
    ],
)
def test_a_host_without_its_port(host: str, name: str) -> None:
    assert bare(host) == name


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9", "[::1]:1", "desk.example", "DESK.example:1"])
def test_an_allowed_name_is_answered(named_desk: OpenDesk, host: str) -> None:
    assert named_desk.client.get("/runs", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:8000", "127.0.0.2", "0.0.0.0", "x@localhost"],
)  # fmt: skip
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/static/desk.js"), ("POST", "/api/decisions")])
def test_any_other_name_is_refused(named_desk: OpenDesk, host: str, method: str, path: str) -> None:
    answer = named_desk.client.request(method, path, headers={"Host": host})
    assert answer.status_code == 421
    assert "does not answer to the host name" in answer.text
    assert answer.headers["content-security-policy"]
