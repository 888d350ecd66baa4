"""What tagging and matching need of a text, and the child processes in which both are done (`flows.passes.text_child`)."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.processes.forked_child import ForkedChild
from flows.processes.forks import ForkServer, NoForkServer
from pipelines.errors import QuarantineError
from pipelines.isolation.workers import KEEP_MEMORY, ChildPool, ChildProgram, PipedProcess, spawn_child
from pipelines.rules import LONDON
from spiders.registry.outlet import Outlet
from warehouse.folder import DataFolder
from warehouse.records import Candidate, Matching, Record, Revision, Tagging, Tags

CPU_SECONDS = 120.0  # for one text: the longest article of a policy's own page takes two
WALL_SECONDS = 600.0  # for one text, on a machine that others load too
MEMORY_BYTES = 3 * 1024**3  # of address space, for one child: the models' own arenas are most of it
GROWN_BYTES = 1024**3  # resident: a child that ever held as much is replaced
TEXTS_EACH = 5_000  # that one child reads before it is replaced
TEXT_CHILD = "flows.passes.text_child"  # the children's program

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Text:
    """What tagging and matching need of a revision that the warehouse holds."""

    revision_id: UUID
    article_id: UUID
    title: str
    standfirst: str | None
    text: str
    corrections: tuple[str, ...]
    url: str
    published_day: date | None  # at the outlet
    confidence: float


@dataclass(frozen=True, slots=True)
class TextRead:
    """What a child made of a text, and the versions of the steps that made it."""

    tagger: str
    matcher: str
    tags: Tags
    candidates: tuple[Candidate, ...]


class TextPool(ChildPool[Text, TextRead]):
    """Children that tag texts and match them to the policies of a folder; each starts when it has work.

    They are forked from a server of their own, which loads the models and reads the policies once for all of them.
    """

    def __init__(self, folder: DataFolder, jobs: int) -> None:
        program = ChildProgram(
            module=TEXT_CHILD,
            step="tagging",
            arguments=(str(folder.root),),
            cpu_seconds=CPU_SECONDS,
            wall_seconds=lambda: WALL_SECONDS,
            memory_bytes=MEMORY_BYTES,
            grown_bytes=GROWN_BYTES,
            messages_each=TEXTS_EACH,
        )
        self._server = ForkServer(TEXT_CHILD, program.arguments, KEEP_MEMORY)
        self._forks = forks_of(self._server, folder.runs / "texts.log")
        super().__init__(program, jobs, self._fork)

    def close(self) -> None:
        """End the children and their server."""
        super().close()
        self._server.close()
        atexit.unregister(self.close)

    def _fork(self, program: ChildProgram) -> PipedProcess:
        child = self._forks(program)
        atexit.unregister(self.close)
        atexit.register(self.close)  # after the server's own, so before it: its children end while it still lives
        return child


def forks_of(server: ForkServer, output: Path) -> Callable[[ChildProgram], PipedProcess]:
    """Return what starts a child as a fork of the server, or, where there can be none, as a program that loads all by itself."""

    def start(program: ChildProgram) -> PipedProcess:
        try:
            return ForkedChild(server, program.limits, output)
        except NoForkServer as reason:
            log.warning("%s: a child is started by itself", reason)
            return spawn_child(program)

    return start


def text_of(read: Revision, outlets: Mapping[str, Outlet]) -> Text:
    """Return what tagging and matching need of a revision that was just read."""
    outlet = outlets.get(read.outlet_id)
    day = read.published.astimezone(ZoneInfo(outlet.timezone if outlet else LONDON)).date() if read.published else None
    same = {field.name: getattr(read, field.name) for field in fields(Text) if field.name != "published_day"}
    return Text(**same, published_day=day)


def tag_and_match(
    texts: Sequence[Text], pool: TextPool, versions: tuple[str, str], made_at: datetime
) -> Iterator[Record]:
    """Give each text's tagging and matching, in order. `versions`: of the tagger and the matcher, for a text that neither could read.

    Such a text costs its child alone: it is kept without tags, and a note of its tagging says why.
    """
    for one, read in zip(texts, pool.map(texts), strict=True):
        if isinstance(read, QuarantineError):
            log.error("%s is not tagged and not matched: %s", one.url, read)
            read = TextRead(*versions, Tags(notes=(f"not tagged: {read}",)), ())
        yield Tagging(one.revision_id, read.tagger, made_at, read.tags)
        yield Matching(one.revision_id, one.article_id, read.matcher, made_at, read.candidates)
