"""A small warehouse for the desk's tests: invented articles, spooled as a crawl would spool them, with every kind of row."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.records import (
    Article,
    ArticleStatus,
    Candidate,
    Capture,
    Comment,
    DateCandidate,
    Direction,
    Event,
    Fetch,
    FetchKind,
    FetchOutcome,
    Field,
    FundingFigure,
    Incident,
    Judgement,
    Matching,
    Mention,
    Outcome,
    OutletDay,
    Quarantine,
    Record,
    Revision,
    Run,
    Stance,
    Tagging,
    Tags,
    TextReview,
    Wall,
    identifier,
)
from warehouse.reference import OutletRow, PolicyRow
from warehouse.tags import TagKind
from warehouse.vocabulary.collection import ArticleState, RunKind, RunState, Step
from warehouse.vocabulary.health import BreakageKind, DayState
from warehouse.vocabulary.reviews import ReviewAction
from warehouse.vocabulary.stances import direction_of
from warehouse.vocabulary.tags import Announced, EventKind, Framework, FundingKind, OfstedGrade

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
RUN = identifier("run", "desk tests")
DONCASTER = "E08000017"

POLICIES = (
    PolicyRow(
        policy_id="trusts-for-weakest-councils",
        title="Move failing children's services into trusts",
        promise="Take children's services away from the councils that do worst, and give them to trusts.",
        party="Conservative",
        year=2017,
        source="https://policytracker.example/trusts",
        completion=("Every council judged inadequate twice has handed its services to a trust.",),
        progress=("A trust is set up, or a commissioner recommends one.",),
        failure=("A trust is closed and its services return to the council.",),
        status="in progress",
        verdict="Nine trusts have been set up, and two have been closed since.",
    ),
    PolicyRow(
        policy_id="multi-year-council-funding",
        title="Give councils multi-year funding settlements",
        promise="Settle councils' funding for several years at a time, so that they can plan.",
        party="Labour",
        year=2024,
        source="https://manifesto.example/funding",
        completion=("A settlement for at least three years is in law.",),
        status="in progress",
    ),
    PolicyRow(
        policy_id="staying-put-to-21",
        title="Let young people stay with foster carers until 21",
        promise="Fund staying put until the age of 21, in residential care too.",
        party="Labour",
        year=2017,
        source="https://manifesto.example/staying-put",
        status="not in government",
    ),
)

OUTLETS = (
    OutletRow(
        outlet_id="communitycare", name="Community Care", home="https://www.communitycare.co.uk/", schedule="trade"
    ),
    OutletRow(outlet_id="cypnow", name="CYP Now", home="https://www.cypnow.co.uk/", schedule="trade"),
    OutletRow(
        outlet_id="themj",
        name="The MJ",
        home="https://www.themj.co.uk/",
        enabled=False,
        why="its robots.txt asks us not to",
    ),
)

LEAD = (
    "Doncaster Council is to take its children's services back from the country's first independent trust.",
    "The trust, set up on the direction of ministers in 2014, was rated inadequate this spring. Doncaster Council "
    "said that it would spend £84 million over five years, which it announced in March, on a service of its own.",
    "“We owe it to the town's children,” said the council's director of children's services, who did not say "
    "what would become of the trust's 600 staff.",
    "Two other councils are considering whether to leave their trusts.",
    "Doncaster Children's Services Trust was the first to be set up after a series of failed inspections.",
    "A spokesperson for the department said that it would consider the plan.",
)


def paragraphs(*parts: str) -> str:
    return "\n\n".join(parts)


def revision(
    slug: str, outlet: str = "communitycare", title: str = "", text: str = "", edition: int = 1, **changes: object
) -> Revision:
    url = f"https://www.{outlet}.co.uk/{slug}"
    article_id = identifier(outlet, url)
    content = sha256((title + text).encode("utf-8", "replace")).hexdigest()
    made = replace(
        samples.revision(0),
        revision_id=identifier(str(article_id), content, "test"),
        article_id=article_id,
        capture_id=identifier("capture", slug, str(edition)),
        outlet_id=outlet,
        url=url,
        title=title,
        authors=(),
        published=NOW - timedelta(days=2),
        section=None,
        tags=(),
        text=text,
        confidence=0.93,
        extractor="test 1",
        content_sha256=content,
        made_at=NOW - timedelta(hours=2) + timedelta(minutes=edition),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def candidate(
    text: Revision, passage: str, policy: str, score: float, stance: Stance, reason: str, *terms: str
) -> Candidate:
    start = text.text.index(passage)
    return Candidate(
        candidate_id=identifier(policy, str(text.article_id), sha256(passage.encode("utf-8", "replace")).hexdigest()),
        policy_id=policy,
        field=Field.TEXT,
        start=start,
        end=start + len(passage),
        sentence=(start, start + len(passage)),
        score=score,
        stance=stance,
        direction=direction_of(stance) or Direction.CONTEXT,
        criterion="",
        reason=reason,
        terms=terms,
    )


def stored(text: Revision, tags: Tags, *candidates: Candidate) -> tuple[Record, ...]:
    """Return the rows of one article that went all the way."""
    fetch = Fetch(
        fetch_id=identifier("fetch", str(text.revision_id)),
        run_id=RUN,
        outlet_id=text.outlet_id,
        kind=FetchKind.ARTICLE,
        url=text.url,
        final_url=text.url,
        started_at=text.made_at - timedelta(minutes=30),
        elapsed_ms=120,
        status=200,
        error=None,
        size_bytes=20_000,
        capture_id=text.capture_id,
        etag=None,
        last_modified=None,
        listed_title=text.title,
        listed_published=text.published,
    )
    capture = Capture(
        capture_id=text.capture_id,
        outlet_id=text.outlet_id,
        url=text.url,
        captured_at=fetch.started_at,
        status=200,
        content_type="text/html",
        payload_sha256=text.content_sha256,
        warc_file=f"{text.outlet_id}-20261122.warc.gz",
        warc_offset=1_024,
        revisit_of=None,
    )
    return (
        fetch,
        capture,
        FetchOutcome(fetch.fetch_id, RUN, Outcome.STORED, "a new text", text.made_at),
        Article(text.article_id, text.outlet_id, text.url, fetch.started_at),
        text,
        Tagging(text.revision_id, "test 1", text.made_at, tags),
        Matching(text.revision_id, text.article_id, "test 1", text.made_at, candidates),
    )


def lead() -> tuple[Record, ...]:
    """Return the article with every kind of mention, comments, dates and a wall."""
    text = paragraphs(*LEAD)
    story = revision(
        "2026/11/20/doncaster-takes-services-back",
        title="Doncaster to take children's services back from trust",
        text=text,
        standfirst="The country's first trust is to close after a second inadequate rating.",
        authors=("A Reporter",),
        wall=Wall.REGISTRATION,
        wall_reason="“Register to read on” after the second paragraph",
        comments=(
            Comment("Former social worker", "20 November 2026", "About time. What happens to the caseloads?", 0),
            Comment(None, None, "They will move with the staff.", 1),
        ),
        captions=("The civic office in Doncaster",),
        corrections=("An earlier version gave the number of staff as 500.",),
        dates=(
            DateCandidate(
                "json-ld", "2026-11-20T07:15:00+00:00", datetime(2026, 11, 20, 7, 15, tzinfo=UTC), "published", "chosen"
            ),
            DateCandidate(
                "feed",
                "Fri, 20 Nov 2026 07:15:00 GMT",
                datetime(2026, 11, 20, 7, 15, tzinfo=UTC),
                "published",
                "agrees",
            ),
            DateCandidate("text", "20/11/26", None, "published", "not readable"),
        ),
        published=datetime(2026, 11, 20, 7, 15, tzinfo=UTC),
        confidence=0.55,
        reasons=("the text ends at a registration wall",),
    )

    def at(words: str, occurrence: int = 0) -> tuple[int, int]:
        start = -1
        for _ in range(occurrence + 1):
            start = text.index(words, start + 1)
        return start, start + len(words)

    trust = "Doncaster Children's Services Trust"
    tags = Tags(
        mentions=(
            Mention(TagKind.COUNCIL, *at("Doncaster Council"), "Doncaster Council", DONCASTER, 0.98, "name 1"),
            Mention(TagKind.COUNCIL, *at("Doncaster Council", 1), "Doncaster Council", DONCASTER, 0.98, "name 1"),
            Mention(TagKind.TRUST, *at(trust), trust, "doncaster-childrens-services-trust", 0.97, "name 1"),
        ),
        funding=(
            FundingFigure(
                *at("£84 million"), "£84 million", 84e6, 84e6, "5y", FundingKind.SPEND, DONCASTER, None, "England", Announced.ALREADY, None, None,
                0.9, "money 1",
            ),
        ),
        judgements=(
            Judgement(DONCASTER, OfstedGrade.INADEQUATE, *at("inadequate"), "inadequate", "overall", False, None, Framework.ILACS, 0.8, "grade 1"),
        ),
        events=(Event(EventKind.SERVICES_RETURNED, *at("take its children's services back"), "take back", (DONCASTER,), date(2027, 4, 1), 0.7, "event 1"),),
    )  # fmt: skip
    return stored(
        story,
        tags,
        candidate(
            story,
            LEAD[1],
            "trusts-for-weakest-councils",
            0.94,
            Stance.CONTRADICTS,
            "The passage says that a trust's services return to the council; it names a trust, a council and an inadequate rating.",
            "trust",
            "rated inadequate",
        ),
        candidate(
            story, LEAD[3], "trusts-for-weakest-councils", 0.61, Stance.CONTEXT, "It speaks of trusts.", "trusts"
        ),
    )


def queue_fillers(number: int = 24) -> tuple[Record, ...]:
    """Return articles that each put one passage forward, weaker and weaker."""
    made: list[Record] = []
    for index in range(number):
        policy = POLICIES[index % 2].policy_id
        stance = (Stance.ADVANCES, Stance.CONTEXT, Stance.CONTRADICTS)[index % 3]
        council = ("Norfolk", "Leeds", "Kent", "Devon", "Bolton", "Surrey")[index % 6]
        passage = (
            f"{council} County Council told its cabinet that the {index + 2}-month delay to the settlement "
            f"would cost it £{index + 3}m, which it could not meet from reserves."
        )
        text = revision(
            f"story-{index}",
            outlet=("communitycare", "cypnow")[index % 2],
            title=f"{council} warns of a shortfall of £{index + 3}m as settlement slips again",
            text=paragraphs(
                "The council met on Thursday evening.", passage, "It will decide in December, a report said."
            ),
            published=NOW - timedelta(days=index, hours=3),
        )
        reason = "The passage says that the settlement is delayed; it names a council and an amount."
        made += stored(
            text, Tags(), candidate(text, passage, policy, round(0.9 - index * 0.02, 3), stance, reason, "settlement")
        )
    return tuple(made)


def bookkeeping() -> tuple[Record, ...]:
    """Return runs, an edited and a withdrawn article, quarantine, incidents and assessed days."""
    first = revision("edited", title="Ofsted warns of delays", text=paragraphs("The first text.", "It had a mistake."))
    second = revision(
        "edited", title="Ofsted warns of longer delays", text=paragraphs("The second text.", "Corrected."), edition=2
    )
    gone = revision(
        "gone", outlet="cypnow", title="A story that was withdrawn", text="It said something.", confidence=0.2
    )
    return (
        Run(RUN, RunKind.INGEST, "communitycare", NOW - timedelta(hours=3), NOW - timedelta(hours=2), RunState.FINISHED, "26 articles"),
        Run(identifier("failed"), RunKind.INGEST, "cypnow", NOW - timedelta(hours=1), NOW, RunState.FAILED, "no answer from www.cypnow.co.uk"),
        *stored(first, Tags()),
        *stored(second, Tags()),
        *stored(gone, Tags()),
        ArticleStatus(gone.article_id, ArticleState.WITHDRAWN, "the outlet answers 410", NOW - timedelta(hours=1)),
        Quarantine(
            identifier("quarantine"), RUN, "cypnow", "https://www.cypnow.co.uk/broken", gone.capture_id, Step.EXTRACT,
            "too deep", "412 levels of elements; text past 250 would be lost", NOW - timedelta(hours=2),
        ),
        Incident(identifier("incident"), "cypnow", BreakageKind.FEED_GONE, "three runs in a row got HTML where a feed was", NOW - timedelta(days=1), None),
        OutletDay("communitycare", NOW.date(), DayState.WELL, "6 articles, as many as on other Sundays", 6, 6, 5.5, NOW),
        OutletDay("cypnow", NOW.date(), DayState.BROKEN, "The feed answers with a web page.", 0, 0, 4.0, NOW),
    )  # fmt: skip


def article_of(records: tuple[Record, ...]) -> UUID:
    """Return the article of a batch's first text."""
    return next(record.article_id for record in records if isinstance(record, Revision))


def bad_text(owner: Owner) -> UUID:
    """Return a text of the newsdesk that was called badly extracted, with a fixture in the data folder."""
    text = next(record for record in lead() if isinstance(record, Revision))
    review = TextReview(
        identifier("bad text"), text.revision_id, ReviewAction.BAD, "Edith", "The byline is in the text.", NOW
    )
    spool.write_batch(owner.folder, "bad-text", [review])
    owner.drain()
    folder = owner.folder.fixture_of(text.outlet_id, text.revision_id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_text("<html><p>A page.</p></html>", encoding="utf-8")
    (folder / "expected.json").write_text('{"title": "A page"}', encoding="utf-8")
    return text.revision_id
