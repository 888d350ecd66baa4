"""What a pass did, for the terminal: one line an outlet, the books (reconciliation), what was found."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.passes.collect import Collected
from warehouse.store import Store
from warehouse.vocabulary.collection import BALANCE, Outcome

BOOKS = ("fetched", *Outcome)


def tell_outlet(console: Console, one: Collected) -> None:
    """Print the line of one outlet: what it brought, or what went wrong."""
    mark = "[green]✓[/green]" if one.reached else "[red]✗[/red]"
    console.print(f" {mark} {escape(one.sentence)}", highlight=False, soft_wrap=True)


def books_table(store: Store, run_ids: Sequence[UUID]) -> Table:
    """Return the books of the runs, one row an outlet and a total."""
    table = Table(
        title=f"Books: {BALANCE}",
        title_justify="left",
        box=box.SIMPLE,
    )
    table.add_column("outlet", no_wrap=True)
    for name in BOOKS:
        table.add_column(name, justify="right")
    rows = store.query("run_books", run_ids=list(run_ids))
    for row in rows:
        table.add_row(str(row["outlet_id"] or "all"), *(f"{row[name]:,}" for name in BOOKS))
    table.add_section()
    table.add_row("together", *(f"{sum(row[name] for row in rows):,}" for name in BOOKS), style="bold")
    return table


def moved_lines(store: Store, run_ids: Sequence[UUID]) -> list[str]:
    """Return a line for each outlet of which these runs found articles at new addresses."""
    return [
        f"{row['outlet']}: {row['articles']:,} known {'article stands' if row['articles'] == 1 else 'articles stand'} "
        f"at new addresses, such as {row['example']}; what was decided of them stays."
        for row in store.query("moved_articles", run_ids=list(run_ids))
    ]


def counts_table(title: str, heads: tuple[str, str], rows: Sequence[tuple[str, int]]) -> Table:
    """Return a table of names with counts."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE)
    table.add_column(heads[0])
    table.add_column(heads[1], justify="right")
    for name, count in rows:
        table.add_row(name, f"{count:,}")
    return table


def tell(console: Console, store: Store, run_ids: Sequence[UUID]) -> None:
    """Print the summary of a pass: books, why pages were dropped or quarantined, mentions, candidates."""
    console.print(books_table(store, run_ids))
    for line in moved_lines(store, run_ids):
        console.print(line, highlight=False, soft_wrap=True, markup=False)
    reasons = [
        (f"{row['outcome']}: {row['reason']}", row["fetches"])
        for row in store.query("run_reasons", run_ids=list(run_ids))
    ]
    if reasons:
        console.print(counts_table("Not stored, and why", ("reason", "pages"), reasons))
    mentions = [(row["label"], row["mentions"]) for row in store.query("mention_counts")]
    console.print(counts_table("Mentions", ("label", "mentions"), mentions))
    waiting = store.query("candidate_counts")
    candidates = [(row["title"], row["open"]) for row in waiting]
    console.print(counts_table("Candidates that wait for an editor", ("policy", "candidates"), candidates))
    passages, cards = (sum(row[name] for row in waiting) for name in ("open", "cards"))
    console.print(f"{passages:,} passages on {cards:,} cards: a card is a policy in a story.", highlight=False)
