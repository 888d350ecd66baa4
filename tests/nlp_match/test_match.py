"""What the matcher makes of articles: whole, with the trained models."""

import time
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from nlp.evidence.criteria import Criterion
from nlp.evidence.gate import MOST_PASSAGES, PairToRead
from nlp.evidence.matching import Matcher, ReadPair, led_by_what_moves
from nlp.evidence.policies import load_policies
from nlp.evidence.relevance import RANKED_BY
from nlp.evidence.stance_reader import StanceReading
from nlp.text.passages import fingerprint
from nlp.training.evidence import LabelledDocument, training_documents
from warehouse.records import Candidate, Mention, Tags, identifier
from warehouse.tags import TagKind
from warehouse.vocabulary.stances import Direction, Field, Stance, direction_of

ARTICLE = identifier("an article")
POLICIES = load_policies()
MATCHER = Matcher(POLICIES)
EVERY = Matcher(POLICIES, threshold=0)
DOCUMENTS = 60  # of those that ship; the tests of kinds read their candidates

RETURN = """Slough’s services for vulnerable children are to be brought back in house, the council has decided.

Slough Children’s Services Trust has run them since 2015. Its contract ends in the spring, and councillors voted last \
night to end the trust and return the services to the council.

The town’s football club, meanwhile, is looking for a ground."""


def match(text: str, title: str = "", *, standfirst: str = "", tags: Tags | None = None) -> tuple[Candidate, ...]:
    return MATCHER.match(ARTICLE, title, text, tags or Tags(), date(2020, 6, 1), standfirst=standfirst)


def match_later(text: str) -> tuple[Candidate, ...]:
    """Return the candidates of an article that came after every promise."""
    return MATCHER.match(ARTICLE, "", text, Tags(), date(2026, 6, 1))


@cache
def of_documents() -> tuple[tuple[LabelledDocument, tuple[Candidate, ...]], ...]:
    """Return some documents with their candidates: matched once for all tests that read many."""
    return tuple((document, match(document.text, document.title)) for document in training_documents()[:DOCUMENTS])


def for_policy(policy: str, candidates: tuple[Candidate, ...]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.policy_id == policy]


def test_a_trust_that_is_ended_contradicts_the_trusts_policy() -> None:
    best = for_policy("trusts-for-weakest-councils", match(RETURN))[0]
    assert best.direction is Direction.CONTRADICTS
    assert best.criterion.startswith("failure")


def test_a_candidate_says_why_in_words() -> None:
    name = "Slough Children’s Services Trust"
    start = RETURN.index(name)
    mention = Mention(TagKind.TRUST, start, start + len(name), name, "slough-childrens-services-trust", 1.0, "test")
    found = for_policy("trusts-for-weakest-councils", match(RETURN, tags=Tags(mentions=(mention,))))
    best = next(c for c in found if c.start <= start < c.end)
    assert best.reason.startswith(f"{best.stance}")
    assert f"like {best.criterion} ('" in best.reason
    assert f"names {name}" in best.reason


def test_the_sentence_that_carries_it_stands_in_the_passage() -> None:
    for candidate in match(RETURN):
        assert candidate.start <= candidate.sentence[0] < candidate.sentence[1] <= candidate.end
        assert candidate.terms == (RETURN[slice(*candidate.sentence)],)


def test_a_sentence_in_the_standfirst_is_found_there() -> None:
    standfirst = (
        "Six councils have merged their adoption services into a regional adoption agency that opened on Monday."
    )
    best = for_policy("regional-adoption-agencies", match("The weather was fine on the day.", standfirst=standfirst))[0]
    assert best.field is Field.STANDFIRST
    assert standfirst[best.start : best.end] == standfirst


def test_the_reason_for_a_passage_in_the_standfirst_names_what_was_tagged_there() -> None:
    name = "Slough Children’s Services Trust"
    standfirst = next(paragraph for paragraph in RETURN.split("\n\n") if name in paragraph)
    start = standfirst.index(name)
    mention = Mention(TagKind.TRUST, start, start + len(name), name, "slough-childrens-services-trust", 1.0, "test")
    for field, named in ((Field.STANDFIRST, True), (Field.TEXT, False)):
        tags = Tags(mentions=(replace(mention, field=field),))
        found = for_policy("trusts-for-weakest-councils", match("It rained.", standfirst=standfirst, tags=tags))
        best = next(c for c in found if c.field is Field.STANDFIRST and c.start <= start < c.end)
        assert (f"names {name}" in best.reason) is named


def test_a_paragraph_beside_the_subject_is_no_candidate() -> None:
    candidates = match(RETURN)
    assert candidates
    assert all("football" not in RETURN[c.start : c.end] for c in candidates)


def test_a_direction_is_that_of_its_stance() -> None:
    for _, candidates in of_documents():
        for c in candidates:
            assert direction_of(c.stance) in {c.direction, None}
            assert (c.criterion == "") is (c.direction is Direction.CONTEXT)


@pytest.mark.parametrize(
    "text",
    [
        "Reading drew with Bolton, and the trust that supporters have in the manager grows.",
        "The NHS foundation trust was rated inadequate, and its hospital services go back to the region.",
        "An academy trust will hand its schools back. Ofsted had rated four of them inadequate.",
        "The rescue centre has 212 dogs for adoption, and its two agencies will merge.",
        "An NHS trust has been fined £80,000 after letters about 400 patients went astray.\n\nThe trust has apologised.",
        "",
        "   \n\n ",
    ],
)
def test_other_subjects_get_no_candidate(text: str) -> None:
    assert match(text, "In brief") == ()


