"""The desk in this process, which then owns the warehouse: `pledgewatch desk`."""

from __future__ import annotations

from functools import partial

from desk.serve import accounts_for, listen, serve
from flows.demo import is_demo
from flows.passes import fixtures
from flows.settings import Settings, make_folder


def serve_desk(settings: Settings, port: int | None, *, learning: bool = True) -> None:
    """Serve the desk until Ctrl-C, with a banner where the folder holds the recorded newsroom.

    Without `learning` the queue keeps the matcher's order, whatever is decided. Raises whatever `desk.serve.serve` does: a port in use, a warehouse that another process holds.
    """
    folder = make_folder(settings.folder)
    serve(
        folder,
        settings.host,
        port or settings.port,
        demo=is_demo(folder),
        allowed_hosts=settings.names,
        save_fixture=partial(fixtures.saved, folder),
        learning=learning,
        review_share=settings.review_share,
        https=bool(settings.https),
        metrics_token=settings.metrics_token,
    )


def check_port(settings: Settings) -> None:
    """Raise what `run` would if the desk's port is taken, or it asks for accounts and there are none: before a long job, not after it."""
    if book := accounts_for(settings.folder, settings.host, settings.names):
        book.close()
    listen(settings.host, settings.port).close()
