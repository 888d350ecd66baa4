"""A day without a time is the outlet's own day for the tagger and the matcher as well."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from flows.passes.texts import text_of
from spiders.registry.files import load_outlets
from tests.warehouse import samples

OUTLETS = load_outlets()
OUTLET = next(iter(OUTLETS.values()))


@pytest.mark.parametrize(("zone", "day"), [("Europe/London", 15), ("America/New_York", 14), ("Asia/Tokyo", 15)])
def test_a_summer_day_is_the_outlets(zone: str, day: int) -> None:
    read = replace(samples.revision(1), outlet_id="abroad", published=datetime(2026, 7, 14, 23, tzinfo=UTC))
    text = text_of(read, {"abroad": OUTLET.model_copy(update={"timezone": zone})})
    assert text.published_day == date(2026, 7, day)


def test_a_text_without_a_date_has_no_day() -> None:
    assert text_of(replace(samples.revision(1), published=None), OUTLETS).published_day is None
