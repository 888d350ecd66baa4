"""Every page, wide and narrow, light and dark: axe-core finds no fault that is moderate or worse, and nothing is wider than its window.

No script complains, and nothing is asked of another machine. PLEDGEWATCH_SCREENSHOTS names a folder that gets a picture of each.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.desk.account_desk import PASSWORD, with_accounts
from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.test_routes import READ, TABLE, address
from tests.desk.watched import Watched

pytestmark = [pytest.mark.browser, pytest.mark.long]

AXE = Path(__file__).parent / "axe" / "axe.min.js"
POLICY = "trusts-for-weakest-councils"
NO_PAGES = ("/api/", "/static/", "/healthz", "/metrics", "/login", "/accounts")
PAGES = [path for (_, path), guard in TABLE.items() if guard == READ and not path.startswith(NO_PAGES) and not path.endswith(("/csv", "/fixture"))]  # fmt: skip
MORE = [
    "/?state=accepted",
    "/?state=deferred",
    "/?policy=safety-valve",
    "/search?q=council",
    "/bulk?policy=trusts-for-weakest-councils",
    "/plan?minutes=60",
    "/articles/{article_id}",
    "/candidates/{candidate_id}?apart=1",
    "/history?editor=Edith",
    "/search?q=colour:red",
    "/map?layer=grade",
    "/map?layer=coverage",
    "/councils?q=atlantis",
    "/nothing",
]
"""The same pages in another state, and the page that says what is wrong: looked at wide and light, narrow and dark."""
VIEWS = [
    ({"width": width, "height": height}, scheme)
    for width, height in ((1440, 900), (390, 844))
    for scheme in ("light", "dark")
]
CUT_TABLES = "[...document.querySelectorAll('.scroll')].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent.trim().slice(0, 60))"
FAULTS = ("moderate", "serious", "critical")
SCREENSHOTS = os.environ.get("PLEDGEWATCH_SCREENSHOTS")
REFUSED = "Failed to load resource: the server responded with a status of 4"  # what the browser notes of a page that says so itself


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve a newsdesk where something is accepted, rejected and deferred, and a verdict is written."""
    for opened in open_desk(tmp_path_factory.mktemp("accessibility"), demo=True, learning=True):
        rows = opened.waiting(policy=POLICY)
        for row, action in zip(rows[1:6], ("accept", "accept", "reject", "defer", "defer"), strict=True):
            more = {"reason": "duplicate"} if action == "reject" else {}
            assert opened.decide(row["candidate_id"], action, note="A note.", **more).status_code == 200
        cited = str(opened.owner.query("policy_evidence", policy_id=POLICY)[0]["candidate_id"])
        form = {"verdict_id": str(uuid4()), "status": "in progress", "effective": "2026-11-22", "text": "It began [1].", "shown": cited, "cite": cited}  # fmt: skip
        answer = opened.client.post(f"/policies/{POLICY}/verdicts", data=form, headers={"Sec-Fetch-Site": "same-origin"})  # fmt: skip
        assert answer.status_code in {200, 303}, answer.text
        yield opened


@pytest.fixture(scope="module")
def views(desk: OpenDesk, chromium: Any) -> Iterator[list[tuple[str, Watched]]]:
    """Open a window for each size and scheme. The pages' own policy would not let axe-core in, so that it is put aside."""
    yield from opened_views(chromium, desk.url)


@pytest.fixture(scope="module")
def account_views(tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[list[tuple[str, Watched]]]:
    """Open the same windows at a desk with accounts, where nobody is signed in yet."""
    with with_accounts(tmp_path_factory.mktemp("accounts")) as (desk, _):
        yield from opened_views(chromium, desk.url)


def opened_views(browser: Any, url: str) -> Iterator[list[tuple[str, Watched]]]:
    made = [
        (
            f"{size['width']} {scheme}",
            Watched(browser, url, viewport=size, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"),
        )
        for size, scheme in VIEWS
    ]
    yield made
    for _, watched in made:
        watched.context.close()


def picture(watched: Watched, view: str, path: str) -> None:
    if SCREENSHOTS:
        name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "queue"
        watched.page.screenshot(path=Path(SCREENSHOTS) / f"{name} {view}.png", full_page=True)


def faults(watched: Watched, path: str) -> Iterator[str]:
    watched.page.goto(path)
    yield from faults_of_this_page(watched)


def faults_of_this_page(watched: Watched) -> Iterator[str]:
    wide = watched.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        yield f"the page is {wide} pixels wider than its window"
    cut = watched.page.evaluate(CUT_TABLES) if watched.page.viewport_size["width"] > 1000 else []
    yield from (f"the table {each} is wider than its place" for each in cut)
    yield from (f"the console says: {each}" for each in watched.console if not each.startswith(REFUSED))
    watched.console.clear()
    watched.page.add_script_tag(path=str(AXE))
    found = watched.page.evaluate("axe.run({resultTypes: ['violations']})")
    for rule in found["violations"]:
        if rule["impact"] in FAULTS:
            for node in rule["nodes"][:3]:
                yield f"{rule['id']} ({rule['impact']}): {node['target']}: {node['failureSummary']}"


@pytest.mark.parametrize("path", [*PAGES, *MORE])
def test_a_page_has_no_fault(desk: OpenDesk, views: list[tuple[str, Watched]], path: str) -> None:
    where = address(desk, path) if "{" in path else path
    looked_at = views if path in PAGES else (views[0], views[-1])
    found = []
    for view, watched in looked_at:
        found += [f"{view}: {fault}" for fault in faults(watched, where)]
        picture(watched, view, path)
    assert not found, "\n".join(found)


def test_the_pages_of_accounts_have_no_fault(account_views: list[tuple[str, Watched]]) -> None:
    found = []
    for view, watched in account_views:
        watched.page.goto("/accounts")
        watched.page.fill("[name=name]", "Ada")
        watched.page.fill("[name=password]", PASSWORD)
        found += [f"{view} /login: {fault}" for fault in faults_of_this_page(watched)]
        picture(watched, view, "/login")
        watched.page.get_by_role("button", name="Sign in").click()
        for path in ("/accounts", "/editor"):
            found += [f"{view} {path}: {fault}" for fault in faults(watched, path)]
            picture(watched, view, f"/account{path}")
    assert not found, "\n".join(found)


def test_a_fault_would_be_found(views: list[tuple[str, Watched]]) -> None:
    _, watched = views[0]
    watched.page.goto("/policies")
    watched.page.evaluate("document.querySelector('main h1').outerHTML = '<img src=\"/static/none.svg\">'")
    watched.page.add_script_tag(path=str(AXE))
    found = watched.page.evaluate("axe.run({resultTypes: ['violations']})")
    assert "image-alt" in {rule["id"] for rule in found["violations"]}


def test_nothing_was_asked_of_another_machine(
    views: list[tuple[str, Watched]], account_views: list[tuple[str, Watched]]
) -> None:
    assert [watched.elsewhere for _, watched in (*views, *account_views)] == [[]] * 2 * len(VIEWS)
