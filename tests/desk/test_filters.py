"""A filter and a place in the queue travel in addresses, and come back the same."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.filters import STATES, Filter, FilterError, QueuePosition

SLUGS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False), st.uuids())
def test_a_place_comes_back_exactly(score: float, candidate_id: UUID) -> None:
    assert QueuePosition.read(str(QueuePosition(score, candidate_id))) == QueuePosition(score, candidate_id)


@pytest.mark.parametrize(
    "text", ["x", "0.5", "~", "0.5~x", "nan~00000000-0000-0000-0000-000000000000", "inf~00000000-0000-0000-0000-000000000000"]
)  # fmt: skip
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(FilterError):
        QueuePosition.read(text)


@pytest.mark.parametrize(
    "values",
    [
        ("'; DROP TABLE x; --", "", "", ""),
        ("", "read_text('/etc/passwd')", "", ""),
        ("", "", "sideways", ""),
        ("", "", "", "withdrawn"),
        ("a" * 101, "", "", ""),
        ("a\n", "", "", ""),
    ],
)
def test_what_nothing_could_have_is_refused(values: tuple[str, str, str, str]) -> None:
    with pytest.raises(FilterError):
        Filter.read(*values)


@settings(deadline=None)
@given(SLUGS, SLUGS, st.sampled_from(["", "advances", "context"]), st.sampled_from(STATES))
def test_an_address_leads_back_to_the_same_filter(policy: str, outlet: str, stance: str, state: str) -> None:
    chosen = Filter(policy, outlet, stance, state)
    query = {name: values[0] for name, values in parse_qs(urlsplit(chosen.address()).query).items()}
    names = ("policy", "outlet", "stance", "state")
    assert Filter.read(*(query.get(name, "") for name in names)) == chosen


def test_an_address_names_only_what_was_chosen() -> None:
    assert Filter().address() == "/"
    assert Filter(policy="a").address(policy="") == "/"
    assert Filter(policy="a").address(stance="context", done="1") == "/?policy=a&stance=context&done=1"


CHOICE = {
    "q": 'council:Slough "returned to the council"',
    "council": "E06000039",
    "trust": "slough-children-first",
    "funding": "gap",
    "since": "2026-01-31",
    "until": "2026-02-28",
    "story": "00000000-0000-4000-8000-000000000001",
    "sort": "newest",
}


@pytest.mark.parametrize("name", CHOICE)
def test_each_further_choice_comes_back_from_an_address_and_from_a_form(name: str) -> None:
    chosen = Filter.read(**{name: CHOICE[name]})
    assert getattr(chosen, name) == CHOICE[name]
    assert parse_qs(urlsplit(chosen.address()).query) == {name: [CHOICE[name]]}
    assert chosen.carried() == {f"in_{name}": CHOICE[name]}


@pytest.mark.parametrize("name", [name for name in CHOICE if name != "q"])
def test_a_further_choice_that_nothing_could_have_is_refused(name: str) -> None:
    with pytest.raises(FilterError):
        Filter.read(**{name: "'; DROP TABLE x; --"})
