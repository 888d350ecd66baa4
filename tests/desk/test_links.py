"""Which addresses become links. What is not plainly a page of the web is shown as text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.wording.links import outward

LINKED = [
    "https://www.communitycare.co.uk/2026/11/20/a-story/",
    "http://www.cypnow.co.uk/news/article/a?b=c&d=e#f",
    "https://www.lgcplus.com:8443/x",
    "https://xn--bcher-kva.example/",
    "https://example.com/a%20b(c)'d",
]

SHOWN_AS_TEXT = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript://example.com/%0aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "ftp://example.com/",
    "blob:https://example.com/1",
    "about:blank",
    "view-source:https://example.com",
    "//evil.example/",
    "/\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://",
    "http://[::1",
    "https://example.com:port/",
    "https://gov.uk@evil.example/",
    "https://user:secret@example.com/",
    "https://example.com\\@evil.example/",
    "https://example.com/\u202ecod.exe",
    "https://exam\u200bple.com/",
    'https://example.com/"onmouseover="alert(1)',
    "https://example.com/<script>",
    "https://example.com/" + "a" * 3_000,
    "",
    None,
    7,
]


@pytest.mark.parametrize("address", LINKED)
def test_a_page_of_the_web_is_linked_as_it_is(address: str) -> None:
    assert outward(address) == address


@pytest.mark.parametrize("address", SHOWN_AS_TEXT, ids=repr)
def test_anything_else_is_shown_as_text(address: object) -> None:
    assert outward(address) is None


@settings(deadline=None)
@given(st.text())
def test_what_is_linked_begins_as_the_web_does(text: str) -> None:
    for address in (text, "https://" + text):
        if outward(address) is not None:
            assert address.lower().startswith(("http://", "https://"))
            assert not set(address) & set("\"'<> \n\t\\") - {"'"}
