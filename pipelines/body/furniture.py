"""What stands in an article's column and is not the article: promos, sign-ups, banners, share lines, polls, adverts.

Every pattern is tried on one line at a time and is linear in its length. `verdict` names what a line is, so that
what was taken out can be counted and shown.
"""

from __future__ import annotations

import re

LONGEST_LINE = 420  # characters: a longer paragraph is prose, and only what it begins with is looked at
LONGEST_PROMO = 220

PROMO = re.compile(
    r"^[\W_]{0,20}(?:read (?:more|next|also|this|on|the full|our|full)\b|see (?:also|more)\b|more(?: on this)?:|more (?:from|on|about|"
    r"like this|stories|news|in)\b(?=.{0,60}$)|related(?: (?:articles?|stories|stor(?:y|ies)|content|topics?|coverage|posts?|news|"
    r"links?|reading|video))?\s*(?:[:|-]|$)|also read\b|also see\b|you (?:may|might) (?:also )?(?:like|be interested|enjoy)|"
    r"recommended (?:for you|reading|stories)|don['’]?t miss\b(?=.{0,12}$|\s?[:|-])|must[- ]read|required reading|"
    r"(?:watch|listen|next|previous|up next|trending|top stor(?:y|ies)|most (?:read|popular|viewed|shared|commented)|"
    r"editor['’]?s (?:picks?|choice)|latest (?:news|stories|updates)|explore more|further reading|in case you missed it|"
    r"what to read next|keep reading|continue reading|click (?:here|through|to))\b\s*(?:[:|>»-]|$|(?:here|to|for)\b))",
    re.IGNORECASE,
)
SHOUTED = re.compile(
    r"^(?:READ|MORE|WATCH|RELATED|SEE|LISTEN|DON['’]T MISS|NEXT|ALSO|JOIN|EXCLUSIVE|INSIGHT)\b[A-Z ]{0,30}[:|»>-]"
)
SIGN_UP = re.compile(
    r"\b(?:sign(?:ing)? ?up (?:for|to|here|now|today)|sign(?:ed)? up (?:for|to) (?:our|the|receive|get)|subscribe (?:to|now|here|today|for)|"
    r"subscribing to|newsletters?\b.{0,80}\b(?:inbox|sign|subscribe|free|daily|weekly|here|delivered)|(?:inbox|e-?mail).{0,60}newsletter|"
    r"(?:delivered|straight|sent|direct(?:ly)?|right) (?:straight |directly )?(?:in)?to your (?:inbox|phone|door|letterbox|email)|"
    r"get (?:our|the|all the) (?:latest|best|top|daily|weekly|free|news|app)\b.{0,80}(?:inbox|e-?mail|newsletter|app|phone|here)|"
    r"enter your e-?mail|your e-?mail address|download (?:our|the) (?:\w+ ){0,3}app\b|whatsapp (?:community|channel|group|chats?)|"
    r"join (?:our|the) (?:\w+ ){0,4}(?:community|whatsapp|newsletter|mailing list|conversation|channel|discord|telegram)|"
    r"(?:treated|treats?|send|receive).{0,40}special offers.{0,20}(?:promotions|adverts)|leave our community|scan the QR code|(?:privacy|our) notice\W*$|"
    r"(?:get|follow) all the latest (?:\w+ ){0,3}(?:news|updates) (?:on|by|from|with) our|"
    r"(?:join|sign up|register|subscribe).{0,30}(?:mailing list|email list|e-?bulletin|bulletin))",
    re.IGNORECASE,
)
FOLLOW = re.compile(
    r"^[\W_]{0,20}(?:(?:you can )?(?:also )?(?:follow|find|like|join|connect with|tweet|share|contact|e-?mail) (?:us|me|him|her|the \w+|\w+ \w+|@\w+|"
    r"this|on)\b.{0,60}(?:facebook|twitter|instagram|linkedin|whatsapp|youtube|tiktok|bluesky|threads|social media|e-?mail|google news)|"
    r"share (?:this|on|via|with|article|story|post)|share$|tweet$|print$|e-?mail$|copy link|facebook$|twitter$|linkedin$|whatsapp$|"
    r"follow (?:us|@?\w+) on\b|follow\s+@|save (?:this|article|for later))",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"^[\W_]{0,20}(?:©|\(c\)|copyright\b.{0,60}(?:\d{4}|reserved|©)|all rights reserved|(?:\w+ ){0,4}all rights reserved|this material may not be|"
    r"terms (?:of (?:service|use)|and conditions|& conditions)|privacy (?:policy|notice)|cookie (?:policy|settings|notice)|"
    r"this (?:article|story|post|page) (?:may )?contains? affiliate|we (?:may )?(?:earn|receive|get|make) (?:a |an )?(?:small )?(?:affiliate )?commission|"
    r"if you (?:click|buy|purchase|make a purchase).{0,80}commission|affiliate (?:links?|disclosure))",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"(?:\b(?:we|this (?:web)?site|our (?:web)?site|our partners)\b.{0,80}\buses? cookies|accept (?:all )?cookies|cookie (?:preferences|settings|consent)|"
    r"manage (?:your )?(?:cookies|consent|preferences)|browser (?:is )?(?:no longer|not) (?:fully )?supported|unsupported browser|"
    r"your browser (?:does not|doesn['’]t|isn['’]t|has|settings)|(?:enable|turn on|disable) (?:javascript|cookies)|cookies? (?:are |is )?(?:currently )?disabled|"
    r"javascript (?:is|to be|must be|seems|needs)|assume (?:that )?(?:we have your consent|you(?:['’]re| are) (?:ok|happy))|"
    r"please (?:upgrade|update) your browser|ad ?blocker)",
    re.IGNORECASE,
)
WALL_LINE = re.compile(
    r"(?:already (?:a |have a |have an |an )?(?:subscriber|registered|account|member)\b|(?:log|sign) ?in (?:here|to (?:continue|read|access|your|view|comment))|"
    r"(?:register|subscribe|sign (?:up|in)|log in|join)(?: now| here| today| free| for free)? to (?:continue|read|keep|access|unlock|view|get (?:full|unlimited))|"
    r"want (?:the )?full (?:article )?access|to continue reading|continue reading (?:this|with|for)|subscriber[- ]only|"
    r"(?:free )?articles? (?:per|a|each|left|remaining|this) (?:month|week)|unlimited (?:\w+ ){0,2}access|start your (?:free )?trial|free trial|"
    r"this (?:article|content|story|page) is (?:only |exclusively )?(?:available (?:only )?(?:to|for)|for|reserved for|locked) (?:\w+ ){0,2}(?:subscribers|members|registered)|"
    r"subscribe (?:from|for) (?:just|only)|cancel (?:at )?any ?time|become a (?:member|subscriber)\b)",
    re.IGNORECASE,
)
DONATE = re.compile(
    r"\b(?:support (?:us|our (?:work|journalism|reporting))|make a (?:contribution|donation)|donate (?:now|today|to|here)|"
    r"(?:your|reader) (?:support|contributions?|donations?) (?:helps?|means?|makes?|powers?|funds?)|chip in|tax[- ]deductible|"
    r"(?:giving|contributing|contribute|donating)(?: us)? as little as|support our newsroom|help keep (?:news|journalism|our|this site))",
    re.IGNORECASE,
)
COMMENTING = re.compile(
    r"^[\W_]{0,20}(?:\d[\d,]* )?(?:comments? (?:are|is) (?:now |currently )?(?:closed|disabled|turned off|moderated)|comments?(?: on this (?:piece|article).*)?[\W\d]*$|"
    r"(?:leave|post|add|write|submit) (?:a|your) (?:reply|comment|response)|have your say|join the (?:discussion|conversation|debate)|"
    r"view (?:all )?comments|show comments|(?:what do you think|tell us what you think|let us know)\b.{0,80}(?:comment|below|\?|…|\.\.\.)|"
    r"no comments|be the first to comment|your e-?mail address will not be published|required fields are marked|loading comments|"
    r"do you have (?:a|any) (?:story|tip|photo|news)|got a (?:story|tip|news)|(?:have|got) (?:you|your) (?:got )?(?:a )?(?:story|news)|"
    r"do you want to submit)",
    re.IGNORECASE,
)
POLL = re.compile(
    r"^(?:total vot(?:ers|es)\b|loading\s*(?:\.{2,}|…)|view results|vote now|cast your vote|.{1,160}\(\d{1,3}%,? ?[\d,]+ votes?\)|\d{1,3}%$)",
    re.IGNORECASE,
)
ADVERT = re.compile(
    r"^[\W_]{0,20}(?:advert(?:isement|isment|ising|orial)?s?|ad|sponsored(?: (?:content|by|post|links?).{0,40})?|promoted(?: stories)?|paid (?:content|post|for by)|"
    r"(?:story|article|content) continues (?:below|after)|continues? (?:reading )?below|scroll (?:down )?(?:to|for) (?:continue|more)|skip advert(?:isement)?|"
    r"advertisement[ -–—|].{0,60}|report this ad)[\W_]*$",
    re.IGNORECASE,
)
GALLERY = re.compile(
    r"^[\W_]{0,20}(?:(?:view|open|see|launch|expand|show|click)\b.{0,20}\b(?:gallery|image|slideshow|photos|pictures|full ?screen)|"
    r"(?:image|photo|picture|photograph|pic|video|credits?|source|caption|graphic|illustration|photo credit|image credit|image source)s?(?: (?:by|from|credit|source|courtesy|via))?\s*[:©/|].{0,160}|"
    r"(?:image|media) (?:source|caption)\b.{0,120}|\(?(?:getty images?|reuters|afp|pa wire|shutterstock|istock|adobe stock|alamy|epa|rex features)[\w /,.()-]{0,40}\)?|"
    r"\([^()]{0,60}(?:getty|reuters|afp|shutterstock|adobe stock|alamy|image:|photo:|pic:|pa wire)[^()]{0,60}\)|\d+ of \d+|slide \d+.{0,20}|play video|watch video|video unavailable)$",
    re.IGNORECASE,
)
META = re.compile(
    r"^[\W_]{0,20}(?:(?:by|words by|written by|posted by|author:)\s+[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,4}[\W_]*$|(?:first )?(?:published|posted|updated|last updated|modified|"
    r"created|last (?:modified|reviewed)|date)(?: on| at| by)?\s*[:|]?\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)\w*,? )?(?:\d{1,2}|[A-Z][a-z]{2,8})[\w ,.:/+-]{0,50}$|"
    r"\d+ ?min(?:ute)?s? read\b.{0,60}$|\d[\d,.]*k? (?:shares?|views?|comments?|likes?|votes?|responses?)\b[\W\d\w]{0,20}$|"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?\d{1,2}(?:st|nd|rd|th)? (?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? \d{2,4}[\d\W apmbstgutc]{0,20}$|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}[\d\W apmbstgutc]{0,24}$|"
    r"(?:tags?|topics?|categor(?:y|ies)|filed under|posted in|keywords?|sections?|source)\s*:.{0,200}$|tags$|topics$|(?:back to )?top(?: of page)?$|skip to (?:main )?(?:content|navigation)|page \d+ of \d+$|jump to\W*$|(?:previous|next|prev|previousnext)$|like this story\?.{0,60}$|this article is more than \d+ years? old)",
    re.IGNORECASE,
)
JOBS = re.compile(
    r"^[\W_]{0,20}(?:(?:latest |featured |recent |related |find |search |view |browse |all |top |more |\w+ )?jobs?(?: (?:board|search|vacancies|alerts?|of the week|in this sector))?|"
    r"vacancies|careers?|recruitment|.{1,60}\bjobs)$|£\d[\d,.]*k?\s*(?:-|–|to)\s*£\d[\d,.]*k?(?:\s*(?:per annum|pa|p\.a\.|a year|per year|fte|pro rata).{0,60})?$",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"^[\W_]{0,20}(?:related(?: (?:articles?|stories|content|topics?|coverage|posts?|news|links?|reading))?|more (?:like this|from .{1,40}|on this .{1,20}|stories|news|in .{1,30}|about .{1,30})|"
    r"you (?:may|might) (?:also )?(?:like|be interested in|enjoy).{0,30}|recommended(?: (?:for you|reading|stories))?|most (?:read|popular|viewed|commented)|read (?:next|more)|"
    r"(?:latest|featured|recent|highways|top|more)? ?jobs|comments?(?: \(\d+\))?|\d+ (?:comments?|responses? to .{1,200}|thoughts? on .{1,200})|(?:leave|post) a (?:reply|comment)|"
    r"have your say|trending(?: now)?|(?:latest|other|top) (?:news|stories|articles?|posts?)|editor['’]?s picks?|share this(?: \w+)?|about the authors?|promoted stories|"
    r"further reading|see also|what to read next|popular (?:articles|posts|stories|now|on .{1,40})|similar (?:articles|stories|posts)|don['’]t miss)[\W_]*$",
    re.IGNORECASE,
)

