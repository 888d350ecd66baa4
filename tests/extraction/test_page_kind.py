"""Pages that answer 200 and are no article, and articles that sound like one of them."""

from datetime import UTC, datetime

import pytest

from pipelines.errors import QuarantineError
from pipelines.extract import extract
from pipelines.page import RawPage

NOW = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://outlet.example/news/a-story"
HEADLINE = "Stanwick hands its children's homes to a trust"
TAIL = "The council's cabinet member said that the plan was affordable only if the grant was paid in full, and that a delay would cost more. "
TEASER = "<article><h2><a href='/news/{0}'>Wexcombe council wins praise for plan number {0}</a></h2><p>Inspectors who visited in March said that the service had improved in most of its parts.</p></article>"

OTHERS = {
    "an error page": [
        ("Page not found", "<p>The page you were looking for may have been moved or removed.</p><p>Go back to the home page, or use the search box above.</p>"),
        ("404", "<p>We have looked everywhere. Check the address, or return to our home page.</p>" + TAIL),
        ("Oops! Something has gone astray", "<p>The link you followed may be out of date, and the article you requested may have been deleted.</p>" + TAIL),
        ("This story is no longer available", "<p>It was taken down at the end of its licence. Try our search, or go to the home page.</p>" + TAIL),
        ("Sorry, we couldn't find that", "<p>The address was perhaps typed wrongly. Return to the homepage to read the latest.</p>" + TAIL),
    ],
    "a consent page": [
        ("We value your privacy", "<p>We and our 800 partners store and access information on a device and process personal data for personalised advertising.</p><button>Accept all</button>"),
        ("Before you continue", "<p>With your consent we use cookies to measure audiences. You may accept all or manage your preferences.</p>" + TAIL),
        ("Cookie preferences", "<p>This site uses cookies. Our partners use legitimate interests to process your data. Reject all.</p>" + TAIL),
    ],
    "a login page": [
        ("Sign in", "<form><input name='u'><input type='password'></form><p>Forgotten your password? Don't have an account? Register now to read on.</p>" + TAIL),
        ("Log in to your account", "<p>Remember me. Reset your password. Subscription required to read this.</p>" + TAIL),
        ("Register for free", "<p>Already have an account? Sign in with your e-mail address and password to read four articles a month.</p>" + TAIL),
    ],
    "a maintenance page": [
        ("We'll be back soon", "<p>The site is down for scheduled maintenance. Please try again later.</p>" + TAIL),
        ("Site maintenance", "<p>We are carrying out essential maintenance this weekend. Sorry for any inconvenience; check back on Monday.</p>" + TAIL),
        ("Service unavailable", "<p>Our website is temporarily unavailable and our engineers are working to restore it. Thank you for your patience.</p>" + TAIL),
    ],
    "a list of articles": [
        ("The Placement Gazette", "".join(TEASER.format(number) for number in range(9))),
        ("Fostering", "".join(TEASER.format(number) for number in range(6))),
        ("Latest news", "<ul>" + "".join(f"<li>{TEASER.format(number)}</li>" for number in range(12)) + "</ul>"),
    ],
}  # fmt: skip


def page(name: str, body: str, listed: str | None = None, head: str = "", held: str | None = None) -> RawPage:
    markup = f"<!doctype html><html><head><title>{name} | The Placement Gazette</title>{head}</head><body><nav><a href='/'>Home</a></nav><main><h1>{name}</h1>{body}</main></body></html>"
    return RawPage(markup.encode(), "text/html; charset=utf-8", None, URL, NOW, listed_title=listed, held_title=held)


@pytest.mark.parametrize(("kind", "name", "body"), [(kind, *one) for kind, rows in OTHERS.items() for one in rows])
def test_a_page_that_is_no_article_is_refused_with_its_kind(kind: str, name: str, body: str) -> None:
    for known in ({"listed": HEADLINE}, {"held": HEADLINE}):
        with pytest.raises(QuarantineError) as refusal:
            extract(page(name, body, **known))
        assert refusal.value.reason == f"{kind}, not an article"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        one
        for kind in ("an error page", "a consent page", "a login page", "a maintenance page")
        for one in OTHERS[kind][:1]
    ],
)
def test_it_is_told_without_a_headline_that_led_there(name: str, body: str) -> None:
    with pytest.raises(QuarantineError, match="not an article"):
        extract(page(name, body))


ARTICLE = (
    '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-20T09:00:00Z">'
)
HONEST = [
    ("Page not found: how councils lose their own records", "<p>Officers searched for months. The files may have been moved or deleted when the archive closed.</p>"),
    ("We value your privacy, council tells parents after leak", "<p>Families gave their consent to share personal data with partners; the council now processes it anew.</p>"),
    ("Sign in please: carers asked to log their visits", "<p>Staff who forget their password wait for days, and new starters do not yet have an account.</p>"),
    ("Back soon? Children's homes closed for maintenance", "<p>The homes were shut for planned maintenance works and the council apologised for the inconvenience.</p>"),
    ("Subscribe to hope: a year in a family hub", "<p>Parents subscribe to the newsletter and register for groups. Already a member of three, one mother told her story.</p>"),
    ("Homes no longer available to councils", "<p>Providers say that places are not available at the price that councils offer.</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body"), HONEST)
@pytest.mark.parametrize(
    ("head", "listed"),
    [(ARTICLE, None), ("", "same"), (ARTICLE, "same"), (ARTICLE, "Another headline entirely, of the feed")],
)
def test_an_article_about_such_things_is_an_article(name: str, body: str, head: str, listed: str | None) -> None:
    text = "".join(f"<p>{TAIL * 2}Speaker {number} agreed.</p>" for number in range(5))
    assert extract(page(name, body + text, name if listed == "same" else listed, head)).text


def test_an_article_with_many_related_stories_is_an_article() -> None:
    text = "".join(f"<p>{TAIL * 2}Speaker {number} agreed.</p>" for number in range(5))
    related = "<aside>" + "".join(TEASER.format(number) for number in range(12)) + "</aside>"
    for body in (text + related, related + text):
        assert "Speaker 4" in extract(page("A plan that nobody wanted", body, HEADLINE)).text
