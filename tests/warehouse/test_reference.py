"""The tables that ship with the package."""

import re

from warehouse.reference import councils, ofsted_outcomes, trusts


def test_every_authority_with_an_outcome_is_a_council_with_childrens_services() -> None:
    responsible = {council.gss for council in councils() if council.childrens_services and council.current}
    assert {outcome.council for outcome in ofsted_outcomes()} == responsible
    assert len(responsible) == 153


def test_every_trust_serves_councils_that_there_are() -> None:
    known = {council.gss for council in councils()}
    assert all(served.gss in known for trust in trusts() for served in trust.councils)


def test_a_trusts_slug_is_its_name() -> None:
    for trust in trusts():
        plain = trust.name.lower().replace("'", "").replace("’", "")
        assert trust.slug == re.sub(r"[^a-z]+", "-", plain).strip("-")


def test_the_two_recoded_councils_have_both_codes() -> None:
    recoded = {council.name: (council.gss, council.gss_2025) for council in councils() if council.gss_2025}
    assert recoded == {"Barnsley": ("E08000016", "E08000038"), "Sheffield": ("E08000019", "E08000039")}


def test_a_council_ends_on_the_day_its_successor_begins() -> None:
    ended = {council.name: council.ended for council in councils() if council.ended and council.nation == "England"}
    assert all(day.day == 1 for day in ended.values()), ended
