from datetime import date
from pathlib import Path

import pytest

from nlp.evidence.policies import NOT_RATED, PolicyFileError, load_policies

FIRST_THIRTEEN = {
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
document = "The Invented Manifesto 2024"
page = 4
promise = "Run more buses."
since = 2024-06-01

[policy.criteria]
completion = [
    "There are more buses.",
]
progress = ["Buses are bought."]
failure = ["Buses are sold."]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "policies.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_first_thirteen_promises_and_some_fifty_more_are_there() -> None:
    shipped = {policy.policy_id for policy in load_policies()}
    assert shipped >= FIRST_THIRTEEN
    assert len(shipped) >= 60


def test_no_shipped_policy_has_a_verdict_or_a_status() -> None:
    for policy in load_policies():
        assert (policy.status, policy.status_date, policy.verdict) == (NOT_RATED, None, ""), policy.policy_id


def test_every_shipped_policy_has_as_many_ways_to_fail_as_to_advance() -> None:
    for policy in load_policies():
        assert len(policy.criteria.failure) >= 4, policy.policy_id
        assert len(policy.criteria.progress) >= 4, policy.policy_id


def test_every_shipped_criterion_can_be_read_alone() -> None:
    for policy in load_policies():
        for name, sentence in policy.criteria.numbered():
            assert sentence.endswith("."), (policy.policy_id, name)
            assert sentence.split()[0].lower() not in {"it", "they", "this", "these"}, (policy.policy_id, name)


def test_ten_lines_of_plain_language_are_a_policy(tmp_path: Path) -> None:
    (policy,) = load_policies(write(tmp_path, GOOD))
    assert policy.page == 4
    assert policy.since == date(2024, 6, 1)
    assert policy.nations == ("England",)
    assert policy.status == NOT_RATED
    assert list(policy.criteria.numbered()) == [
        ("completion 1", "There are more buses."),
        ("progress 1", "Buses are bought."),
        ("failure 1", "Buses are sold."),
    ]


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policies.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_policies(path)[0].policy_id == "more-buses"


def test_a_file_may_bring_its_own_statuses(tmp_path: Path) -> None:
    own = 'statuses = ["kept", "not rated"]\n' + GOOD.replace("since =", 'status = "kept"\nsince =')
    assert load_policies(write(tmp_path, own))[0].status == "kept"
    with pytest.raises(PolicyFileError, match=r"policy.status: 'in progress'; allowed: kept, not rated"):
        load_policies(write(tmp_path, own.replace('"kept"\nsince', '"in progress"\nsince')))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("since = 2024-06-01", 'since = "2024"', 11, "a day without quotes"),
        ("since = 2024-06-01\n", "", 2, "policy.since: is missing"),
        ('id = "more-buses"', 'id = "More buses"', 3, "small letters and digits"),
        ("year = 2024", 'year = "2024"', 6, "a whole number from 1900 to 2100"),
        ("year = 2024", "year = true", 6, "a whole number"),
        ("page = 4", "page = 0", 9, "a whole number from 1 to 1000"),
        ('source = "https://www.example.org/manifesto"', 'source = "a leaflet"', 7, "http or https"),
        ('promise = "Run more buses."', 'promise = "  "', 10, "text in quotes that is not empty"),
        ('title = "More buses"\n', "", 2, "policy.title: is missing; required: id, title"),
        ('party = "Invented"', 'partie = "Invented"', 5, "policy.partie: there is no such key (is it party?)"),
        ('failure = ["Buses are sold."]', "failure = []", 18, "a list of texts, and at least one"),
        ("since =", "weight = 0\nsince =", 11, "a number above 0 and up to 10"),
        ("since =", 'weight = "high"\nsince =', 11, "a number"),
        ("since =", 'status = "going well"\nsince =', 11, "'going well'; allowed: not started, in progress"),
        ("since =", 'nations = ["France"]\nsince =', 11, "'France'; allowed: England, Wales, Scotland"),
        ("[policy.criteria]", "[policy.criterion]", 13, "there is no such key"),
        ('title = "More buses"', 'title = "More buses', 4, "not TOML"),
        ("[[policy]]", "[policy]", 2, "[[policy]]"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert GOOD.count(old) >= 1
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(PolicyFileError) as refused:
        load_policies(path)
    told = [mistake for mistake in str(refused.value).splitlines() if words in mistake]
    assert told, str(refused.value)
    assert told[0].startswith(f"{path}, line {line}: ")


def test_an_id_may_be_used_once(tmp_path: Path) -> None:
    second = GOOD.count("\n") + 3
    with pytest.raises(PolicyFileError, match=f"line {second}: policy.id: .*line 3 already"):
        load_policies(write(tmp_path, GOOD + GOOD))


def test_a_missing_file_is_said_to_be_unreadable(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match="cannot be read"):
        load_policies(tmp_path / "nowhere.toml")
