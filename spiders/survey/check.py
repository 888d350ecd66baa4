"""Which of the outlets' sources work, asked live and politely: `pledgewatch outlets check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spiders.crawl_report import SourceReport
from spiders.registry.outlet import Outlet
from spiders.survey.survey import Where, scratch, survey


@dataclass(frozen=True, slots=True)
class Checked:
    """One source of one outlet."""

    outlet_id: str
    url: str
    works: bool
    sentence: str  # "25 entries, 25 of them articles", "not found (404)"


def check(outlets: Iterable[Outlet], user_agent: str, where: Where | None = None) -> Iterator[Checked]:
    """Ask each source of each outlet once and give what it said, as it comes. No article is asked for."""
    with scratch() as folder:
        for outlet in outlets:
            if not outlet.sources:
                yield Checked(outlet.outlet_id, outlet.home, False, outlet.why or "it has no source")
                continue
            outlets_folder = outlet.path.parent if outlet.path != Path() else None
            seen = survey(
                folder,
                outlet.outlet_id,
                outlet.name,
                where or Where(user_agent),
                outlets=outlets_folder,
                articles=0,
            )
            sources = seen.report.sources if seen.report else ()
            for source in sources:
                yield Checked(outlet.outlet_id, source.url, *_said(source))
            if not sources:
                yield Checked(outlet.outlet_id, outlet.home, False, seen.verdict.sentence)


def _said(source: SourceReport) -> tuple[bool, str]:
    if source.problem:
        return False, source.problem
    if not source.entries:
        return False, "it lists nothing"
    flaws = f" ({', '.join(source.flaws)})" if source.flaws else ""
    return source.matching > 0, f"{source.entries} entries, {source.matching} of them articles{flaws}"
