"""Which modules answer the desk's addresses (routing table): one router a line, a new page is a line more."""

from __future__ import annotations

from desk.accounts import pages as account_pages
from desk.claims import pages as claim_pages
from desk.figures import numbers
from desk.history import pages as history_pages
from desk.pages import (
    articles,
    ask,
    decisions,
    editor,
    events,
    facets,
    health,
    metrics,
    plan,
    queue,
    review,
    search,
    static_files,
)
from desk.places import coverage_file as places_coverage_file
from desk.places import map as places_map
from desk.places import pages as places_pages
from desk.policies import dossiers, verdicts
from desk.policies import pages as policy_pages
from desk.searches import bulk, queue_file, saved
from desk.trials import pages as trial_pages

ROUTERS = (
    queue.router,
    facets.router,
    saved.router,
    decisions.router,
    bulk.router,
    queue_file.router,
    events.router,
    claim_pages.router,
    history_pages.router,
    search.router,
    plan.router,
    policy_pages.router,
    verdicts.router,
    dossiers.router,
    trial_pages.router,
    places_map.router,
    places_pages.router,
    places_coverage_file.router,
    numbers.router,
    ask.router,
    articles.router,
    health.router,
    review.router,
    editor.router,
    account_pages.router,
    metrics.router,
    static_files.router,
)
"""The routers, in the order in which they are asked whether an address is theirs."""
