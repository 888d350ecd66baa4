"""Who ran children's services on a day, as far as the tables know; and the shapes of the map."""

from datetime import date

import pytest

from warehouse.reference import councils, ofsted_outcomes, trusts
from warehouse.reference.cartogram import HEIGHT, WIDTH, cartogram
from warehouse.reference.delivery import NamedDay, delivery_on, delivery_periods
from warehouse.reference.tables import table_rows
from warehouse.vocabulary.places import DeliveryModel

BY_NAME = {council.name: council for council in councils() if council.childrens_services}


@pytest.mark.parametrize(
    ("name", "day", "model", "trust"),
    [
        ("Doncaster", "2014-09-30", DeliveryModel.COUNCIL, []),
        ("Doncaster", "2014-10-01", DeliveryModel.TRUST, ["doncaster-childrens-services-trust"]),
        ("Doncaster", "2019-06-01", DeliveryModel.UNKNOWN, ["doncaster-childrens-services-trust"] * 2),
        ("Doncaster", "2020-01-01", DeliveryModel.COMPANY, ["doncaster-childrens-services-trust"]),
        ("Doncaster", "2022-09-02", DeliveryModel.COUNCIL, []),
        ("Slough", "2021-03-31", DeliveryModel.TRUST, ["slough-childrens-services-trust"]),
        ("Slough", "2021-04-01", DeliveryModel.COMPANY, ["slough-children-first"]),
        ("Windsor and Maidenhead", "2017-07-31", DeliveryModel.COUNCIL, []),
        ("Windsor and Maidenhead", "2017-08-01", DeliveryModel.COMPANY, ["achieving-for-children"]),
        ("Kingston upon Thames", "2014-04-01", DeliveryModel.COMPANY, ["achieving-for-children"]),
        ("Hampshire", "2016-01-01", DeliveryModel.COUNCIL, []),
        ("Isle of Wight", "2016-01-01", DeliveryModel.PARTNERSHIP, ["hampshire-isle-of-wight-childrens-services-partnership"]),
        ("Westminster", "2018-04-01", DeliveryModel.PARTNERSHIP, ["bi-borough-childrens-services"]),
        ("West Sussex", "2021-01-01", DeliveryModel.COUNCIL, []),
        ("Leeds", "2010-12-31", DeliveryModel.UNKNOWN, []),
    ],
)  # fmt: skip
def test_the_model_of_a_council_on_a_day(name: str, day: str, model: DeliveryModel, trust: list[str]) -> None:
    found = delivery_on(BY_NAME[name], date.fromisoformat(day))
    assert (found.model, [period.trust.slug for period in found.periods]) == (model, trust)


def test_before_a_council_was_its_predecessor_counts() -> None:
    found = delivery_on(BY_NAME["West Northamptonshire"], date(2020, 12, 1))
    assert (found.model, found.as_council) == (DeliveryModel.COMPANY, BY_NAME["Northamptonshire"].gss)


def test_a_council_that_had_two_predecessors_of_one_model_has_that_model() -> None:
    found = delivery_on(BY_NAME["Bournemouth, Christchurch and Poole"], date(2018, 1, 1))
    assert found.model == DeliveryModel.COUNCIL


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2011-06", date(2011, 6, 1), date(2011, 6, 30)),
        ("2019-10-01", date(2019, 10, 1), date(2019, 10, 1)),
    ],
)
def test_a_day_is_as_exact_as_its_source(text: str, first: date, last: date) -> None:
    assert (NamedDay(text).first, NamedDay(text).last) == (first, last)


def test_every_body_that_began_has_a_model_and_no_other_has_one() -> None:
    began = {trust.slug for trust in trusts() if trust.started}
    assert {row["trust"] for row in table_rows("delivery_models.csv")} == began
    assert {period.trust.slug for held in delivery_periods().values() for period in held} == began


def test_the_map_has_every_authority_once_inside_its_frame() -> None:
    areas = cartogram()
    assert [area.gss for area in areas] == sorted(outcome.council for outcome in ofsted_outcomes())
    assert all(0 <= area.x <= WIDTH and 0 <= area.y <= HEIGHT for area in areas)
