"""Six designs of article pages, and fourteen places of each at which a sentence can stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FILLER = (
    "The county's services were last inspected four years ago, and have had three directors since then, two of them for less than a year.",
    "Staff who spoke to the review described long drives, late meetings and a computer system that nobody had chosen and everybody used.",
    "Parents and carers were asked as well, in eleven evening meetings that were held in libraries, schools and one swimming pool.",
    "The review was led by a former judge, who wrote that she had met nobody who wished the children ill and many who were tired.",
    "Its authors looked at four hundred files, chosen by lot, and sat in on nine weeks of meetings at which decisions are taken.",
    "A meeting of all the members will hear the review on the second Thursday of the month, and the public may sit in the gallery.",
    "What happens after that is for the cabinet to say, and its leader has promised an answer within six weeks of the meeting.",
)
PLACES = (
    "lead", "subhead", "body", "list", "table", "quote", "figure", "caption and body", "aside", "fact box", "accordion",
    "second page", "after a related-stories box", "last line",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageDesign:
    """How one kind of site sets a page: its frame round the parts, and the markup of each part."""

    name: str
    frame: str  # {lead}, {parts}
    paragraph: str
    lead: str
    subhead: str
    items: str  # {item}
    table: str
    quote: str
    figure: str
    caption: str
    aside: str
    fact_box: str
    accordion: str
    related: str
    pages: str


HEAD = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Review of services heard | The Wold Courier</title>'
    '<meta property="og:title" content="Review of services heard"><meta property="og:site_name" content="The Wold Courier">'
    '<meta property="article:published_time" content="2026-05-05T07:00:00+01:00"></head><body>'
)
FOOT = "<footer><p>© 2026 Courier Press. All rights reserved.</p><a href='/about'>About us</a></footer></body></html>"
TEASERS = "".join(
    f'<li><a href="/news/{number}">{words}</a></li>'
    for number, words in enumerate(
        ("Bus fares to rise again", "A pool reopens after flood", "Swifts return to the tower")
    )
)

DESIGNS = (
    PageDesign(
        "blog of paragraphs in one column",
        HEAD + '<header><nav><a href="/">Home</a></nav></header><main><article class="post"><h1 class="entry-title">Review of services heard</h1>'
        '<p class="byline">By <a rel="author" href="/author/im">Iona Marsh</a></p>{lead}<div class="entry-content">{parts}</div></article></main>'
        '<aside class="sidebar"><h3>Latest</h3><ul>' + TEASERS + "</ul></aside>" + FOOT,
        "<p>{}</p>", '<p class="standfirst">{}</p>', "<h2>{}</h2>", "<ul><li>Two of five teams were short of staff</li><li>{}</li><li>No date was set</li></ul>",
        '<figure class="wp-block-table"><table><tr><th>Area</th><th>What was found</th></tr><tr><td>North</td><td>{}</td></tr><tr><td>South</td><td>Nothing new</td></tr></table></figure>',
        "<blockquote><p>{}</p></blockquote>", '<figure class="wp-block-pullquote"><blockquote><p>{}</p><cite>Iona Marsh</cite></blockquote></figure>',
        '<figure class="wp-block-image"><img src="a.jpg" alt=""><figcaption>{}</figcaption></figure>', '<aside class="note"><p>{}</p></aside>',
        '<div class="fact-box"><h3>At a glance</h3><p>{}</p></div>', "<details><summary>What was decided?</summary><p>{}</p></details>",
        '<div class="related-posts"><h3>Related stories</h3><ul>' + TEASERS + "</ul></div>", '<div class="page-links">Page 2 of 3 <a href="?page=3">Next page</a></div>',
    ),
    PageDesign(
        "newspaper of rows with hashed classes",
        HEAD + '<div id="root"><div class="css-1x"><h1 class="css-9t2">Review of services heard</h1><div class="css-b1"><span>By Iona Marsh</span><time datetime="2026-05-05T07:00:00+01:00">5 May 2026</time></div>{lead}'
        '<section class="css-77"><div class="css-8g1"><div class="css-k3">{parts}</div></div></section></div><div class="css-rail"><h4>Most read</h4><ol>' + TEASERS + "</ol></div></div>" + FOOT,
        '<p class="css-at9">{}</p>', '<div class="css-sub"><p>{}</p></div>', '<h3 class="css-h3">{}</h3>', '<ul class="css-ul"><li class="css-li">A second review will follow</li><li class="css-li">{}</li></ul>',
        '<div class="css-tb"><table><tbody><tr><td>Finding</td><td>{}</td></tr><tr><td>Due</td><td>June</td></tr></tbody></table></div>',
        '<blockquote class="css-q">{}</blockquote>', '<figure class="css-pq"><p>{}</p></figure>',
        '<figure class="css-im"><picture><img src="b.jpg" alt="A hall"></picture><figcaption><span>{}</span> <span>Photograph: Courier</span></figcaption></figure>',
        '<aside class="css-as"><div><p>{}</p></div></aside>', '<div class="css-fb"><div class="css-fh">Background</div><div class="css-fp"><p>{}</p></div></div>',
        '<div class="css-acc"><button aria-expanded="false">What was decided?</button><div hidden><p>{}</p></div></div>',
        '<div class="css-rel"><h4>More on this story</h4><ul>' + TEASERS + "</ul></div>", '<nav class="css-pg"><a href="/1">1</a> <span>2</span> <a href="/3">3</a></nav><p class="css-pn">Page 2 of 3</p>',
    ),
    PageDesign(
        "official page",
        HEAD + '<div class="govuk-width-container"><main id="content"><div class="grid"><h1>Review of services heard</h1>{lead}<dl class="metadata"><dt>Published</dt><dd>5 May 2026</dd></dl>'
        '<div class="govspeak">{parts}</div></div></main></div>' + FOOT,
        "<p>{}</p>", '<p class="lead-paragraph">{}</p>', '<h2 id="part">{}</h2>', "<ol><li>the panel met in March and again in April</li><li>{}</li></ol>",
        "<table><caption>Findings</caption><thead><tr><th scope='col'>Area</th><th scope='col'>Finding</th></tr></thead><tbody><tr><td>North</td><td>{}</td></tr></tbody></table>",
        '<blockquote><p class="last-child">{}</p></blockquote>', '<figure class="quote"><blockquote>{}</blockquote><figcaption>Iona Marsh, chair</figcaption></figure>',
        '<figure class="image embedded"><div class="img"><img src="c.png" alt=""></div><figcaption><p>{}</p></figcaption></figure>', '<aside role="note"><p>{}</p></aside>',
        '<div class="call-to-note"><p>{}</p></div>', '<div class="accordion"><div class="section"><h3><button>What was decided?</button></h3><div class="content" style="display: none"><p>{}</p></div></div></div>',
        '<aside class="related" role="complementary"><h2>Related content</h2><ul>' + TEASERS + "</ul></aside>", '<nav class="pagination"><a href="?p=1">Previous</a> <a href="?p=3">Next</a></nav><p>Page 2 of 3</p>',
    ),
    PageDesign(
        "old page of tables and breaks",
        HEAD + '<table width="100%"><tr><td width="160"><a href="/">Home</a><br><a href="/news">News</a></td><td><h1>Review of services heard</h1>{lead}<div class="story">{parts}</div></td>'
        '<td width="200"><b>Other news</b><ul>' + TEASERS + "</ul></td></tr></table>" + FOOT,
        "{}<br><br>", "<b>{}</b><br><br>", "<h4>{}</h4>", "<ul><li>Two of five teams were short of staff<li>{}<li>No date was set</ul>",
        '<table border="1"><tr><td>North</td><td>{}</td></tr><tr><td>South</td><td>Nothing new</td></tr></table>', "<blockquote>{}</blockquote>",
        '<div class="pull">{}</div>', '<div class="image"><img src="d.gif" alt=""><div class="caption">{}</div></div>', '<div class="side" align="right">{}</div>',
        '<table class="box" bgcolor="#eee"><tr><td><b>At a glance</b></td></tr><tr><td>{}</td></tr></table>', '<div class="answer"><b>What was decided?</b><br>{}</div>',
        '<div class="links"><b>Related articles</b><ul>' + TEASERS + "</ul></div>", '<div class="pager">Page 2 of 3 | <a href="story3.html">Next</a></div>',
    ),
    PageDesign(
        "public broadcaster of one block a paragraph",
        HEAD + '<main role="main"><article><header><h1 id="main-heading">Review of services heard</h1></header>{lead}{parts}<section data-component="tag-list"><h2>Topics</h2><ul><li><a href="/t">Care</a></li></ul></section></article></main>'
        '<section data-component="top-stories"><h2>Top stories</h2><ul>' + TEASERS + "</ul></section>" + FOOT,
        '<div data-component="text-block"><div class="RichText"><p>{}</p></div></div>', '<div data-component="text-block"><div class="RichText"><p><b>{}</b></p></div></div>',
        '<div data-component="subheadline-block"><h2>{}</h2></div>', '<div data-component="unordered-list-block"><div class="RichText"><ul><li>The panel met in March</li><li>{}</li></ul></div></div>',
        '<div data-component="table-block"><table><tr><th>North</th><td>{}</td></tr></table></div>', '<div data-component="text-block"><blockquote><p>{}</p></blockquote></div>',
        '<div data-component="quote-block"><figure><blockquote><p>{}</p></blockquote><figcaption>Iona Marsh</figcaption></figure></div>',
        '<div data-component="image-block"><figure><img src="e.webp" alt=""><figcaption><span class="hidden">Image caption, </span>{}</figcaption></figure></div>',
        '<div data-component="callout-block"><aside><p>{}</p></aside></div>', '<div data-component="fact-block" class="Box"><h3>The story so far</h3><div class="RichText"><p>{}</p></div></div>',
        '<div data-component="expander-block"><h3>What was decided?</h3><div aria-hidden="true"><p>{}</p></div></div>',
        '<div data-component="links-block"><h2>Related topics</h2><ul>' + TEASERS + "</ul></div>", '<div data-component="pager-block"><p>Page 2 of 3</p></div>',
    ),
    PageDesign(
        "trade magazine with boxes",
        HEAD + '<div class="site"><div class="content-area"><div class="single"><div class="single__head"><h1>Review of services heard</h1>{lead}<div class="single__meta"><span>5 May 2026</span> <span>Iona Marsh</span></div></div>'
        '<div class="single__body"><div class="wysiwyg">{parts}</div></div><div class="single__foot"><p>Sign up to our newsletter for more from the Courier.</p></div></div></div></div>' + FOOT,
        "<p>{}</p>", '<h2 class="single__intro">{}</h2>', "<h3><strong>{}</strong></h3>", '<ul class="ticks"><li><p>Two of five teams were short of staff</p></li><li><p>{}</p></li></ul>',
        '<div class="table-wrap"><table><tr><td><p>North</p></td><td><p>{}</p></td></tr></table></div>', '<div class="blockquote"><blockquote><p>“{}”</p></blockquote></div>',
        '<figure class="quote quote--large">{}</figure>', '<div class="wp-caption"><img src="f.jpg" alt=""><p class="wp-caption-text">{}</p></div>',
        '<aside class="aside aside--right"><h4>Background</h4><p>{}</p></aside>', '<section class="factfile"><h3>Factfile</h3><ul><li>The panel has nine members</li><li>{}</li></ul></section>',
        '<div class="toggle"><a href="#" class="toggle__title">What was decided?</a><div class="toggle__body" style="display:none">{}</div></div>',
        '<div class="related-articles"><p><strong>Related articles</strong></p><ul>' + TEASERS + "</ul></div>", '<p class="paging"><strong>Page 2 of 3</strong> <a href="/3">Next</a></p>',
    ),
)  # fmt: skip


def page_with(design: PageDesign, place: str, sentence: str) -> str:
    """Return a page of a design with a sentence at a place of it."""
    body = [design.paragraph.format(text) for text in FILLER]
    part: dict[str, Callable[[], str]] = {
        "subhead": lambda: design.subhead.format(sentence.rstrip(".")),
        "body": lambda: design.paragraph.format(sentence),
        "list": lambda: design.items.format(sentence),
        "table": lambda: design.table.format(sentence),
        "quote": lambda: design.quote.format(sentence),
        "figure": lambda: design.figure.format(sentence),
        "caption and body": lambda: design.caption.format(sentence) + design.paragraph.format(sentence),
        "aside": lambda: design.aside.format(sentence),
        "fact box": lambda: design.fact_box.format(sentence),
        "accordion": lambda: design.accordion.format(sentence),
    }
    lead = design.lead.format(sentence) if place == "lead" else ""
    if place in part:
        body.insert(3, part[place]())
    elif place == "second page":
        body[2] = design.paragraph.format(sentence)
        body.append(design.pages)
    elif place == "after a related-stories box":
        body[5:] = [design.related, design.paragraph.format(sentence)]
    elif place == "last line":
        body.append(design.paragraph.format(sentence))
    return design.frame.format(lead=lead, parts="\n".join(body))
