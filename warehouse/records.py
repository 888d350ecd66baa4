"""The records that pass between packages: frozen dataclasses, no behaviour, nothing heavy imported.

How an article travels, in records:

    Fetch (one HTTP exchange) -> Capture (its bytes in the archive) -> Revision (one text of an Article)
    -> Tagging (mentions, funding figures, judgements, events) -> Matching (candidates: policy x passage)
    -> Linking (stories and commitments, over many articles) -> Decision (an editor's) -> evidence

Every record that a later step makes names what it was made from (a capture, a revision, offsets) and the
version of the step that made it, so that it can be made again from the archive.

Conventions: identifiers are UUIDs derived from content by `identifier`, so that the same input gives the same
row; times are timezone-aware UTC; offsets count characters of the field of the revision that stands beside them;
money is in pounds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from warehouse.linking import BlockingKey as BlockingKey
from warehouse.linking import CommitmentMention as CommitmentMention
from warehouse.linking import LedgerSum as LedgerSum
from warehouse.linking import LinkedArticle as LinkedArticle
from warehouse.linking import Linking as Linking
from warehouse.linking import StoryMember as StoryMember
from warehouse.linking import StoryPair as StoryPair
from warehouse.linking import SumPair as SumPair
from warehouse.tags import Event as Event
from warehouse.tags import FundingFigure as FundingFigure
from warehouse.tags import Judgement as Judgement
from warehouse.tags import Mention as Mention
from warehouse.tags import TagKind as TagKind
from warehouse.tags import Tags as Tags
from warehouse.vocabulary.collection import ArticleState, DatePrecision, RunKind, RunState, Step
from warehouse.vocabulary.collection import FetchKind as FetchKind
from warehouse.vocabulary.collection import Outcome as Outcome
from warehouse.vocabulary.collection import Wall as Wall
from warehouse.vocabulary.decisions import Action as Action
from warehouse.vocabulary.decisions import BlindReading as BlindReading
from warehouse.vocabulary.decisions import RejectReason as RejectReason
from warehouse.vocabulary.health import BreakageKind, DayState
from warehouse.vocabulary.reviews import ReviewAction
from warehouse.vocabulary.stances import Direction as Direction
from warehouse.vocabulary.stances import Field as Field
from warehouse.vocabulary.stances import Stance as Stance

DOUBTFUL = 0.6  # of a text's confidence: below it, where one in two lacks something, it is for the review list alone
UNIT_SEPARATOR = "\x1f"  # between the parts of an identifier: it occurs in no URL, slug or version


def identifier(*parts: str) -> UUID:
    """Return the UUID that these parts always give: the first 128 bits of their SHA-256."""
    digest = hashlib.sha256(UNIT_SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).digest()
    return UUID(bytes=digest[:16])


@dataclass(frozen=True, slots=True)
class Run:
    """One pass of a flow over one outlet (or, with no outlet, one reprocess or backfill)."""

    run_id: UUID
    kind: RunKind
    outlet_id: str | None
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    detail: str  # one sentence: why it failed, or what it read


@dataclass(frozen=True, slots=True)
class Fetch:
    """One HTTP exchange, whether or not it brought anything back."""

    fetch_id: UUID
    run_id: UUID
    outlet_id: str
    kind: FetchKind
    url: str  # as asked for
    final_url: str  # after redirects; the same as `url` when there were none
    started_at: datetime
    elapsed_ms: int
    status: int | None  # None when no response came
    error: str | None  # why no response came, in words
    size_bytes: int  # of the body as sent, before content decoding
    capture_id: UUID | None  # None when there was no response to keep
    etag: str | None
    last_modified: str | None
    listed_title: str | None  # what the feed or listing that led here said of the article
    listed_published: datetime | None


@dataclass(frozen=True, slots=True)
class Capture:
    """What a fetch returned, as a WARC record: where its bytes are."""

    capture_id: UUID
    outlet_id: str
    url: str
    captured_at: datetime
    status: int
    content_type: str | None
    payload_sha256: str  # hexadecimal, of the body as sent
    warc_file: str  # path inside the archive folder
    warc_offset: int  # bytes, of the record's own gzip member
    revisit_of: UUID | None  # an earlier capture with the same payload, whose body stands for this one


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """What became of one article fetch, with the reason in words. The latest one of a fetch holds."""

    fetch_id: UUID
    run_id: UUID
    outcome: Outcome
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Article:
    """One canonical URL of an outlet. Its texts are revisions."""

    article_id: UUID  # identifier(outlet_id, url)
    outlet_id: str
    url: str
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class ArticleAddress:
    """A further address at which an article's text was found: it moved there, or stands at both."""

    article_id: UUID
    outlet_id: str
    url: str  # canonical
    run_id: UUID  # that found it
    capture_id: UUID  # of the page there
    moved: bool  # its text was at another address before; False: the page itself names the article's
    at: datetime


