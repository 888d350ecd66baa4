"""Rows A10-A12 and A18: nothing but public addresses is dialled, however an address is written or reached."""

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from twisted.internet.address import IPv4Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.protocol import Factory
from twisted.internet.testing import MemoryReactorClock

from spiders.crawling.crawl import command
from spiders.fetching.guards import guard_dialling, is_public, refusal
from tests.faults.server import Served, internal_server, serving
from tests.spiders.crawling import crawl, job, outlet_file

FORMS = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.2",
    "127.255.255.254", "0.0.0.0", "0", "localhost", "LOCALHOST", "localhost.", "ip6-localhost", "[::1]", "[::]",
    "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "127.0.0.1.", "①②⑦.⓪.⓪.①", "127。0。0。1", "%31%32%37.0.0.1", "user@127.0.0.1", "public.example@127.0.0.1",
    "169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "[fc00::1]", "[fe80::1]", "224.0.0.1",
    "metadata.google.internal", "printer.local",
)  # fmt: skip
"""Ways to write an address that is not public; most of them are the second server's."""


def test_a10_no_byte_reaches_a_private_address_by_link_or_redirect(tmp_path: Path) -> None:
    assert len(FORMS) >= 25
    with serving() as outside, internal_server() as inside:
        links = [f"http://{form}:{inside.port}/link{place}" for place, form in enumerate(FORMS)]
        redirects = [outside.to(f"http://{form}:{inside.port}/to{place}") for place, form in enumerate(FORMS)]
        outside.site.links = [*links, *redirects, outside.url("/article/good")]
        hosts = {form.strip("[]").rsplit("@", 1)[-1].rstrip(".").lower() for form in FORMS}
        named = ", ".join(json.dumps(host) for host in sorted({"127.0.0.1", *hosts}))
        outlet_file(
            tmp_path / "outlets", outside.base, domains=named
        )  # an outlet whose domains would let all of it through
        done = crawl(job(tmp_path, loopback_ports=(outside.port,)))
        assert done.outcomes()[outside.url("/article/good")] == ("pending", "")
        reached = [one for one in done.outcomes().values() if one[0] != "dropped"]
        assert len(reached) == 1, "every other one was refused"
        assert outside.site.asked("/robots.txt") == 0
        assert sum(outside.site.attempts[f"/to?url={one.split('url=')[1]}"] for one in redirects) == len(FORMS)
    assert (inside.connections, inside.received) == (0, 0)


def test_a10_a_feed_at_a_private_address_is_not_asked_for(tmp_path: Path) -> None:
    with internal_server() as inside:
        outlet_file(tmp_path / "outlets", f"http://127.0.0.1:{inside.port}")
        done = crawl(job(tmp_path, allow_loopback=False, polite=True))
        assert "not a public address" in done.verdict.sentence
    assert (inside.connections, inside.received) == (0, 0)


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "172.31.255.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0",
    "ff02::1", "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "2001:db8::1", "2001:0:7f00:1::",
])  # fmt: skip
def test_a10_an_address_that_is_not_public_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "151.101.0.144", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_a_public_address_may_be_dialled(address: str) -> None:
    assert is_public(address)


class TwoFacedResolver:
    """A name server in an attacker's hand: public when it is looked up first, loopback the second time."""

    def __init__(self) -> None:
        self.answers = [IPv4Address("TCP", "8.8.8.8", 80), IPv4Address("TCP", "127.0.0.1", 80)]

    def resolveHostName(self, receiver: object, *unused: object, **named: object) -> object:  # noqa: N802
        receiver.resolutionBegan(self)  # type: ignore[attr-defined]
        receiver.addressResolved(self.answers.pop(0))  # type: ignore[attr-defined]
        receiver.resolutionComplete()  # type: ignore[attr-defined]
        return self


def test_a11_a_name_that_changes_its_address_is_judged_by_the_address_dialled() -> None:
    reactor: Any = MemoryReactorClock()  # type: ignore[no-untyped-call]
    resolver = TwoFacedResolver()
    reactor.nameResolver = resolver
    guard_dialling(reactor)
    failures: list[object] = []
    for _ in range(2):
        endpoint: Any = HostnameEndpoint(reactor, b"rebinding.example", 80)
        endpoint.connect(Factory()).addErrback(failures.append)
        reactor.advance(5)
    assert [client[0] for client in reactor.tcpClients] == ["8.8.8.8"]
    assert "not a public address" in str(failures[0])


@pytest.mark.parametrize("url", [
    "file:///etc/passwd", "data:text/html,x", "ftp://example.org/x", "s3://bucket/x", "gopher://example.org/", "javascript:alert(1)",
    "http://user:secret@example.org/", "http:///nothing", "http://[bad", "http://metadata.google.internal/",
])  # fmt: skip
def test_a12_what_is_not_a_plain_web_address_is_refused(url: str) -> None:
    assert refusal(url)


def test_a18_a_crawl_listens_on_no_port(server: Served, tmp_path: Path) -> None:
    server.site.links = [server.url("/slow")]
    outlet_file(tmp_path / "outlets", server.base)
    process = subprocess.Popen(command(job(tmp_path).write()), stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 40
        while not server.site.asked("/slow"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert listening(process.pid) == []
    finally:
        process.kill()
        process.communicate()


def listening(pid: int) -> list[str]:
    """The local addresses on which a process listens, from the kernel's tables."""
    inodes = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(entry.readlink())
        except OSError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            parts = line.split()
            if parts[3] == "0A" and parts[9] in inodes:
                found.append(parts[1])
    return found
