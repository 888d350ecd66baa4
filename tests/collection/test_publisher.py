"""Of several outlets on one host, a page is that of the organisation that its metadata name."""

import gzip

import pytest

from flows.backfill import outlet_of
from pipelines.archive.foreign_page import ForeignPage
from spiders.registry.files import load_outlets
from tests.warehouse.samples import at

OUTLETS = load_outlets()
OFSTED = "https://www.gov.uk/government/organisations/ofsted"


def page(head: str, *, url: str = "https://www.gov.uk/government/news/a-story", packed: bool = False) -> ForeignPage:
    body = f"<html><head><title>A story</title>{head}</head><body><h1>A story</h1><p>Ofsted said so.</p></body></html>"
    headers = (("Content-Type", "text/html; charset=utf-8"), *((("Content-Encoding", "gzip"),) if packed else ()))
    data = gzip.compress(body.encode()) if packed else body.encode()
    return ForeignPage(url, at(1), 200, headers, data, "a.warc", 0)


def ld(author: str, publisher: str = "GOV.UK") -> str:
    named = f'"author":{author},"publisher":{{"@type":"Organization","name":"{publisher}"}}'
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"A story",{named}}}</script>'


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta name="govuk:primary-publishing-organisation" content="Ofsted">', "govuk_ofsted"),
        (ld(f'{{"@type":"Organization","name":"The inspectorate","url":"{OFSTED}"}}'), "govuk_ofsted"),
        (ld('{"@type":"Organization","name":"Ofsted"}'), "govuk_ofsted"),
        (ld('[{"@type":"Person","name":"A. Writer"},{"@type":"Organization","name":"Ofsted"}]'), "govuk_ofsted"),
        (ld('[{"name":"Ministry of Housing, Communities and Local Government (2018 to 2021)"}]'), "govuk_mhclg"),
        (ld("[]", "Ofsted"), "govuk_ofsted"),
        ('<meta property="og:site_name" content="Ofsted">', "govuk_ofsted"),
        ('<meta property="og:site_name" content="GOV.UK">' + ld('{"name":"Department for Education"}'), "govuk_dfe"),
        ("", "govuk_dfe"),  # names none: the first, as its address alone would have it
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_page_is_its_publishers(head: str, outlet: str, *, packed: bool) -> None:
    assert outlet_of(page(head, packed=packed), OUTLETS) == outlet


def test_the_page_of_an_outlet_with_a_host_of_its_own_is_that_outlets_whatever_it_names() -> None:
    url = "https://www.communitycare.co.uk/2026/11/18/a-story/"
    assert outlet_of(page(ld('{"name":"Ofsted"}'), url=url), OUTLETS) == "communitycare"


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b"<html>" + b"<div>" * 9000])
def test_a_page_that_cannot_be_read_is_the_firsts(body: bytes) -> None:
    made = ForeignPage("https://www.gov.uk/government/news/a-story", at(1), 200, (), body, "a.warc", 0)
    assert outlet_of(made, OUTLETS) == "govuk_dfe"