@dataclass(frozen=True, slots=True)
class ArticleStatus:
    """That an article was live or withdrawn, since when, and how that is known."""

    article_id: UUID
    status: ArticleState
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment under an article, kept apart from its text."""

    author: str | None
    posted: str | None  # as printed: outlets seldom give more
    text: str
    depth: int  # 0 for a comment, 1 for a reply to one, and so on


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that was found for an article, and where. All are kept; one was chosen."""

    source: str  # json-ld, meta, time, url, feed, text, htmldate
    raw: str
    value: datetime | None  # None when it could not be read
    role: str  # published, modified
    verdict: str  # chosen, or why it was not


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of an article, as one version of the extractor read it from one capture."""

    revision_id: UUID  # identifier(article_id, content_sha256, extractor)
    article_id: UUID
    capture_id: UUID
    outlet_id: str
    url: str
    title: str
    standfirst: str | None
    authors: tuple[str, ...]
    published: datetime | None
    published_precision: DatePrecision | None  # None with no date: a day is its first minute at the outlet
    modified: datetime | None
    dates: tuple[DateCandidate, ...]
    section: str | None
    tags: tuple[str, ...]
    text: str  # paragraphs, joined by a blank line
    comments: tuple[Comment, ...]
    corrections: tuple[str, ...]
    captions: tuple[str, ...]
    wall: Wall
    wall_reason: str | None
    language: str | None  # ISO 639-1
    confidence: float  # 0 to 1
    reasons: tuple[str, ...]  # what lowered the confidence
    extractor: str  # version of the extraction step
    content_sha256: str  # of title, standfirst, text and what its corrections tell
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Tagging:
    """The tags of one revision by one version of the tagger. A later one replaces it whole."""

    revision_id: UUID
    tagger: str
    made_at: datetime
    tags: Tags


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage put forward as evidence for a policy."""

    candidate_id: UUID  # identifier(policy_id, article_id, SHA-256 of the passage): an edit elsewhere asks nobody again
    policy_id: str
    field: Field  # the part of the revision that the passage stands in; offsets count its characters
    start: int  # of the passage
    end: int
    sentence: tuple[int, int]  # start and end of the sentence that carries it, inside the passage
    score: float  # 0 to 1; the queue's order
    stance: Stance
    direction: Direction  # `direction_of(stance)`; an outcome's own
    criterion: str  # the policy's criterion that it speaks to, counted from 1: "progress 2"; "" for none
    reason: str  # in words, for the editor
    terms: tuple[str, ...]  # what matched, for the highlight


@dataclass(frozen=True, slots=True)
class Matching:
    """The candidates of one revision by one version of the matcher."""

    revision_id: UUID
    article_id: UUID
    matcher: str
    made_at: datetime
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Something that cannot pass a step: kept with who, when, what and where, and never lost."""

    quarantine_id: UUID
    run_id: UUID
    outlet_id: str | None
    url: str
    capture_id: UUID | None
    step: Step
    reason: str  # a short phrase that can be counted
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecisionRanking:
    """What the queue said of a candidate when an editor decided it, so that it can be told later how right that was."""

    model: str  # of the learner: what it had learned from by then
    probability: float  # that the candidate would be accepted
    sampled: bool  # whether it was drawn at random, and not put forward by its place in the order


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words that an editor quotes in place of the passage that was put forward: `words` is `start` to `end` of the field."""

    revision_id: UUID
    content_sha256: str  # of that text
    field: Field
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor decided about a candidate. Append-only; the latest one of a candidate holds."""

    decision_id: UUID  # made by the client: the same one twice is one decision
    candidate_id: UUID
    action: Action
    editor: str
    note: str
    decided_at: datetime
    stance: Stance | None = None  # with an accept: the editor's, where it differs from the matcher's
    direction: Direction | None = None  # with an outcome that the editor accepts: which way it goes, by the editor
    reason: RejectReason | None = None  # with a reject
    replaces: UUID | None = None  # the candidate's decision that the editor saw standing; None on an open candidate
    action_id: UUID | None = None  # the decision on the whole card that this is a part of; None: it was taken alone
    quotation: Quotation | None = (
        None  # with an accept: other words of the text; None: the passage as it was put forward
    )
    ranking: DecisionRanking | None = field(default=None, compare=False)  # the desk's; None where nothing was learned
    reading: BlindReading | None = field(
        default=None, compare=False
    )  # the journal's, in a review by two editors; else None
    reads: UUID | None = field(default=None, compare=False)  # the first editor's decision that it is a reading of


@dataclass(frozen=True, slots=True)
class OutletDay:
    """What one day of one outlet was: broken, quiet, off topic, not crawled or well."""

    outlet_id: str
    day: date
    state: DayState
    reason: str  # the sentence that an editor can print
    listed: int  # entries that feeds and listings named for the first time
    stored: int  # articles stored
    expected: float  # articles that the outlet's own pattern lets expect for such a weekday
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """One breakage of an outlet, from the run that noticed it to the run that saw it mended: one alert."""

    incident_id: UUID
    outlet_id: str
    kind: BreakageKind
    detail: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TextReview:
    """What was done about a text that was read with doubt. Append-only; the latest one of a text holds."""

    review_id: UUID
    revision_id: UUID
    action: ReviewAction
    editor: str  # pledgewatch for a pass
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PolicyEdit:
    """A policy's words changed at the desk. Append-only; verdicts pin the versions that it names."""

    edit_id: UUID
    policy_id: str
    editor: str
    edited_at: datetime
    before: str  # version of the policy's words
    after: str
    words: str  # the whole policy from then on, as JSON


Record = (
    Run
    | Fetch
    | Capture
    | FetchOutcome
    | Article
    | ArticleAddress
    | ArticleStatus
    | Revision
    | Tagging
    | Matching
    | Linking
    | Quarantine
    | OutletDay
    | Incident
    | TextReview
    | PolicyEdit
)
"""What a batch in the spool may hold. Decisions do not travel by the spool: the desk's owner writes them at once."""