def test_one_passage_may_serve_several_policies_with_a_stance_for_each() -> None:
    shared = 0
    for _, candidates in of_documents():
        by_passage: dict[tuple[Field, int], set[str]] = {}
        for candidate in candidates:
            by_passage.setdefault((candidate.field, candidate.start), set()).add(candidate.policy_id)
        shared += any(len(policies) > 1 for policies in by_passage.values())
    assert shared >= 5


def test_the_same_article_gives_the_same_candidates() -> None:
    assert match(RETURN) == Matcher(load_policies()).match(ARTICLE, "", RETURN, Tags(), date(2020, 6, 1))


def test_an_identifier_is_made_of_policy_article_and_passage() -> None:
    for candidate in match(RETURN):
        passage = fingerprint(RETURN[candidate.start : candidate.end])
        assert candidate.candidate_id == identifier(candidate.policy_id, str(ARTICLE), passage)


def test_an_article_has_few_candidates_for_one_policy() -> None:
    text = "\n\n".join(
        f"Regional adoption agency {n} has been set up by {n + 3} councils, whose adoption staff moved to it on Monday."
        for n in range(20)
    )
    assert len(for_policy("regional-adoption-agencies", match(text, "Regional adoption agencies"))) == MOST_PASSAGES


UPDATE = """An update for residents on food waste was sent to every household in the borough this week. It sets out what \
the council knows about weekly food waste collections.

{}

Residents with questions about food waste can ring the council."""


@pytest.mark.parametrize(
    ("carries", "direction"),
    [
        ("Weekly food waste collections began on Monday for all 62,000 homes.", Direction.ADVANCES),
        ("Weekly food waste collections will not begin until 2028, because the lorries have not been delivered.", Direction.CONTRADICTS),
    ],
)  # fmt: skip
def test_the_passage_that_says_what_happened_comes_before_those_that_name_the_subject(
    carries: str, direction: Direction
) -> None:
    best = for_policy("weekly-food-waste-collections", match_later(UPDATE.format(carries)))[0]
    assert best.terms == (carries,)
    assert best.direction is direction


def read_pair(policy: int, passage: int, score: float, moving: float) -> ReadPair:
    criterion = Criterion("progress 1", "Something is done.")
    pair = PairToRead(policy, passage, passage, criterion, criterion, np.zeros(len(RANKED_BY)))
    return ReadPair(pair, StanceReading(1.0, Stance.ADVANCES, Direction.ADVANCES, 0.9, moving), score)


def test_a_policys_scores_are_dealt_to_its_own_passages_by_score_and_by_what_moves() -> None:
    led = led_by_what_moves([read_pair(0, 0, 0.9, 0.2), read_pair(0, 1, 0.8, 0.9), read_pair(1, 0, 0.6, 0.1)])
    assert {(one.pair.policy, one.pair.passage): one.score for one in led} == {(0, 1): 0.9, (0, 0): 0.8, (1, 0): 0.6}


def test_scores_come_best_first_and_none_is_below_the_threshold() -> None:
    for _, candidates in of_documents():
        scores = [c.score for c in candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(MATCHER.threshold - 1e-4 <= score <= 1 for score in scores)


def test_a_threshold_of_nothing_gives_every_pair_that_was_read() -> None:
    more = 0
    for document, shown in of_documents()[:12]:
        every = EVERY.match(ARTICLE, document.title, document.text, Tags(), date(2020, 6, 1))
        assert {c.candidate_id for c in shown} <= {c.candidate_id for c in every}
        more += len(every) - len(shown)
    assert more > 0


@pytest.mark.parametrize(
    "bait", ["nhs trust children's trust ", "children's services trust.\n\n", "adoption councils "]
)
def test_a_page_of_bait_costs_time_in_proportion_to_its_length(bait: str) -> None:
    def cost(size: int) -> float:
        text = (bait * (size // len(bait) + 1))[:size]
        started = time.process_time()
        match(text)
        return time.process_time() - started

    small, large = cost(5_000), cost(50_000)
    assert large < 40 * small + 2.0, f"{small:.3f} s for 5 kB, {large:.3f} s for 50 kB"


def test_other_policies_are_another_version() -> None:
    assert Matcher(POLICIES[:3]).version != MATCHER.version
    assert Matcher(load_policies()).version == MATCHER.version


def test_the_best_candidate_of_one_policy_is_what_matching_all_of_them_finds() -> None:
    for document, candidates in of_documents()[:12]:
        best = {one.policy_id: one for one in reversed(candidates)}
        for policy in (*best, "more-childrens-homes-and-kinship"):
            found = MATCHER.best_of(policy, ARTICLE, document.title, document.text, date(2020, 6, 1))
            assert found == best.get(policy), (document.document_id, policy)


def test_a_policys_own_threshold_goes_before_the_matchers() -> None:
    strict = tuple(one.model_copy(update={"threshold": 1.0}) for one in POLICIES)
    assert Matcher(strict).match(ARTICLE, "", RETURN, Tags(), date(2020, 6, 1)) == ()
    assert Matcher(strict, threshold=0).match(ARTICLE, "", RETURN, Tags(), date(2020, 6, 1)) != ()


@pytest.mark.parametrize(
    ("policy", "text", "done", "undone"),
    [
        (
            "family-hubs",
            "The cabinet met in the old town hall. The family hub in Eastwick, promised for last autumn, {}.",
            "took its first families on Monday",
            "will not now open before 2027",
        ),
        (
            "regional-adoption-agencies",
            "Four councils voted to {} the regional adoption agency for the county and its adoption teams.",
            "join",
            "leave",
        ),
    ],
)
def test_a_few_words_turn_the_direction(policy: str, text: str, done: str, undone: str) -> None:
    told = [for_policy(policy, match(text.format(words)))[0].direction for words in (done, undone)]
    assert told == [Direction.ADVANCES, Direction.CONTRADICTS]
