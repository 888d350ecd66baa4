"""Prefect's server as a child of ours: its database in the data folder, analytics off, on loopback alone."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.processes import asking, children
from flows.processes.watched import Watched, watching
from flows.settings import Settings

START_SECONDS = 120.0  # the first start migrates a new database: 15-40 s on two cores


class NoPrefect(Exception):  # noqa: N818 -- named for the state: the run goes on without it
    """Prefect's server could not be started; the message says why."""


def environment(settings: Settings) -> dict[str, str]:
    """Return what Prefect reads from the environment, for the server, the flows and the schedules alike."""
    return {
        "PREFECT_HOME": str(settings.folder.prefect),
        "PREFECT_API_URL": f"http://127.0.0.1:{settings.prefect_port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # An outlet that cannot be reached is a failed task, and Prefect would print its traceback. Our own line says it,
        # the task's state keeps it, and the crawl's log has the rest.
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_CLI_COLORS": "false",
    }


def answers(settings: Settings) -> bool:
    """Return whether a Prefect server answers at our port."""
    return asking.answers(f"http://127.0.0.1:{settings.prefect_port}/api/health")


@contextmanager
def running(settings: Settings, tell: Callable[[str], None] = print) -> Iterator[Watched]:
    """Run a Prefect server for the block, with this process's environment pointing to it; it is started again if it dies.

    Raises:
        NoPrefect: the port is taken, or the server ended or did not answer in time.
    """
    if answers(settings):
        raise NoPrefect(f"another Prefect server answers at port {settings.prefect_port} (PLEDGEWATCH_PREFECT_PORT)")
    if not asking.is_free(settings.prefect_port):
        raise NoPrefect(f"port {settings.prefect_port} is in use by another program (PLEDGEWATCH_PREFECT_PORT)")
    chosen = environment(settings)
    log = settings.folder.prefect / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1"]
    command += ["--port", str(settings.prefect_port)]
    server = Watched("Prefect's server", lambda: children.start(command, log, environment=chosen), tell)
    with watching(server):
        deadline = time.monotonic() + START_SECONDS
        while not answers(settings):
            if server.process.poll() is not None:
                raise NoPrefect(f"its server ended at once; see {log}")
            if time.monotonic() > deadline:
                raise NoPrefect(f"its server did not answer within {START_SECONDS:.0f} s; see {log}")
            time.sleep(0.5)
        server.watch()
        before = {name: os.environ.get(name) for name in chosen}
        os.environ.update(chosen)
        try:
            yield server
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
