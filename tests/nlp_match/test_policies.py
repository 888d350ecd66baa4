from pathlib import Path

import pytest

from nlp.evidence.policies import STATUSES, PolicyFileError, load_policies

CONTRACTED = {
    "trusts-for-weakest-councils",
    "regional-adoption-agencies",
    "devolve-social-care-to-mayors",
    "review-children-in-need",
    "keep-children-close-to-home",
    "staying-put-to-21",
    "no-profit-in-child-protection",
    "review-care-system",
    "cross-party-social-care",
    "multi-year-council-funding",
    "local-audit-overhaul",
    "unique-identifier-and-regulation",
    "more-childrens-homes-and-kinship",
}

GOOD = """\
# a comment with [[brackets]]
[[policy]]
id = "more-buses"
title = "More buses"
party = "Invented"
year = 2024
source = "https://www.example.org/manifesto"
page = 4
promise = "Run more buses."
status = "in progress"
status_date = 2024-07-05
verdict = ""

[policy.criteria]
completion = [
    "There are more buses.",
]
progress = ["Buses are bought."]
failure = ["Buses are sold."]

[policy.search]
context = ["bus*"]

[[policy.search.terms]]
weight = 2.0
phrases = ["more buses"]

[[policy.search.terms]]
weight = 1.0
phrases = ["bus route*", "new ... bus|coach"]

[[policy.cues]]
stance = "advances"
says = "there are more buses"
phrases = ["more buses"]
events = ["funding announced"]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "policies.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_thirteen_pledges_are_there() -> None:
    assert {policy.policy_id for policy in load_policies()} >= CONTRACTED


def test_every_policy_of_the_product_has_what_an_editor_needs() -> None:
    for policy in load_policies():
        assert policy.status in STATUSES
        assert policy.criteria.completion
        assert policy.criteria.progress
        assert policy.criteria.failure
        assert {cue.stance for cue in policy.cues} == {"advances", "contradicts"}


def test_a_sound_file_is_read_whole(tmp_path: Path) -> None:
    (policy,) = load_policies(write(tmp_path, GOOD))
    assert policy.page == 4
    assert [(term.phrase.source, term.weight) for term in policy.search.terms] == [
        ("more buses", 2.0),
        ("bus route*", 1.0),
        ("new ... bus|coach", 1.0),
    ]
    assert policy.cues[0].events == ("funding announced",)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('status = "in progress"', 'status = "going well"', 10, "'going well'; allowed: not started, in progress"),
        ("status_date = 2024-07-05", 'status_date = "2024"', 11, "a date without quotes"),
        ('id = "more-buses"', 'id = "More buses"', 3, "small letters and digits"),
        ("year = 2024", 'year = "2024"', 6, "a whole number from 1900 to 2100"),
        ("year = 2024", "year = true", 6, "a whole number"),
        ("page = 4", "page = 0", 8, "a whole number from 1 to 1000"),
        ('source = "https://www.example.org/manifesto"', 'source = "a leaflet"', 7, "http or https"),
        ('promise = "Run more buses."', 'promise = "  "', 9, "text that is not empty"),
        ('title = "More buses"\n', "", 2, "policy.title: is missing; required: id, title"),
        ('party = "Invented"', 'partie = "Invented"', 5, "policy.partie: there is no such key; allowed: id, title, party"),
        ('failure = ["Buses are sold."]', "failure = []", 19, "a list of texts, and at least one"),
        ("weight = 1.0", "weight = -1", 29, "a weight above 0 and up to 10"),
        ('"bus route*"', '"Bus route"', 30, "small letters"),
        ('"bus route*"', '"... bus"', 30, "'...' stands between two words"),
        ('"bus route*"', '"bus (route)"', 30, "is no word; allowed: letters"),
        ('stance = "advances"', 'stance = "context"', 33, "advances, contradicts"),
        ('"funding announced"', '"bus bought"', 36, "'bus bought'; allowed: trust planned"),
        ('context = ["bus*"]', 'tags = { buses = 1.0 }', 22, "'buses'; allowed: trust, inadequate"),
        ("[policy.criteria]", "[policy.criterion]", 14, "there is no such key"),
        ('title = "More buses"', 'title = "More buses', 4, "not TOML"),
        ("[[policy]]", "[policy]", 2, "one [[policy]] table for each policy"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert GOOD.count(old) >= 1
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(PolicyFileError) as refused:
        load_policies(path)
    assert refused.value.line == line
    assert str(refused.value).startswith(f"{path}, line {line}: ")
    assert words in str(refused.value)


def test_an_id_may_be_used_once(tmp_path: Path) -> None:
    second = GOOD.count("\n") + 3
    with pytest.raises(PolicyFileError, match=f"line {second}: policy.id: .*line 3 already"):
        load_policies(write(tmp_path, GOOD + GOOD))


def test_a_missing_file_is_said_to_be_unreadable(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match="cannot be read"):
        load_policies(tmp_path / "nowhere.toml")
