"""Invented stories for the desk: three outlets on one event, and money that is announced for the third time."""

from datetime import timedelta
from uuid import UUID

from tests.desk.newsdesk import NOW, POLICIES, candidate, paragraphs, revision, stored
from warehouse.records import (
    CommitmentMention,
    LedgerSum,
    LinkedArticle,
    Linking,
    Record,
    Revision,
    Stance,
    StoryMember,
    Tags,
    identifier,
)
from warehouse.vocabulary.stories import Relation, Role

POLICY = POLICIES[1].policy_id
SUM = "£84m over five years"
OUTLETS = ("communitycare", "cypnow", "themj")
RELATIONS = (Relation.ORIGINAL, Relation.COPY, Relation.INDEPENDENT)
STANCES = (Stance.ADVANCES, Stance.ADVANCES, Stance.CONTRADICTS)


def reports(name: str, days: int = 3, outlets: tuple[str, ...] = OUTLETS) -> list[tuple[Revision, tuple[Record, ...]]]:
    """Return three outlets' reports of one event, each with a passage on one policy; the first one has two, and is the strongest."""
    made = []
    for place, outlet in enumerate(outlets):
        passage = f"{name} will get {SUM}, {outlet} has learned."
        second = f"{name} asked for more, {outlet} says."
        text = revision(
            f"{name}-{place}".lower(), outlet=outlet, title=f"{name} gets its money, {outlet} reports",
            text=paragraphs("The cabinet met on Thursday.", passage, second, "It meets again in May."),
            published=NOW - timedelta(days=days) + timedelta(hours=place),
        )  # fmt: skip
        found = [candidate(text, passage, POLICY, 0.97 - place / 10, STANCES[place], "It names a sum.")]
        if not place:
            found.append(candidate(text, second, POLICY, 0.3, Stance.CONTEXT, "It names a wish."))
        made.append((text, stored(text, Tags(), *found)))
    return made


def story(name: str, days: int = 3, outlets: tuple[str, ...] = OUTLETS, commitment: str = "") -> tuple[Record, ...]:
    """Return those reports linked as one story, with their sum as one commitment of its own or of another story."""
    made = reports(name, days, outlets)
    texts = [text for text, _ in made]
    members = [StoryMember(text.article_id, texts[0].article_id, RELATIONS[place]) for place, text in enumerate(texts)]
    whole = identifier("commitment", commitment or name)
    mentions = [
        CommitmentMention(
            _sum_id(text), whole, Role.LATER if place or (commitment and commitment != name) else Role.FIRST
        )
        for place, text in enumerate(texts)
    ]
    linking = Linking("link/1", NOW, tuple(map(_linked, texts)), tuple(members), tuple(mentions))
    return (*(record for _, records in made for record in records), linking)


def _sum_id(text: Revision) -> UUID:
    return identifier("sum", str(text.article_id))


def _linked(text: Revision) -> LinkedArticle:
    start = text.text.index(SUM)
    money = LedgerSum(
        _sum_id(text), start, start + len(SUM), SUM, 84e6, "5y", None, None, SUM, (84e6,), False, False, (), (), ()
    )  # fmt: skip
    assert text.published is not None
    return LinkedArticle(text.article_id, text.revision_id, text.outlet_id, text.published, (), (), (money,))
