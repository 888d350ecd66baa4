"""What the stored articles and the editors' decisions say of a council or a trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desk.charts import BarChart, bar_chart
from desk.filters import Filter
from desk.state import Warehouse
from desk.wording.places import place_address
from warehouse.reference.delivery import FIRST_YEAR

SHOWN_ARTICLES = 12
SHOWN_EVIDENCE = 25
SHOWN_SUMS = 200  # given and got together; the newest, as all that a page shows
SHOWN_JUDGEMENTS = 50


@dataclass(frozen=True, slots=True)
class PlaceDossier:
    """All that is shown of a place beside its history."""

    years: tuple[int, ...]
    coverage: tuple[tuple[str, tuple[int, ...]], ...]  # by outlet, the articles of each year
    chart: BarChart
    articles: Sequence[dict[str, Any]]
    received: Sequence[dict[str, Any]]
    given: Sequence[dict[str, Any]]
    policies: Sequence[dict[str, Any]]
    evidence: Sequence[dict[str, Any]]
    judgements: Sequence[dict[str, Any]]

    @property
    def cut(self) -> bool:
        """Whether older sums or stated grades are left out."""
        return len(self.received) + len(self.given) >= SHOWN_SUMS or len(self.judgements) >= SHOWN_JUDGEMENTS

    @property
    def total(self) -> int:
        """How many articles name the place."""
        return sum(sum(numbers) for _, numbers in self.coverage)


def read_dossier(warehouse: Warehouse, bodies: Sequence[str], queue: Filter) -> PlaceDossier:
    """Return what is held of the bodies: the codes of one council, or a trust's slug. `queue` is the filter that lets their cards through."""
    codes = list(bodies)
    rows = warehouse.query("place_coverage", bodies=codes)
    found = [row["year"] for row in rows if row["year"]]
    years = tuple(range(max(min(found), FIRST_YEAR), max(found) + 1)) if found else ()
    by_outlet: dict[str, dict[int, int]] = {}
    for row in rows:
        by_outlet.setdefault(row["outlet_name"], {})[max(row["year"], years[0])] = row["articles"]
    coverage = {name: tuple(held.get(year, 0) for year in years) for name, held in by_outlet.items()}
    sums = warehouse.query("place_funding", bodies=codes, number=SHOWN_SUMS)
    for row in sums:
        other = row["giver_id"] if row["received"] else row["receiver_id"]
        row["other"] = (row["giver_name"] if row["received"] else row["receiver_name"]) or "not said"
        row["address"] = place_address(other)
    policies = warehouse.query("place_candidates", bodies=codes)
    for row in policies:
        row["queue"] = queue.address(policy=row["policy_id"])
    return PlaceDossier(
        years=years,
        coverage=tuple(coverage.items()),
        chart=bar_chart([str(year) for year in years], coverage),
        articles=warehouse.query("place_articles", bodies=codes, number=SHOWN_ARTICLES),
        received=[row for row in sums if row["received"]],
        given=[row for row in sums if not row["received"]],
        policies=policies,
        evidence=warehouse.query("place_evidence", bodies=codes, number=SHOWN_EVIDENCE),
        judgements=warehouse.query("place_judgements", bodies=codes, number=SHOWN_JUDGEMENTS),
    )