STARTS = (
    ("advert", ADVERT),
    ("comment box", COMMENTING),
    ("poll", POLL),
    ("share line", FOLLOW),
    ("legal line", LEGAL),
    ("picture line", GALLERY),
    ("date or byline", META),
)
"""Tried at a line's first letter: each alternative fails at once where the line begins otherwise."""

ANYWHERE = (
    (
        "newsletter",
        SIGN_UP,
        ("sign up", "signup", "signing", "signed up", "subscrib", "newsletter", "to your ", "get our", "get the", "get all the",
         "your e", "download", "whatsapp", "join our", "join the", "special offers", "leave our", "qr code", "notice",
         "all the latest", "mailing list", "email list", "bulletin"),
    ),
    (
        "cookie banner",
        CONSENT,
        ("cookie", "browser", "javascript", "consent", "blocker", "manage your preferences", "manage preferences", "assume"),
    ),
    (
        "wall",
        WALL_LINE,
        ("already", "log in", "login", "sign in", "signin", "sign up", "register", "subscri", "join", "want full",
         "want the full", "continue reading", "article per", "articles per", "articles a ", "article a ", "article each",
         "articles each", "article left", "articles left", "remaining", "article this", "articles this", "unlimited", "trial",
         "article is", "content is", "story is", "page is", "cancel", "become a member"),
    ),
)  # fmt: skip
"""Searched for, with words of which each match holds one: asking for them first spares most lines the slow search."""

