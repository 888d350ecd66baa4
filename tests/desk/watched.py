"""A desk as a headless browser sees it, with everything kept that should not happen."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.desk.conftest import OpenDesk

EDITOR = "Edith"
PATIENCE_SECONDS = 30  # for what must come about: a machine that does much else at the time is slow, and not wrong
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}


class Watched:
    """A page whose console, dialogs and requests are kept."""

    def __init__(self, browser: Any, url: str, editor: str | None = EDITOR, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": WIDE, "base_url": url, **options})
        if editor:
            self.context.add_cookies([{"name": "pledgewatch_editor", "value": editor, "url": url}])
        self.url = url
        self._watch(self.context.new_page())

    def _watch(self, page: Any) -> None:
        self.page = page
        self.page.set_default_timeout(PATIENCE_SECONDS * 1_000)
        self.host = urlsplit(self.url).netloc
        self.dialogs: list[str] = []
        self.elsewhere: list[str] = []
        self.console: list[str] = []
        self.page.on("dialog", self._dialog)
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.context.on("request", self._request)

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if urlsplit(request.url).netloc != self.host:
            self.elsewhere.append(request.url)

    def another_window(self) -> "Watched":
        """Return another window of the same browser: it shares cookies and what is stored."""
        other = object.__new__(Watched)
        other.context, other.url = self.context, self.url
        other._watch(self.context.new_page())
        other.page.goto("/")
        return other

    def shown(self) -> str:
        """Return the candidate whose card is on the stage."""
        return str(self.page.locator("#card").get_attribute("data-candidate"))

    def press(self, *keys: str) -> None:
        """Press keys as an editor does, each once the card that it is meant for is there."""
        for key in keys:
            self.page.wait_for_selector("#card[data-seen]")
            self.page.keyboard.press(key)

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition. The page's own policy forbids the evaluation that playwright would wait with."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > ends:
                pytest.fail(f"it did not come about within {PATIENCE_SECONDS} seconds")
            self.page.wait_for_timeout(20)

    def progress(self) -> str:
        return str(self.page.locator("#progress").inner_text())

    def saved(self) -> None:
        """Wait until every decision is acknowledged."""
        self.until(lambda: "being saved" not in self.progress())

    def said(self) -> str:
        return str(self.page.locator("#said").inner_text())

    def listed(self) -> list[str]:
        """Return the candidates of the list, in its order."""
        listed: list[str] = self.page.evaluate(
            "Array.from(document.querySelectorAll('#list li'), (row) => row.dataset.candidate)"
        )
        return listed

    def row(self, candidate_id: str) -> Any:
        return self.page.locator(f"#list li[data-candidate='{candidate_id}']")

    def assert_calm(self) -> None:
        assert self.dialogs == []
        assert self.elsewhere == []
        assert self.console == []


def actions(desk: OpenDesk, candidate_id: str, number: int = 1) -> list[str]:
    """Return the latest decisions on a candidate, the latest first: earlier tests may have undone others."""
    return [row["action"] for row in desk.owner.query("candidate_decisions", candidate_id=candidate_id)][:number]
