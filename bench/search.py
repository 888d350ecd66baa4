"""How fast stored articles are searched: `python -m bench.search [ARTICLES]`.

The articles are generated, and their words do not repeat as sentences do in print: the index is as large as one of real
texts, and a common word stands in more of them. The peer is what an analyst would do without an index: DuckDB's ILIKE
over the same texts, in memory. Both are warm and in process.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import duckdb
import pyarrow as pa

from bench.figure import Figure, measured_cpu
from bench.generated_articles import ARTICLES_A_DAY, COUNCILS, OUTLETS, POLICIES, paragraphs
from warehouse.records import identifier
from warehouse.search.grammar import parse
from warehouse.search.index import IndexedArticle, SearchIndex

ARTICLES = 100_000
BATCH = 2_000
ROUNDS = 9
START = date(2023, 1, 1)


def generated(count: int) -> Iterator[IndexedArticle]:
    """Yield articles as the index takes them."""
    for number in range(count):
        parts = paragraphs(number)
        outlet = OUTLETS[number % len(OUTLETS)]
        yield IndexedArticle(
            identifier("search", str(number)), "1", outlet, outlet, START + timedelta(days=number // ARTICLES_A_DAY),
            f"https://{outlet}.example/{number}", False, parts[0][:60], "", "\n\n".join(parts),
            COUNCILS[number % len(COUNCILS)], "", (POLICIES[number % len(POLICIES)],),
        )  # fmt: skip


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return the median wall time and CPU time of a call, in milliseconds."""
    walls, cpus = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return median(walls), median(cpus)


def queries() -> dict[str, tuple[str, str]]:
    """Return, by what it is, a query and the condition that an analyst would write for it."""
    rare, phrase = paragraphs(4242)[3].split()[5], " ".join(paragraphs(777)[2].split()[3:6])
    return {
        "a rare word": (rare, f"text ILIKE '%{rare}%'"),
        "a phrase": (f'"{phrase}"', f"text ILIKE '%{phrase}%'"),
        "a word, a council, since a day": (
            f"{rare} council:{COUNCILS[2]} after:2023-06",
            f"text ILIKE '%{rare}%' AND councils = '{COUNCILS[2]}' AND day >= DATE '2023-06-01'",
        ),
        "the newest of an outlet": (f"outlet:{OUTLETS[3]}", f"outlet = '{OUTLETS[3]}'"),
    }


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    return list(compared(ARTICLES // 10 if quick else ARTICLES))


def compared(count: int) -> Iterator[Figure]:
    """Yield a figure for each query, and one for the indexing."""
    with (
        tempfile.TemporaryDirectory() as place,
        duckdb.connect() as peer,
        closing(SearchIndex(Path(place) / "search.sqlite", writable=True)) as index,
    ):
        with measured_cpu() as spent:
            batch: list[IndexedArticle] = []
            peer.execute("CREATE TABLE texts (title VARCHAR, text VARCHAR, councils VARCHAR, outlet VARCHAR, day DATE)")
            for one in generated(count):
                batch.append(one)
                if len(batch) == BATCH:
                    _put(index, peer, batch)
                    batch = []
            _put(index, peer, batch)
        size = index.path.stat().st_size / 1e6
        yield Figure(f"indexing {count:,} articles, with their generation", f"{spent.seconds:.0f} s; {size:.0f} MB",
                     "none: nothing else is indexed", None, spent.seconds)  # fmt: skip
        for name, (typed, condition) in queries().items():
            query = parse(typed)
            wall, cpu = timed(lambda query=query: index.search(query))  # type: ignore[misc]
            sql = f"SELECT title, day FROM texts WHERE {condition} ORDER BY day DESC LIMIT 25"
            other, other_cpu = timed(lambda sql=sql: peer.execute(sql).fetchall())  # type: ignore[misc]
            yield Figure(f"search {count:,} articles for {name}, warm", f"{wall:.1f} ms", f"{other:.1f} ms, DuckDB ILIKE",
                         other_cpu / cpu if cpu else None, cpu / 1000, other_cpu / 1000)  # fmt: skip


def _put(index: SearchIndex, peer: duckdb.DuckDBPyConnection, batch: list[IndexedArticle]) -> None:
    index.put(batch)
    rows = pa.table({
        "title": [one.title for one in batch], "text": [one.text for one in batch],
        "councils": [one.councils for one in batch], "outlet": [one.outlet_id for one in batch],
        "day": [one.day for one in batch],
    })  # fmt: skip
    if batch:
        peer.register("rows", rows)
        peer.execute("INSERT INTO texts SELECT * FROM rows")


if __name__ == "__main__":
    for figure in compared(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES):
        ratio = f"{figure.ratio:.1f} x" if figure.ratio else "-"
        print(f"{figure.measure:60} {figure.ours:>20} {figure.peer:>30} {ratio:>9}", flush=True)
