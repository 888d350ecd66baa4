"""How many stories nobody told, by the overlap of two channels of outlets."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desk.recall import channel_rows, channels_of, channels_sentence
from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import OUTLETS
from tests.desk.story_desk import POLICY, story
from warehouse.vocabulary.outlets import Tier

TRADE, COPIED, OFFICIAL = "communitycare", "cypnow", "themj"
BOTH = tuple(f"Town {name}" for name in "ABCDEFGH")
TRADE_ALONE = ("Village I", "Village J", "Village K")


@pytest.fixture(scope="module")
def read_stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Yield a desk whose stories are accepted: eight that an official outlet told too, three that it only copied."""
    told = [story(name, outlets=(TRADE, COPIED, OFFICIAL)) for name in BOTH]
    told += [story(name, outlets=(TRADE, OFFICIAL, TRADE)) for name in TRADE_ALONE]
    tiers = {OFFICIAL: Tier.OFFICIAL.value}
    for desk in open_desk(tmp_path_factory.mktemp("channels"), *told):
        desk.owner.load_outlets([replace(one, tier=tiers.get(one.outlet_id, "trade press")) for one in OUTLETS])
        for card in desk.waiting(policy=POLICY):
            desk.decide(card["candidate_id"], "accept")
        desk.owner.drain()
        yield desk


def test_an_original_and_an_independent_report_count_for_their_channels_and_a_copy_for_none(
    read_stories: OpenDesk,
) -> None:
    (row,) = read_stories.owner.query("stories_by_channel", policy_id=POLICY)
    assert (row["stories"], row["trade"], row["others"], row["both"]) == (11, 11, 8, 8)


def test_the_overlap_tells_how_many_stories_there_were(read_stories: OpenDesk) -> None:
    said = channels_sentence(read_stories.app.state.desk, POLICY)
    assert said.startswith(
        "Of 11 accepted stories 8 stand in the trade press and elsewhere: by that overlap there were about 11 ("
    )
    overall, own = channel_rows(read_stories.app.state.desk)
    assert overall["policy"] == "all policies"
    assert (own["both"], own["there_were"]) == (8, 11.0)
    assert said in read_stories.client.get(f"/policies/{POLICY}").text
    assert "all policies,11,11,8,8,11.0" in read_stories.client.get("/numbers/channels/csv").text


def test_fewer_than_seven_stories_of_both_allow_no_number() -> None:
    rows = [{"stories": 20, "trade": 15, "others": 11, "both": 6}]
    assert channels_of(rows) is None
    assert channels_of([*rows, {"stories": 4, "trade": 3, "others": 2, "both": 1}]) is not None


def test_a_policy_without_an_accepted_story_says_nothing_of_channels(read_stories: OpenDesk) -> None:
    assert channels_sentence(read_stories.app.state.desk, "staying-put-to-21") == ""
