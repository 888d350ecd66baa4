"""Eleven comments in threads, set as five systems set them: each is one comment, with its author, its time and its depth."""

from datetime import UTC, datetime

import pytest

from pipelines.extract import extract
from pipelines.page import RawPage

BODY = "".join(
    f"<p>The council has asked a neighbouring trust to run {number} of its children's homes after inspectors found no manager in any of them.</p>"
    for number in ("one", "two", "three", "four")
)
DEPTHS = (0, 1, 2, 3, 1, 0, 0, 1, 2, 2, 0)
THREADS = [
    (f"Reader {number}", f"{number + 1} June 2024 at 8:4{number % 10} am", f"Comment number {number} of the page, on homes and on those who work in them.", depth)
    for number, depth in enumerate(DEPTHS)
]  # fmt: skip

WORDPRESS = (
    '<li id="comment-{n}" class="comment depth-{d}"><article class="comment-body"><footer class="comment-meta">'
    '<div class="comment-author vcard"><b class="fn">{author}</b> <span class="says">says:</span></div>'
    '<div class="comment-metadata"><a href="#c"><time>{posted}</time></a></div></footer><div class="comment-content"><p>{text}</p></div>'
    '<div class="reply"><a href="#r">Reply</a></div></article>{below}</li>'
)
OLD_WORDPRESS = (
    '<li class="comment even depth-{d}" id="li-comment-{n}"><div id="comment-{n}"><div class="comment-author vcard"><cite class="fn">{author}</cite></div>'
    '<div class="comment-meta commentmetadata"><a href="#c">{posted}</a></div><p>{text}</p><div class="reply"><a>Reply</a></div></div>{below}</li>'
)
DRUPAL = (
    '<div class="comment" id="comment-{n}"><div class="author">{author}</div><div class="date">{posted}</div>'
    '<div class="comment-text"><p>{text}</p></div>{below}</div>'
)
MICRODATA = (
    '<li class="comment-item"><span class="comment-author" itemprop="author">{author}</span> <time class="comment-date">{posted}</time>'
    '<div class="comment-message" itemprop="text">{text}</div>{below}</li>'
)
SYSTEMS = {
    "WordPress": ('<section id="comments"><h2>11 comments</h2><ol class="comment-list">{}</ol></section>', WORDPRESS, '<ol class="children">{}</ol>'),
    "old WordPress": ('<div id="comments"><h3>11 Responses</h3><ol class="commentlist">{}</ol></div>', OLD_WORDPRESS, "<ul class='children'>{}</ul>"),
    "Drupal": ('<section class="comments"><h2>Comments</h2>{}</section>', DRUPAL, '<div class="indented">{}</div>'),
    "microdata": ('<div class="comments-area"><ul>{}</ul></div>', MICRODATA, "<ul>{}</ul>"),
}  # fmt: skip


def threads(unit: str, nest: str, start: int = 0, depth: int = 0) -> str:
    """Return the markup of the comments of one depth from a place on, each with its answers inside."""
    found = ""
    for number in range(start, len(THREADS)):
        author, posted, text, own = THREADS[number]
        if own < depth:
            break
        if own == depth:
            below = threads(unit, nest, number + 1, depth + 1)
            inside = nest.format(below) if below else ""
            found += unit.format(n=number, d=depth + 1, author=author, posted=posted, text=text, below=inside)
    return found


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_comment_is_one_with_its_author_its_time_and_its_depth(system: str) -> None:
    area, unit, nest = SYSTEMS[system]
    page = (f"<!doctype html><html><head><title>Homes to be run by a trust | Courier</title></head><body><main><article><h1>Homes to be run by a trust</h1>"
            f"{BODY}</article>{area.format(threads(unit, nest))}</main></body></html>")  # fmt: skip
    found = extract(
        RawPage(
            page.encode(),
            "text/html; charset=utf-8",
            None,
            "https://courier.example/news/homes",
            datetime(2026, 11, 30, tzinfo=UTC),
        )
    )
    assert [(one.author, one.posted, one.text, one.depth) for one in found.comments] == THREADS
    assert "Comment number" not in found.text
    assert found.text.count("children's homes") == 4
