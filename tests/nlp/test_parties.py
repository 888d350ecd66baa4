"""Who gives a sum and who gets it: each by its identifier, and nobody where the text does not say. A new case is a new row."""

from importlib.resources import files

import pytest

from nlp.analysis import analyse
from nlp.money.party_mentions import find_parties, find_public_bodies, same_party
from nlp.training import train_parties
from warehouse.reference import councils, public_bodies, trusts

PUBLIC = "\n\nSocial workers and foster carers work for local government, and children's services are paid for from public money."
DFE, GOVERNMENT = "department-for-education", "uk-government"
KENT, LEEDS, SLOUGH, MEDWAY = "E10000016", "E08000035", "E06000039", "E06000035"


def parties(text: str) -> list[tuple[str | None, str | None]]:
    return [(figure.giver_id, figure.receiver_id) for figure in analyse(text + PUBLIC).funding]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Department for Education gave Slough council £3m.", [(DFE, SLOUGH)]),
        ("Slough council was awarded £3m by the DfE.", [(DFE, SLOUGH)]),
        ("Slough will get £3m from the Department for Education.", [(DFE, SLOUGH)]),
        ("Slough Borough Council has received £3m from the Department for Children, Schools and Families.", [(DFE, SLOUGH)]),
        ("The government gave Slough council £3m.", [(GOVERNMENT, SLOUGH)]),
        ("The Home Office pays Kent County Council £143 a day for each child.", [("home-office", KENT)]),
        ("Leeds City Council will receive £2m and Medway Council £1m from the Department for Education.", [(DFE, LEEDS), (DFE, MEDWAY)]),
        ("Slough Borough Council pays Slough Children First £30m a year.", [(SLOUGH, "slough-children-first")]),
        ("Leeds City Council has spent £4m on homes of its own.", [(LEEDS, None)]),
        ("A typical place costs £4,000 a week.", [(None, None)]),
    ],
)  # fmt: skip
def test_a_sum_has_the_giver_and_the_receiver_that_its_sentence_names(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert parties(text) == expected


def test_each_party_has_its_certainty_and_nobody_has_none():
    (given,) = analyse("The Department for Education gave Slough council £3m." + PUBLIC).funding
    assert given.giver_certainty is not None
    assert 0.6 <= given.giver_certainty <= 1
    assert given.receiver_certainty is not None
    assert 0.7 <= given.receiver_certainty <= 1
    (alone,) = analyse("A typical place costs £4,000 a week." + PUBLIC).funding
    assert (alone.giver_certainty, alone.receiver_certainty) == (None, None)


def test_nobody_gets_what_is_missing_or_saved():
    figures = analyse("Slough council faces a shortfall of £9m. It must save £4m." + PUBLIC).funding
    assert [str(figure.kind) for figure in figures] == ["gap", "saving"]
    assert {figure.receiver_id for figure in figures} == {None}


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("The DfE and the Treasury met MHCLG.", [DFE, "hm-treasury", "ministry-of-housing-communities-and-local-government"]),
        ("DCSF, DfES and the Department for Education and Skills", [DFE, DFE, DFE]),
        ("the education secretary and the chancellor", [DFE, "hm-treasury"]),
        ("a DfE-funded post", [DFE]),
        ("local government, the vice-chancellor and self-government", []),
    ],
)  # fmt: skip
def test_public_bodies_are_known_by_name_abbreviation_former_name_and_office(text: str, slugs: list[str]) -> None:
    assert [one.identifier for one in find_public_bodies(text)] == slugs


def test_what_the_council_and_it_and_the_government_stand_for():
    text = "Kent County Council met the Department for Education. It asked for more. The council heard from the government."
    analysis = analyse(text + PUBLIC)
    said = {text[one.start : one.end]: one.identifier for one in find_parties(analysis.reading, analysis.mentions)}
    assert said["It"] == said["The council"] == KENT
    assert said["government"] == DFE, "the page names one department"


def test_the_government_is_right_for_a_department_and_for_nothing_else():
    assert same_party(DFE, GOVERNMENT)
    assert not same_party("ofsted", GOVERNMENT)
    assert not same_party(None, GOVERNMENT)


def test_a_slug_names_one_body():
    slugs = [body.slug for body in public_bodies()]
    assert len(slugs) == len(set(slugs))
    assert not set(slugs) & ({trust.slug for trust in trusts()} | {council.gss for council in councils()})


def test_the_models_are_small():
    assert len(files("nlp").joinpath("data/parties.json").read_bytes()) < 250_000


@pytest.mark.long
def test_training_again_gives_the_shipped_models():
    shipped = files("nlp").joinpath("data/parties.json").read_text("utf-8")
    assert train_parties.models_written() == shipped, "run python -m nlp.training.train_parties"
