"""How long an editor waits: from a key press to the next card on the screen, and until the decision is on the disk.

    python -m bench.desk

A real owner serves the desk in a process of its own; headless Chromium presses the keys. The peer, in the same run,
is the same decision by the page's form, which loads a page: what the desk would cost without its script.
"""

import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.figure import Figure, measured_cpu
from tests.desk.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.desk.filled import fill
from tests.desk.newsdesk import lead, queue_fillers
from warehouse import DataFolder

DECISIONS = 200
BY_FORM = 30
READING_MILLISECONDS = 150  # between two keys: faster than anybody reads, so that fetching ahead is put to the test
TARGET_MILLISECONDS = (
    100  # the limit for feeling at once (Nielsen 1993); also asked of the durable answer's 99th percentile
)

SERVE = """
import sys
from pathlib import Path
from desk.serve import serve
from warehouse import DataFolder
serve(DataFolder(Path(sys.argv[1])), port=0)
"""

WATCH = """
window.waits = [];
window.answers = [];
let pressed = null;
addEventListener("keydown", (event) => { if (event.key === "a") pressed = event.timeStamp; }, true);
addEventListener("DOMContentLoaded", () => {
  new MutationObserver(() => {
    if (pressed === null || !document.getElementById("card")) return;
    const began = pressed;
    pressed = null;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => waits.push(performance.now() - began);
      after.port2.postMessage(0);
    });
  }).observe(document.getElementById("stage"), { childList: true });
});
const send = window.fetch;
window.fetch = async (...given) => {
  if (given[0] !== "/api/decisions") return send(...given);
  const began = performance.now();
  const answer = await send(...given);
  answers.push(performance.now() - began);
  return answer;
};
"""  # a message posted in a frame's callback is handled after that frame was drawn


def of(values: list[float], share: float) -> float:
    """Return the value under which this share of the values lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def line(what: str, values: list[float]) -> str:
    figures = "  ".join(
        f"{name} {of(values, share):6.1f}" for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    )
    return f"{what:<46} {figures}  max {max(values):6.1f} ms  (n = {len(values)})"


def by_key(page: Any) -> tuple[list[float], list[float]]:
    """Return the waits for the next card, and the waits for the acknowledgement."""
    for _ in range(DECISIONS):
        page.wait_for_selector("#card")
        page.keyboard.press("a")
        page.wait_for_timeout(READING_MILLISECONDS)
    page.wait_for_timeout(1_000)
    return page.evaluate("waits"), page.evaluate("answers")


def by_form(page: Any) -> list[float]:
    """Return the waits for the next card when a page is loaded for it."""
    waits = []
    for _ in range(BY_FORM):
        with page.expect_navigation():
            page.get_by_role("button", name="Reject").click()
        waits.append(float(page.evaluate("performance.getEntriesByType('navigation')[0].duration")))
    return waits


def measured_waits() -> tuple[list[float], list[float], list[float]] | None:
    """Return the waits for a card, for an acknowledgement and for a form's page; None where there is no Chromium."""
    if shutil.which(CHROMIUM) is None or find_spec("playwright") is None:
        return None
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder:
        fill(DataFolder(Path(folder)), lead(), queue_fillers(DECISIONS + BY_FORM + 20)).close()
        with subprocess.Popen([sys.executable, "-c", SERVE, folder], stdout=subprocess.PIPE, text=True) as served:
            assert served.stdout is not None
            url = served.stdout.readline().split()[5]
            try:
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=CHROMIUM_FLAGS)
                    named: Any = {"name": "pledgewatch_editor", "value": "Bench", "url": url}
                    page = browser.new_page(viewport={"width": 1280, "height": 800})
                    page.context.add_cookies([named])
                    page.add_init_script(WATCH)
                    page.goto(url)
                    page.wait_for_timeout(500)
                    shown, acknowledged = by_key(page)
                    plain = browser.new_context(
                        viewport={"width": 1280, "height": 800}, java_script_enabled=False
                    ).new_page()
                    plain.context.add_cookies([named])
                    plain.goto(url)
                    loaded = by_form(plain)
                    browser.close()
            finally:
                served.terminate()
    return shown, acknowledged, loaded


def figures(*, quick: bool) -> list[Figure]:  # noqa: ARG001 -- every bench takes it
    """Return the rows of the table: wall time, which is what an editor waits."""
    measure = f"Key press to the next card, {DECISIONS} decisions in headless Chromium, wall ms at p50 (p95)"
    with measured_cpu() as cpu:
        found = measured_waits()
    if found is None:
        return [Figure(measure, f"not measured: {CHROMIUM} or playwright is not installed", "", None, 0.0)]
    shown, acknowledged, loaded = (f"{of(one, 0.5):.0f} ({of(one, 0.95):.0f})" for one in found)
    return [
        Figure(measure, shown, f"{loaded}: the same by form, with a page load", of(found[2], 0.5) / of(found[0], 0.5), cpu.seconds),
        Figure("Decision sent to durable and acknowledged, the same run", acknowledged, "none: see decisions", None, cpu.seconds),
    ]  # fmt: skip


def main() -> int:
    """Print the figures, and which targets were missed: on a busy machine that says more of the machine than of the desk."""
    found = measured_waits()
    if found is None:
        print(f"{CHROMIUM} or playwright is not installed: nothing measured")
        return 0
    shown, acknowledged, loaded = found
    print(line("key press to next card painted", shown))
    print(line("decision sent to durable and acknowledged", acknowledged))
    print(line("peer: the same by form, with a page load", loaded))
    print(f"ratio of the medians, form to key: {of(loaded, 0.5) / of(shown, 0.5):.1f}")
    missed = [
        name
        for name, values in (("card", shown), ("acknowledgement", acknowledged))
        if of(values, 0.99) > TARGET_MILLISECONDS
    ]
    print(f"target, p99 under {TARGET_MILLISECONDS} ms: " + (f"missed by {', '.join(missed)}" if missed else "met"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
