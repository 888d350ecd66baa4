import time
from dataclasses import replace
from pathlib import Path

import pytest

from bench.matching import score
from nlp.evidence.matching import MOST, Matcher
from nlp.evidence.policies import load_policies
from nlp.text.passages import fingerprint
from nlp.training.marked_documents import read_marked
from warehouse.records import Candidate, Event, Judgement, Mention, Stance, Tags, identifier
from warehouse.vocabulary.tags import EventKind, OfstedGrade

ARTICLE = identifier("an article")
GOLD = Path(__file__).parent.parent / "nlp" / "gold"
MATCHER = Matcher(load_policies())

RETURN = """Slough’s services for vulnerable children are to be brought back in house, the council has decided.

Slough Children’s Services Trust has run them since 2015. Its contract ends in the spring, and councillors voted last \
night for the services to be returned to the council.

The town’s football club, meanwhile, is looking for a ground."""


def trust(text: str, name: str = "Slough Children’s Services Trust") -> Mention:
    start = text.index(name)
    return Mention("TRUST", start, start + len(name), name, "slough-childrens-services-trust", 1.0, "test")


def match(text: str, title: str = "", tags: Tags | None = None) -> tuple[Candidate, ...]:
    return MATCHER.match(ARTICLE, title, text, Tags() if tags is None else tags, None)


def for_policy(policy: str, candidates: tuple[Candidate, ...]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.policy_id == policy]


def test_a_return_to_the_council_contradicts_the_trusts_policy_and_says_why() -> None:
    found = for_policy("trusts-for-weakest-councils", match(RETURN, tags=Tags(mentions=(trust(RETURN),))))
    best = next(c for c in found if "since 2015" in RETURN[c.start : c.end])
    assert best.stance is Stance.CONTRADICTS
    assert "names Slough Children’s Services Trust" in best.reason
    assert "says that services go back to the council" in best.reason
    assert "matches" in best.reason


def test_terms_for_the_highlight_stand_in_the_passage() -> None:
    for candidate in match(RETURN, tags=Tags(mentions=(trust(RETURN),))):
        assert candidate.terms
        assert all(term in RETURN[candidate.start : candidate.end] for term in candidate.terms)


def test_a_trust_that_opens_advances_the_policy() -> None:
    text = "A new trust will take over children’s services in the county next month, after ministers directed it to set one up."
    (found,) = for_policy("trusts-for-weakest-councils", match(text, "Children’s trust launched"))
    assert found.stance is Stance.ADVANCES


def test_a_paragraph_beside_the_subject_is_no_candidate() -> None:
    candidates = match(RETURN, tags=Tags(mentions=(trust(RETURN),)))
    assert candidates
    assert all("football" not in RETURN[c.start : c.end] for c in candidates)


@pytest.mark.parametrize(
    "text",
    [
        "Reading drew with Bolton, and the trust that supporters have in the manager grows.",
        "The NHS foundation trust was rated inadequate, and its hospital services go back to the region.",
        "An academy trust will hand its schools back. Ofsted had rated four of them inadequate.",
        "The rescue centre has 212 dogs for adoption, and its two agencies will merge.",
        "The police settlement covers one year, and three councillors asked about it.",
        "",
        "   \n\n ",
    ],
)
def test_other_subjects_get_no_candidate(text: str) -> None:
    assert match(text, "In brief") == ()


def test_the_same_article_gives_the_same_candidates() -> None:
    tags = Tags(mentions=(trust(RETURN),))
    assert match(RETURN, tags=tags) == Matcher(load_policies()).match(ARTICLE, "", RETURN, tags)


def test_an_identifier_is_made_of_policy_article_and_passage() -> None:
    for candidate in match(RETURN, tags=Tags(mentions=(trust(RETURN),))):
        passage = fingerprint(RETURN[candidate.start : candidate.end])
        assert candidate.candidate_id == identifier(candidate.policy_id, str(ARTICLE), passage)


def test_an_edit_elsewhere_leaves_the_identifier() -> None:
    edited = RETURN.replace("football", "rugby")
    before = match(RETURN, tags=Tags(mentions=(trust(RETURN),)))
    after = match(edited, tags=Tags(mentions=(trust(edited),)))
    assert {c.candidate_id for c in before} == {c.candidate_id for c in after}


