"""Thirty texts that outlets could send to run code in an editor's browser, and articles that carry them in every field."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.desk.newsdesk import NOW, POLICIES, RUN, candidate, paragraphs, revision, stored
from warehouse.records import (
    Comment,
    DateCandidate,
    Event,
    FundingFigure,
    Incident,
    Judgement,
    Mention,
    OutletDay,
    Quarantine,
    Record,
    Run,
    Stance,
    Tags,
    Wall,
    identifier,
)
from warehouse.tags import TagKind
from warehouse.vocabulary.collection import RunKind, RunState
from warehouse.vocabulary.tags import Announced

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=javascript:alert(1)>click</a>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<object data=javascript:alert(1)></object>",
    "<form action=javascript:alert(1)><button>go</button></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "\" onmouseover=alert(1) x=\"",
    "' autofocus onfocus=alert(1) '",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}<script>alert(1)</script>{% endraw %}",
    "${alert(1)}`-alert(1)-`",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#x3c;img src=x onerror=alert(1)&#x3e;",
    "<scr\u200bipt>alert(1)</scr\u200bipt>\u202e<b>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template><xmp><img src=x onerror=alert(1)></xmp>",
)  # fmt: skip

ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "https://x.example/\"onmouseover=\"alert(1)",
    "vbscript:alert(1)",
    "https://gov.uk@evil.example/",
)  # fmt: skip


def article(index: int, payload: str) -> tuple[Record, ...]:
    passage = f"The council said {payload} about its trust."
    text = revision(
        f"hostile-{index}",
        title=f"{index} {payload}",
        text=paragraphs(payload, passage, f"{payload} again"),
        standfirst=payload,
        authors=(payload, "A. Reporter"),
        url=ADDRESSES[index % len(ADDRESSES)] + ("" if index % 3 else f"#{payload}"),
        section=payload,
        tags=(payload,),
        comments=(Comment(payload, payload, payload, 0),),
        corrections=(payload,),
        captions=(payload,),
        dates=(DateCandidate(payload, payload, None, payload, payload),),
        wall=Wall.METERED,
        wall_reason=payload,
        confidence=0.1,
        reasons=(payload,),
        extractor=payload,
    )
    start = text.text.index(passage)
    forged: Any = payload  # where a word of ours should stand, as in a damaged warehouse
    tags = Tags(
        mentions=(Mention(TagKind.COUNCIL, start, start + 11, payload, payload, 0.9, payload), Mention(TagKind.TRUST, start, start + 3, payload, payload, 1, "")),
        funding=(FundingFigure(start + 4, start + 9, payload, 1.0, None, payload, forged, payload, payload, None, Announced.ALREADY, None, None, 0.5, ""),),
        judgements=(Judgement(payload, forged, start, start + 20, payload, payload, False, None, forged, 0.5, payload),),
        events=(Event(forged, start, start + 30, payload, (payload,), None, 0.5, payload),),
    )  # fmt: skip
    put_forward = candidate(
        text,
        passage,
        POLICIES[0].policy_id,
        1 - index / 100,
        Stance.CONTEXT,
        f"It says {payload}",
        payload,
        "trust",
        "(",
    )
    return stored(text, tags, put_forward)


def hostile_batch() -> tuple[Record, ...]:
    """Return an article for each payload, and the bookkeeping with the first of them."""
    made: list[Record] = [
        Run(RUN, RunKind.INGEST, "communitycare", NOW - timedelta(hours=2), NOW, RunState.FAILED, PAYLOADS[0])
    ]
    for index, payload in enumerate(PAYLOADS):
        made += article(index, payload)
        forged: Any = payload
        made += [
            Quarantine(
                identifier("q", str(index)), RUN, payload, ADDRESSES[index % 6], None, forged, payload, payload, NOW
            ),
            Incident(identifier("i", str(index)), "communitycare", forged, payload, NOW, None if index % 2 else NOW),
        ]
    state: Any = PAYLOADS[2]
    made.append(OutletDay("communitycare", NOW.date(), state, PAYLOADS[22], 0, 0, 1.0, NOW))
    return tuple(made)


HOSTILE_POLICY = replace(
    POLICIES[0], title=PAYLOADS[0], promise=PAYLOADS[2], party=PAYLOADS[3], source=ADDRESSES[0], verdict=PAYLOADS[20],
    completion=(PAYLOADS[4],), progress=(PAYLOADS[5],), failure=(PAYLOADS[22],), status=PAYLOADS[8], statuses=(PAYLOADS[8], PAYLOADS[9]),
)  # fmt: skip
