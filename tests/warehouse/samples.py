"""Records of an invented newsroom, the same for the same number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from warehouse.records import (
    Article,
    Candidate,
    Capture,
    CommitmentMention,
    Direction,
    Fetch,
    FetchKind,
    FetchOutcome,
    Field,
    FundingFigure,
    Judgement,
    LedgerSum,
    LinkedArticle,
    Linking,
    Matching,
    Mention,
    Outcome,
    Record,
    Revision,
    Run,
    Stance,
    StoryMember,
    Tagging,
    Tags,
    Wall,
    identifier,
)
from warehouse.tags import Event, TagKind
from warehouse.vocabulary.collection import DatePrecision, RunKind, RunState
from warehouse.vocabulary.stories import Relation, Role
from warehouse.vocabulary.tags import Announced, EventKind, FundingKind, OfstedGrade

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
PASSAGE = "Sandwell Council said £12m over two years would let the trust hire social workers, after inspectors rated it inadequate."
COUNCILS = ("E08000028", "E08000025", "E06000039")
POLICIES = ("trusts-for-weakest-councils", "multi-year-council-funding")


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def run(number: int = 0, *, finished: bool = True, outlet: str = "gazette") -> Run:
    return Run(
        run_id=identifier("run", str(number)),
        kind=RunKind.INGEST,
        outlet_id=outlet,
        started_at=at(number),
        finished_at=at(number + 0.5) if finished else None,
        state=RunState.FINISHED if finished else RunState.RUNNING,
        detail="",
    )


def article_id(number: int) -> UUID:
    return identifier("gazette", url(number))


def url(number: int) -> str:
    return f"https://gazette.example/news/{number}"


def candidate_id(number: int, policy: str = POLICIES[0], passage: str = PASSAGE) -> UUID:
    return identifier(policy, str(article_id(number)), hashlib.sha256(passage.encode()).hexdigest())


def text(passage: str = PASSAGE) -> str:
    return f"The first paragraph – with a dash.\n\n{passage}\n\nThe last one."


def fetch(number: int, *, hours: float = 0, run_number: int = 0) -> tuple[Fetch, Capture]:
    capture = Capture(
        capture_id=identifier("capture", str(number), str(hours)),
        outlet_id="gazette",
        url=url(number),
        captured_at=at(hours),
        status=200,
        content_type="text/html",
        payload_sha256=hashlib.sha256(f"{number} {hours}".encode()).hexdigest(),
        warc_file="2026-03.warc.gz",
        warc_offset=number * 1000,
        revisit_of=None,
    )
    made = Fetch(
        fetch_id=identifier("fetch", str(number), str(hours)),
        run_id=identifier("run", str(run_number)),
        outlet_id="gazette",
        kind=FetchKind.ARTICLE,
        url=url(number),
        final_url=url(number),
        started_at=at(hours),
        elapsed_ms=120,
        status=200,
        error=None,
        size_bytes=5000,
        capture_id=capture.capture_id,
        etag='"abc"',
        last_modified=None,
        listed_title=f"Headline {number}",
        listed_published=at(hours),
    )
    return made, capture


def revision(number: int, *, hours: float = 0, passage: str = PASSAGE, extractor: str = "extract/1") -> Revision:
    body = text(passage)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return Revision(
        revision_id=identifier(str(article_id(number)), digest, extractor),
        article_id=article_id(number),
        capture_id=identifier("capture", str(number), str(hours)),
        outlet_id="gazette",
        url=url(number),
        title=f"Headline {number}",
        standfirst=None,
        authors=("A. Writer",),
        published=at(hours),
        published_precision=DatePrecision.MINUTE,
        modified=None,
        dates=(),
        section="Children",
        tags=("social care",),
        text=body,
        comments=(),
        corrections=(),
        captions=(),
        wall=Wall.OPEN,
        wall_reason=None,
        language="en",
        confidence=0.9,
        reasons=(),
        extractor=extractor,
        content_sha256=digest,
        made_at=at(hours + 0.1),
    )


def tagging(of: Revision, *, tagger: str = "tag/1", hours: float = 0, council: str = COUNCILS[0]) -> Tagging:
    start = of.text.index("\n\n") + 2
    amount = of.text.find("£12m")
    return Tagging(
        revision_id=of.revision_id,
        tagger=tagger,
        made_at=at(hours + 0.2),
        tags=Tags(
            mentions=(Mention(TagKind.COUNCIL, start, start + 16, "Sandwell Council", council, 0.95, "full-name/1"),),
            funding=(
                FundingFigure(
                    amount, amount + 19, "£12m over two years", 12e6, 12e6, "2y", FundingKind.ALLOCATION,
                    None, council, "England", Announced.NEW, None, None, 0.9, "money/1",
                ),
            )
            if amount >= 0
            else (),
            judgements=(
                Judgement(council, OfstedGrade.INADEQUATE, start, start + 16, "inadequate", "overall", False, None, None, 0.8, "r/1"),
            ),
            events=(Event(EventKind.TRUST_PLANNED, start, start + 16, "Sandwell Council", (council,), None, 0.8, "e/1"),),
        ),
    )  # fmt: skip


def matching(
    of: Revision,
    *,
    matcher: str = "match/1",
    hours: float = 0,
    policies: Iterable[str] = POLICIES,
    score: float = 0.5,
) -> Matching:
    start = of.text.index("\n\n") + 2
    end = of.text.rindex("\n\n")
    passage = of.text[start:end]
    digest = hashlib.sha256(passage.encode()).hexdigest()
    return Matching(
        revision_id=of.revision_id,
        article_id=of.article_id,
        matcher=matcher,
        made_at=at(hours + 0.3),
        candidates=tuple(
            Candidate(
                candidate_id=identifier(policy, str(of.article_id), digest),
                policy_id=policy,
                field=Field.TEXT,
                start=start,
                end=end,
                sentence=(start, end),
                score=score,
                stance=Stance.ADVANCES,
                direction=Direction.ADVANCES,
                criterion="progress 1",
                reason="It names the council and the trust.",
                terms=("trust",),
            )
            for policy in policies
        ),
    )


def article(number: int, *, hours: float = 0, run_number: int = 0, score: float = 0.5) -> list[Record]:
    """Return all that one article brings: fetch, capture, outcome, text, tags, candidates."""
    fetched, captured = fetch(number, hours=hours, run_number=run_number)
    made = revision(number, hours=hours)
    return [
        fetched,
        captured,
        FetchOutcome(fetched.fetch_id, fetched.run_id, Outcome.STORED, "new article", at(hours + 0.2)),
        Article(article_id(number), "gazette", url(number), at(hours)),
        made,
        tagging(made, hours=hours),
        matching(made, hours=hours, score=score),
    ]


def articles(numbers: Iterable[int], *, run_number: int = 0) -> list[Record]:
    """Return a run and all that these articles bring."""
    records: list[Record] = [run(run_number)]
    for number in numbers:
        records.extend(article(number, run_number=run_number, score=round(0.1 + (number * 37 % 89) / 100, 2)))
    return records


def reported(of: Revision, **changes: object) -> Revision:
    """Return a revision with some fields changed, for batches that do not fit."""
    return replace(of, **changes)  # type: ignore[arg-type]


def linking(numbers: Iterable[int], *, hours: float = 0, story: int | None = None) -> Linking:
    """Return what linking makes of these articles: the story and the commitment of one of them, or else of the first."""
    made = [revision(number) for number in numbers]
    whose = article_id(story) if story is not None else made[0].article_id
    sums = {one.article_id: identifier("sum", str(one.article_id)) for one in made}
    return Linking(
        linker="link/1",
        made_at=at(hours + 0.4),
        articles=tuple(
            LinkedArticle(
                one.article_id, one.revision_id, one.outlet_id, at(0), (), (), (_sum(one, sums[one.article_id]),)
            )
            for one in made
        ),
        stories=tuple(
            StoryMember(one.article_id, whose, Relation.ORIGINAL if one.article_id == whose else Relation.COPY)
            for one in made
        ),
        commitments=tuple(
            CommitmentMention(
                sums[one.article_id],
                identifier("sum", str(whose)),
                Role.FIRST if one.article_id == whose else Role.LATER,
            )
            for one in made
        ),
    )


def _sum(of: Revision, sum_id: UUID) -> LedgerSum:
    start = of.text.index("£12m")
    return LedgerSum(
        sum_id,
        start,
        start + 19,
        of.text[start : start + 19],
        12e6,
        "2y",
        None,
        COUNCILS[0],
        PASSAGE,
        (12e6, 6e6),
        False,
        False,
        (1,),
        (2,),
        (),
    )
