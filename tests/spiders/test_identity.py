import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.identity import NotAnAddress, UrlRules, article_identifier, canonical_url, on_sites
from spiders.registry.files import load_outlets

CYPNOW = load_outlets()["cypnow"].urls
BBC = load_outlets()["bbc_education"].urls


@pytest.mark.parametrize(("url", "canonical"), [
    ("https://www.a.uk/x?utm_source=rss&utm_medium=feed", "https://www.a.uk/x"),
    ("https://www.a.uk/x?fbclid=1&id=7&CMP=share_btn", "https://www.a.uk/x?id=7"),
    ("https://www.a.uk/x?b=2&a=1", "https://www.a.uk/x?a=1&b=2"),
    ("http://WWW.A.uk:80/x#comments", "https://www.a.uk/x"),
    ("https://www.a.uk:443/x", "https://www.a.uk/x"),
    ("https://www.a.uk:8443/x", "https://www.a.uk:8443/x"),
    ("https://www.a.uk", "https://www.a.uk/"),
    ("https://www.a.uk/x/amp/", "https://www.a.uk/x/"),
    ("https://www.a.uk/x/amp", "https://www.a.uk/x"),
    ("https://www.a.uk/x.amp.html", "https://www.a.uk/x"),
    ("https://www.a.uk/x?amp=1", "https://www.a.uk/x"),
    ("https://amp.a.co.uk/x", "https://a.co.uk/x"),
    ("https://www.google.com/amp/s/www.a.uk/x/amp", "https://www.a.uk/x"),
    ("https://www.a.uk/caf%c3%a9", "https://www.a.uk/caf%C3%A9"),
    ("https://www.a.uk/café", "https://www.a.uk/caf%C3%A9"),
    ("https://www.a.uk/%61b", "https://www.a.uk/ab"),
    ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
    ("https://www.a.uk./x", "https://www.a.uk/x"),
    ("http://[2606:4700::1111]/x", "https://[2606:4700::1111]/x"),
])  # fmt: skip
def test_one_article_has_one_canonical_address(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


def test_the_old_and_the_new_scheme_of_an_outlet_are_one_article() -> None:
    old = "https://www.cypnow.co.uk/news/article/tri-borough-adoption"
    new = "http://cypnow.co.uk/content/news/tri-borough-adoption/?utm_source=newsletter"
    assert canonical_url(old, CYPNOW) == canonical_url(new, CYPNOW)


def test_a_mirror_is_the_same_article() -> None:
    assert canonical_url("https://feeds.bbci.co.uk/news/articles/c1234567890o", BBC) == canonical_url(
        "https://www.bbc.com/news/articles/c1234567890o?at_medium=RSS", BBC
    )


def test_a_parameter_that_names_the_article_is_kept_where_the_outlet_says_so() -> None:
    rules = UrlRules(keep=("contentID",), query=False)
    assert canonical_url("https://www.a.uk/x?contentID=5&page=2", rules) == "https://www.a.uk/x?contentID=5"


@pytest.mark.parametrize(
    "text", ["", "javascript:alert(1)", "ftp://a.uk/x", "http://", "http://[bad/", "//a.uk/x", "https://a.uk:99999/"]
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress):
        canonical_url(text)


@given(st.text(max_size=60), st.text(max_size=30))
def test_a_canonical_address_is_its_own_canonical_address(path: str, query: str) -> None:
    try:
        once = canonical_url(f"https://www.a.uk/{path}?{query}")
    except NotAnAddress:
        return
    assert canonical_url(once) == once


@pytest.mark.parametrize(("url", "on"), [
    ("https://www.a.uk/x", True), ("https://a.uk/", True), ("https://nota.uk/", False), ("https://a.uk.evil.example/", False),
    ("https://evil.example/?a.uk", False), ("ftp://a.uk/", False), ("https://a.uk@evil.example/", False), ("https://A.UK./x", True),
])  # fmt: skip
def test_an_address_is_on_the_outlets_sites_or_not(url: str, on: bool) -> None:
    assert on_sites(url, ("a.uk",)) is on


def test_the_same_address_of_two_outlets_is_two_articles() -> None:
    assert article_identifier("a", "https://x.uk/") != article_identifier("b", "https://x.uk/")