BOX_REASONS = frozenset(
    ("newsletter", "wall", "promo", "cookie banner", "donation", "poll", "comment box", "job advert")
)
"""Of which one line condemns the small box that it stands in."""


def verdict(line: str, link_share: float = 0.0) -> str | None:
    """Return what kind of furniture a line is, or None where it is the article's own."""
    if len(line) > LONGEST_LINE:
        return None
    for name, pattern in STARTS:
        if pattern.match(line):
            return name
    lowered = line.lower()
    if len(line) <= LONGEST_PROMO:
        if SHOUTED.match(line):
            return "promo"
        if PROMO.match(line) and (link_share > 0.3 or len(line) < 90 or line.rstrip()[-1:] not in '.”"'):
            return "promo"
        if len(line) < 80 and JOBS.match(line):
            return "job advert"
    for name, pattern, hints in ANYWHERE:
        for hint in hints:  # a loop takes a third of the time of `any`, which asks a generator
            if hint in lowered:
                if pattern.search(line):
                    return name
                break
    if (
        (link_share > 0.1 or len(line) < 260)
        and (
            "support" in lowered
            or "donat" in lowered
            or "contribut" in lowered
            or "giving" in lowered
            or "chip in" in lowered
            or "help keep" in lowered
            or "deduct" in lowered
        )
        and DONATE.search(line)
    ):
        return "donation"
    return None


def is_tail(line: str) -> bool:
    """Whether a line heads what follows an article: related stories, comments, jobs."""
    return len(line) < 240 and TAIL.match(line) is not None
