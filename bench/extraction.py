"""Extraction against trafilatura: of the recorded newsroom's pages, and of real ones with `python -m bench.extraction --corpus FOLDER`.

Real pages are their publishers' and do not ship. The corpus is a folder with `evaluate.py` (its scoring is used, none of ours) and one folder of pages for each half.
Quality is printed for each half, and for dev in two parts by site, so that a rule tuned on one part shows on the other.
Speed is taken page by page in turn, ours and trafilatura's default without comments, each in a process of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import logging
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import trafilatura
from trafilatura.settings import Document

from bench.figure import Figure
from pipelines.errors import QuarantineError
from pipelines.isolation.child import receive, send
from pipelines.isolation.workers import ExtractionPool
from pipelines.page import Extraction, RawPage
from spiders.registry.files import load_outlets
from tests.extraction.test_newsroom import bodies, written
from tests.extraction.test_pages import shingles
from tests.newsroom.article import Article
from tests.newsroom.build import sources
from tests.newsroom.pages import EDITIONS

WARM_UP = 4  # pages that each side reads before the clock starts: imports and caches
TICKS = os.sysconf("SC_CLK_TCK")
SHOWN = ("F1", "F1uk", "P", "R", "boil", "comleak", "exc", "title", "date", "auth")
BARS = {"F1": 0.965, "F1uk": 0.970, "boil": 0.010, "comleak": 0.0, "title": 0.92, "date": 0.95, "auth": 0.85}
LOWER_IS_BETTER = frozenset({"boil", "comleak"})
FASTER = 2.0  # times trafilatura's pages per CPU second


def scoring(corpus: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_evaluate", corpus / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def part(truth: dict[str, Any]) -> str:
    """Half of the sites: the owner's name decides, so that one template is never on both sides."""
    owner = str(truth.get("family") or truth["site"])
    return "one" if hashlib.sha1(owner.encode(), usedforsecurity=False).digest()[0] % 2 == 0 else "other"


def raw(page: tuple[dict[str, Any], str]) -> RawPage:
    truth, text = page
    return RawPage(text.encode("utf-8", "replace"), "text/html; charset=utf-8", None, truth["url"], datetime.now(UTC))


def row(truth: dict[str, Any], answer: Extraction | QuarantineError) -> dict[str, Any]:
    if isinstance(answer, QuarantineError):
        return {"id": truth["id"], "text": "", "title": "", "author": [], "date": "", "err": str(answer)}
    date = answer.published.date().isoformat() if answer.published else ""
    return {
        "id": truth["id"],
        "text": answer.text,
        "title": answer.title,
        "author": list(answer.authors),
        "date": date,
        "err": None,
    }


def quality(evaluate: ModuleType, pages: list[tuple[dict[str, Any], str]], jobs: int) -> dict[str, dict[str, Any]]:
    with ExtractionPool(jobs) as pool:
        rows = [row(truth, answer) for (truth, _), answer in zip(pages, pool.map(map(raw, pages)), strict=True)]
    groups = {"all": pages, **{name: [page for page in pages if part(page[0]) == name] for name in ("one", "other")}}
    scores = {}
    for name, group in groups.items():
        meta = {truth["id"]: truth for truth, _ in group}
        scores[name] = evaluate.score([item for item in rows if item["id"] in meta], meta)
    return scores


def cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_megabytes(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def speed(pages: list[RawPage], rounds: int) -> tuple[float, float, float, float]:
    """Return our and the peer's pages per CPU second, then our and the peer's peak memory in MB.

    Our side counts the child and what this process spends on it; the peer's side its process alone.
    """
    ours = theirs = 0.0
    count = 0
    peer = subprocess.Popen(
        [sys.executable, "-m", "bench.peers.extraction"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert peer.stdin is not None
    assert peer.stdout is not None
    with ExtractionPool(1) as pool:
        answers = pool.map(page for _ in range(rounds) for page in pages)
        for number, page in enumerate(page for _ in range(rounds) for page in pages):
            before = time.process_time()
            next(answers)
            parent = time.process_time() - before
            send(peer.stdin, page)
            receive(peer.stdout)
            child = pool._children[0].process.pid if pool._children else None
            if number < WARM_UP or child is None:
                ours_start, theirs_start = cpu_seconds(child) if child else 0.0, cpu_seconds(peer.pid)
                continue
            ours += parent
            count += 1
            last = child
        ours += cpu_seconds(last) - ours_start
        theirs = cpu_seconds(peer.pid) - theirs_start
        memory = peak_megabytes(last), peak_megabytes(peer.pid)
    peer.stdin.close()
    peer.wait(timeout=10)
    return count / ours, count / theirs, *memory


def newsroom_pages() -> list[tuple[Article, RawPage]]:
    """Return the recorded newsroom's articles with their pages: invented, and here for everybody."""
    pages, outlets = bodies(), load_outlets()
    found = []
    for site in sources():
        for article in site.articles:
            moment = EDITIONS[article.edition]
            url = site.home + article.url
            body = pages.get((url, moment.strftime("%Y-%m-%dT%H:%M:%SZ")))
            if body is not None and not article.fault:
                rules = outlets[site.outlet_id].page_rules(moment.date())
                found.append((article, RawPage(body, "text/html; charset=utf-8", None, url, moment, rules)))
    return found


def text_f1(article: Article, text: str) -> float:
    """Return the F1 of a text's three-word shingles against what was written."""
    true, found = shingles("\n".join(written(article))), shingles(text)
    shared = len(true & found)
    return 2 * shared / (len(true) + len(found)) if shared else 0.0


def by_trafilatura(page: RawPage) -> str:
    """Return the text that trafilatura's default finds."""
    document = trafilatura.bare_extraction(page.body.decode(), url=page.url, include_comments=False, with_metadata=True)
    return document.text or "" if isinstance(document, Document) else ""


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    logging.disable(logging.CRITICAL)
    chosen = newsroom_pages()[:: 4 if quick else 1]
    with ExtractionPool(1) as pool:
        answers = list(pool.map(page for _, page in chosen))
    ours = [
        text_f1(article, one.text)
        for (article, _), one in zip(chosen, answers, strict=True)
        if isinstance(one, Extraction)
    ]
    theirs = [text_f1(article, by_trafilatura(page)) for article, page in chosen]
    our_f1, their_f1 = sum(ours) / len(chosen), sum(theirs) / len(chosen)
    fast, slow, our_peak, their_peak = speed([page for _, page in chosen], 1)
    what, peer = f"{len(chosen)} pages of the recorded newsroom, with their outlets' rules", "trafilatura's default"
    return [
        Figure(f"Extraction of {what}: F1 of the text", f"{our_f1:.3f}", f"{their_f1:.3f}: {peer}", our_f1 / their_f1,
               len(chosen) / fast, len(chosen) / slow),
        Figure("The same, in a child process, warm, pages a CPU second", f"{fast:.0f}", f"{slow:.0f}: {peer}", fast / slow,
               len(chosen) / fast, len(chosen) / slow),
        Figure("The same: memory at the peak, MB", f"{our_peak:.0f}", f"{their_peak:.0f}: {peer}", their_peak / our_peak,
               len(chosen) / fast, len(chosen) / slow),
        Figure("Extraction of real pages", "not measured: a corpus of others' pages cannot ship; --corpus names one", "", None, 0.0),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1, help="of the speed run over dev")
    parser.add_argument("--quality-only", action="store_true")
    chosen = parser.parse_args()
    evaluate = scoring(chosen.corpus)
    halves = [name for name in ("dev", "heldout") if (chosen.corpus / name).is_dir()]
    short = []
    print(f"{'':16}{'pages':>6}" + "".join(f"{name:>9}" for name in SHOWN))
    for half in halves:
        for name, score in quality(evaluate, evaluate.load(str(chosen.corpus), half), chosen.jobs).items():
            label = half if name == "all" else f"{half}, {name} half"
            print(f"{label:16}{score['n']:>6}" + "".join(f"{score[field]:>9.3f}" for field in SHOWN))
            if half == "dev" and name == "all":
                for field, bar in BARS.items():
                    met = score[field] <= bar if field in LOWER_IS_BETTER else score[field] >= bar
                    if not met:
                        short.append(f"{field} {score[field]:.3f}, the bar is {bar}")
    if not chosen.quality_only:
        pages = [raw(page) for page in evaluate.load(str(chosen.corpus), halves[0])]
        ours, theirs, our_peak, their_peak = speed(pages, chosen.rounds)
        print(f"\npages per CPU second: {ours:.1f}, trafilatura {theirs:.1f}: {ours / theirs:.2f} times")
        print(f"peak memory: {our_peak:.0f} MB, trafilatura {their_peak:.0f} MB")
        if ours < FASTER * theirs:
            short.append(f"{ours / theirs:.2f} times trafilatura's speed, the bar is {FASTER}")
        if our_peak > their_peak:
            short.append("more memory than trafilatura")
    for line in short:
        print(f"below the bar: {line}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