def test_an_article_has_few_candidates_for_one_policy() -> None:
    text = "\n\n".join(
        f"Regional adoption agency {n} will be set up by councils that share adopters." for n in range(20)
    )
    assert len(for_policy("regional-adoption-agencies", match(text, "Regional adoption agencies"))) == MOST


def test_a_judgement_alone_makes_an_inadequate_council_a_candidate() -> None:
    text = "Inspectors found widespread failings, and judged the services inadequate. The director has resigned."
    start = text.index("inadequate")
    grade = Judgement(
        "E06000039", OfstedGrade.INADEQUATE, start, start + 10, "inadequate", "overall", False, None, None, 1.0, "test"
    )
    title = "Ofsted condemns children’s services"
    assert for_policy("trusts-for-weakest-councils", match(text, title, Tags(judgements=(grade,))))
    assert not for_policy("trusts-for-weakest-councils", match(text, "Ofsted condemns school", Tags()))


def test_a_grade_that_rose_counts_as_progress() -> None:
    text = "Services for children in Slough have another grade. A children’s trust runs them for the council."
    places = {"end": 10, "start": 0, "text": "Services f", "aspect": "overall", "inspected": None, "framework": None}
    now = Judgement(council="E06000039", grade=OfstedGrade.GOOD, previous=False, confidence=1.0, rule="test", **places)  # type: ignore[arg-type]
    before = replace(now, grade=OfstedGrade.INADEQUATE, previous=True)
    mention = Mention("TRUST", 57, 73, text[57:73], "new", 1.0, "test")
    tags = Tags(mentions=(mention,), judgements=(now, before))
    (found, *_) = for_policy("trusts-for-weakest-councils", match(text, "", tags))
    assert found.stance is Stance.ADVANCES
    fallen = Tags((mention,), (), (replace(now, grade=OfstedGrade.INADEQUATE), replace(before, grade=OfstedGrade.GOOD)))
    (found, *_) = for_policy("trusts-for-weakest-councils", match(text, "", fallen))
    assert found.stance is Stance.CONTRADICTS


def test_an_event_of_the_tagger_turns_the_stance() -> None:
    text = "Slough Children’s Services Trust and the council have reached an agreement about the years to come."
    event = Event(EventKind.SERVICES_RETURNED, 0, 10, text[:10], (), None, 1.0, "test")
    (plain,) = for_policy("trusts-for-weakest-councils", match(text, "", Tags(mentions=(trust(text),))))
    (turned,) = for_policy(
        "trusts-for-weakest-councils", match(text, "", Tags(mentions=(trust(text),), events=(event,)))
    )
    assert (plain.stance, turned.stance) == (Stance.CONTEXT, Stance.CONTRADICTS)


def test_scores_lie_between_a_half_and_one_and_come_best_first() -> None:
    for document in read_marked(GOLD / "tune.jsonl"):
        candidates = MATCHER.match(ARTICLE, document.title, document.text, document.tags)
        assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True)
        assert all(0.5 <= c.score <= 1 for c in candidates)
        assert all(0 <= c.start < c.end <= len(document.text) for c in candidates)


@pytest.mark.parametrize(
    "bait", ["nhs trust children's trust ", "children's services trust.\n\n", "adoption agencies councils "]
)
def test_a_page_of_bait_costs_time_in_proportion_to_its_length(bait: str) -> None:
    def cost(size: int) -> float:
        text = (bait * (size // len(bait) + 1))[:size]
        started = time.process_time()
        match(text)
        return time.process_time() - started

    small, large = cost(5_000), cost(50_000)
    assert large < 40 * small + 1.0, f"{small:.3f} s for 5 kB, {large:.3f} s for 50 kB"


def test_another_policy_file_is_another_version() -> None:
    assert Matcher(load_policies()[:3]).version != MATCHER.version
    assert Matcher(load_policies()).version == MATCHER.version


def test_matching_holds_its_floors_on_the_gold_set() -> None:
    """Lower one only with a reason. Measured on this half, which is not for tuning: P .89, R .97, stance .85."""
    documents = read_marked(GOLD / "test.jsonl")
    counts = score(documents, [document.tags for document in documents], MATCHER)["all"]
    assert counts.precision >= 0.85
    assert counts.recall >= 0.92
    assert counts.stance >= 0.78
