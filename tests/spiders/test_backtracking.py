"""Patterns that may take for ever are told from those that are merely long."""

import pytest

from spiders.registry.backtracking import explodes


@pytest.mark.parametrize(
    "pattern",
    [
        r"^/(a+)+$",
        r"^/news/([a-z]+-?)+$",
        r"(\w+\s?)*$",
        r"^(a|a)*$",
        r"^(?:a|b|ab)*c",
        r"^/.*.*.*x$",
        r"(.*)/(.*)/(.*)/(.*)z",
        r"^([a-z0-9]+(-[a-z]*)*)+\.html$",
        r"(?:[^/]*/?)*\.html$",
        r"^(\d{1,30}){1,30}x",
        r"((a*)*)*b",
        r"^/(?=a)(a+)+b(?!x)\1$",
        r"^/([^/a]+)+[A-Z]$",
        r"^/(\W+)+a$",
    ],
)
def test_a_pattern_that_explodes_is_found(pattern: str) -> None:
    assert explodes(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        r"^/\d{4}/\d{2}/\d{2}/[^/]+/?$",
        r"^/(?:[a-z]+-)*[a-z]+-\d{7,8}$",
        r"^/[a-z0-9]+(?:-[a-z0-9]+){3,}/?$",
        r"^/([^/]+/)*[^/]+$",
        r"^/[a-z-]+(?:/[a-z-]+)*/\d{4}/(?:jan|feb|mar)/\d{2}/[^/]+$",
        r"^/(?>a+)+$",
        r"^/(?:a++)+$",
        r"/(gallery|video)/",
    ],
)
def test_a_pattern_with_one_way_to_match_is_let_be(pattern: str) -> None:
    assert not explodes(pattern)
