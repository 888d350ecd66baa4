"""The words round a place's name that make it an authority's full name, or part of another body's name."""

from __future__ import annotations

import re

_TYPES = r"(?:metropolitan|met|city|county|borough|district|london borough|royal borough|unitary|island|islands|and district)"
FULL_AFTER = re.compile(
    rf" (?P<types>(?:{_TYPES} ){{0,3}})(?:co?u?n?ci?l|coucil|counil|cuoncil|councll)(?P<plural>s)?(?![\w])(?! (?:tax|houses?|housing estate|estates?|flats?|homes?\b|of churches|of mosques)\b)",
    re.IGNORECASE,
)
SHORT_AFTER = re.compile(r" (?P<types>MBC|MDC|BC|CBC|CC|DC|LBC|LB|UA|BCl|CCl|BCI|CCI)(?![\w])")
AUTHORITY_AFTER = re.compile(r" (?P<types>(?:local |unitary )authority)(?![\w])", re.IGNORECASE)
CORPORATION_AFTER = re.compile(r" corporation(?![\w])", re.IGNORECASE)
LESSER_AFTER = re.compile(
    r" (?:town|parish|community|youth|student|students'|school|arts|sports|race relations|trades|health|interfaith|pensioners'|learning|economic|safety|inter-?faith|advisory) councils?\b",
    re.IGNORECASE,
)
PLURAL_AFTER = re.compile(
    rf"(?:'s?)?,? (?:{_TYPES}(?:,| and| &|/)? ){{0,4}}(?:councils|authorities|local authorities|MBCs|boroughs|LAs|counties)(?![\w])",
    re.IGNORECASE,
)
# A county as an area with councils in it: "Essex's unitaries".
AREA_AFTER = re.compile(
    r"'s? (?:[\w-]+ ){0,2}(?:councils|unitaries|districts|boroughs|local authorities|towns|villages|parishes)\b",
    re.IGNORECASE,
)
FULL_BEFORE = re.compile(
    r"(?:(?:[Ll]ondon|[Rr]oyal|[Mm]etropolitan|LONDON|ROYAL|METROPOLITAN) (?:[Bb]orough|BOROUGH) (?:of|OF)|[Bb]orough of|\bLB of|\bLBC?|\bRB|\bCyngor Sir|\bCyngor Dinas|\bCyngor Bwrdeistref Sirol|\bCyngor|"
    r"[Cc]ity [Cc]ouncil of|[Cc]ouncil of the|[Bb]orough [Cc]ouncil of|[Cc]ounty [Cc]ouncil of|[Cc]ity and [Cc]ounty of|[Cc]ity and [Dd]istrict of|\bMBC of|[Ll]ocal [Aa]uthority of|[Cc]ouncil of) $"
)
CITY_BEFORE = re.compile(r"\b(?:[Tt]he )?(?P<keep>City of|County of|CITY OF) $")
BOROUGHS_BEFORE = re.compile(
    r"\b(?:boroughs|districts|borough councils|district councils|county councils|city councils|unitary authorities|councils|authorities|local authorities|LAs|counties|unitaries) of $",
    re.IGNORECASE,
)

# What stands straight before a name that is a person's, a title's or another body's.
OTHER_BEFORE = re.compile(
    r"\b(?:University of|Universities of|College of|Duke of|Duchess of|Earl of|Marquess of|Countess of|Viscount|Baron|Baroness \w+ of|Lord \w+ of|Bishop of|Archbishop of|Diocese of|Dean of|Lord|Lady|Sir|Dame|Mr|Mrs|Ms|Miss|Dr|Prof|Professor|"
    r"Justice|Judge|HMP|HMS|RAF|RNAS|AFC|FC|Port of|Battle of|Vale of|Bank of|Royal|Treaty of|Siege of|Church in|Mayor of|Museum of|Friends of|Radio|BBC|Healthwatch|Mind in|Citizens Advice|Age UK|Unison|Visit|Destination|Brand|"
    r"HM Prison|Lake|Mount|Fort|Camp|New|Old|Great|Little|Upper|Lower|Port|Saint|Sheriff of|Lord Lieutenant of|High Sheriff of|Crown Court at|Magistrates' Court at|Court at|Hotel|Club|Team|Sky|Heart|Capital|"
    r"Captain|Major|General|Colonel|Sergeant|Constable|Inspector|Superintendent|Pc|PC|DC|DS|DI|DCI|Judge|Prince of|Princess of|King|Queen|Prince|Princess|Saint|via|née)\.? $"
)
# A reporter's patch and the sections of a site: "Local Democracy Reporter for Essex".
PATCH_BEFORE = re.compile(
    r"\b(?:reporter|correspondent|journalist|editor|newsletter|(?<!good )(?<!bad )(?<!better )news|subscribers?)(?:,| for| in| at| covering|:)+ (?:the )?$",
    re.IGNORECASE,
)
# What stands straight after a name that is only part of a longer one, though it is no capital.
OTHER_AFTER = re.compile(
    r"(?:-based|-born|-bred|-educated|(?: |-)(?:born|upon|under|sausages?|pudding|cheese|pasty|pasties|accent|terrier|bus|wool|marble|stone|slate|lamb|beef|cider))\b",
    re.IGNORECASE,
)
PLACE_AFTER = re.compile(  # a body or a person of the place, in small letters
    r"(?:'s)? (?:(?:crown|county|magistrates'?|family|youth|coroner'?s|combined) court|(?:city|town|county) (?:centre|hospital|ground)|police|constabulary|university|universities|mps?\b|mp's|residents?|man|men|woman|women|"
    r"teenagers?|mother|mum|father|dad|couple|family(?! (?:hub|support|service|help|group|centre|safeguarding|time))|boy|girl|pensioner|pub|pubs|club|fans?|supporters?|striker|midfielder|defender|goalkeeper|players?|hotel|hospital|airport|"
    r"railway|station|motorway|coast|coastline|countryside|beach|cathedral|castle|prison|jail|college|academy|academies|nhs|gp|gps|ambulance|firefighters?|fire brigade|"
    r"businessman|businesswoman|entrepreneur|charity|charities|artist|singer|band|festival|marathon|races?|north|south|east|west)\b",
    re.IGNORECASE,
)
# Its people, not its authority: "Gateshead children", "a Redditch ward".
PEOPLE_AFTER = re.compile(
    r" (?:children(?!'|\w| (?:and (?:families|adults?|young people('s)?)|in need|looked after|in care)\b)|youngsters|parents|families(?! (?:hub|first|service|team))|pupils|people|taxpayers|voters|patients|tenants|shoppers|wards?|ward councillors?|trusts?(?!')|streets?|suburbs?|branch|solicitors?|landlords?|"
    r"neighbourhoods?|branch(?:es)?)\b"
)
# What makes a list of places one body's name: "Devon and Cornwall Police", "Wigan and Leigh NHS Foundation Trust".
BODY_AFTER = re.compile(
    r"(?:'s)?(?:,? (?:and|&) [A-Z][\w-]{2,20})?(?: [A-Z][\w-]{2,20})? (?:NHS|Police|Constabulary|Fire|Hospitals?|University|Universities|Mental Health|Ambulance|Integrated|ICB|CCG|Clinical|Combined|LEP|Local Enterprise|Chamber|Probation|Magistrates|Crown|Healthcare|Health|Community (?:Health|Rehabilitation)|Teaching|Foundation|Airport|Wildlife|Housing Association|Rescue|bureau|newsroom|correspondent|(?:Fostering|Adoption) (?:Agency|Ltd|Limited|Solutions))\b"
)
# What puts a person, a thing or an event in a place: "a carer in Harrow", "speaking in Leeds", "poverty in Luton".
_PERSON = (
    r"(?:official|organiser|steward|worker|carer|practitioner|nurse|teacher|head|headteacher|doctor|GP|solicitor|barrister|lawyer|volunteer|campaigner|activist|protester|mother|mum|father|dad|parent|grandmother|grandfather|woman|man|boy|girl|"
    r"teenager|toddler|baby|child|couple|family|pensioner|resident|reader|shopkeeper|landlord|vicar|judge|charity|business|firm|shop|school|nursery|academy|college|home|house|flat|bungalow|hospital|hospice|hotel|farm|factory|warehouse|church|mosque|pub|club|park|court|office|hub|caravan|hostel|housewife|farmer|driver|student|pupil|graduate|businessman|"
    r"businesswoman|supporter|leaver|adopter|childminder)"
)
_HARM = r"(?:[Dd]eaths?|[Mm]urders?|[Kk]illings?|[Mm]anslaughter|[Ss]tabbings?|[Ss]hooting|[Aa]buse|[Rr]ape|[Ee]xploitation|[Nn]eglect)"
PLACED = re.compile(
    rf"\b(?:{_HARM} of (?:[\w'-]+,? ){{1,6}}in|(?:[Aa]n?|[Oo]ne|[Aa]nother) (?:[\w'-]+ ){{0,3}}{_PERSON}(?: of [\w-]+)?,? (?:in|from|near|outside)"
    r"|(?:[Ss]peaking|[Ss]poke|[Aa]ddressing|[Aa]ddressed|sitting|[Gg]athered|conference|rally|audience|[Mm]eeting|met) (?:[\w'-]+ ){0,7}in"
    r"|(?:[Pp]overty|[Dd]eprivation|[Hh]unger|[Uu]nemployment|[Rr]ents|[Ww]ages|prices|[Cc]rime|[Tt]raffic|[Ll]ife|[Pp]eople|[Rr]esidents|[Vv]oters|(?<!abinet )(?<!ouncil )(?<!ead )(?<!oard )(?<!ommittee )(?<!lected )[Mm]embers|branches|supporters|[Pp]ensioners|[Yy]oungsters|[Tt]eenagers|[Ff]amilies|[Pp]arents) (?:living )?in"
    r"|(?:worst|best|highest|lowest|largest|biggest|poorest|smallest|oldest|busiest) in|(?:[Tt]ravel(?:s|led|ling)?|drive[sn]?|drove|walk(?:s|ed)?) (?:\w+ )?(?:to|from|in)"
    r"|far (?:apart|away|afield|north|south|east|west) as|(?:sticks|bound|headed|heading|set off|the (?:train|bus)) (?:for|to)"
    r"|(?:run|managed|led|delivered|directed|organised|overseen|based) from"
    r"|(?:engines|firefighters|paramedics|volunteers|fans|protesters|coaches|travellers|(?:some|all|most) of them),? (?:in|from)"
    r") $"
)
PLACED_ENDS = frozenset(["in", "as", "from", "near", "outside", "for", "to"])
# What follows "Education" where it is a council's: "Slough Education Department".
_OF_EDUCATION = re.compile(
    r"(?:'s)? Education (?:and|&|[Aa]uthority|[Cc]ommittee|[Dd]epartment|[Ss]ervices?|[Bb]oard|[Cc]abinet|[Dd]irector|[Oo]fficers?|[Tt]eam|[Cc]hief|[Ss]crutiny|[Oo]verview|[Bb]oss)\b"
)
CAPITAL_AFTER = re.compile(r"(?:'s)? (?P<word>[A-Z][\w'&-]*)")
# Capitalised words after a name that leave it an authority's.
SERVICE_WORDS = frozenset(
    [
        "Children's",
        "Childrens",
        "Council",
        "Councils",
        "Cabinet",
        "Councillor",
        "Councillors",
        "Cllr",
        "Social",
        "Adult",
        "Adults",
        "SEND",
        "Ofsted",
        "Family",
        "Families",
        "Early",
        "Local",
        "Youth",
        "Adoption",
        "Fostering",
        "Education",
        "Labour",
        "Conservative",
        "Tory",
        "Tories",
        "Lib",
        "Liberal",
        "Green",
        "Reform",
        "Improvement",
        "Inspection",
        "Commissioner",
        "I",
        "MBC",
        "BC",
        "CC",
        "LBC",
        "Virtual",
        "Safeguarding",
        "Multi-Agency",
        "MASH",
        "Leader",
        "Director",
        "Chief",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)
# Capitalised words that can stand before a name without being part of it.
_FREE_BEFORE = frozenset(
    ["In", "At", "From", "For", "And", "But", "The", "While", "When", "As", "Since", "After", "Before", "With", "Of", "To", "By", "On", "Both", "Neither", "Either", "Although", "Though", "Meanwhile", "However", "Ofsted", "Ofsted's", "Labour", "Labour-led", "Labour-run", "Tory", "Tory-led", "Tory-run", "Conservative", "Conservative-led", "Conservative-run", "Lib", "Dem", "Dem-led", "Dem-run", "Liberal", "Democrat", "Democrat-led", "Green", "Green-led", "Reform", "Reform-led", "Reform-run", "Yet", "Now", "Today", "Yesterday", "Last", "Like", "Unlike", "Also", "Only", "Even", "Then", "Where", "What", "Why", "How", "Whether", "If", "That", "This", "Because", "So", "Until", "Once", "Under", "Over", "Across", "Within", "Outside", "Inside", "Near", "Neighbouring", "Councils", "Authorities", "Counties", "Boroughs", "Cities", "Towns", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Nearby", "Elsewhere", "London", "Yorkshire", "East", "West", "North", "South", "Including", "Among", "Between", "DfE", "CQC", "MHCLG", "DLUHC", "LGA", "ADCS", "Services", "Children's", "Council", "Councillors", "Inspectors", "Ministers", "Residents", "Leaders", "Other", "Others", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "England", "Wales", "Scotland", "Instead", "Previously", "Following", "Given", "Despite", "Besides", "Alongside", "Historically", "Overall", "Nearly", "Almost", "Around", "About", "Again", "Similarly", "Likewise", "Plus", "Not", "No", "Nor", "Cabinet", "Government", "Commissioners", "Consultants", "Auditors", "Around", "Together"]
)  # fmt: skip
_MONTH_NAMES = frozenset(("April", "May", "June", "August"))
_LAST_WORD = re.compile(r"([A-Za-z][\w'&.-]*)(?P<gap> |-)$")


# The words that the patterns above can end in: a name after any other word needs none of them tried.
_HEAD_ENDS = frozenset(["of", "OF", "LB", "LBC", "RB", "Sir", "Dinas", "Sirol", "Cyngor", "the"])
_OTHER_ENDS = frozenset(
    [
        "of",
        "Viscount",
        "Baron",
        "Lord",
        "Lady",
        "Sir",
        "Dame",
        "Mr",
        "Mrs",
        "Ms",
        "Miss",
        "Dr",
        "Prof",
        "Professor",
        "Justice",
        "Judge",
        "HMP",
        "HMS",
        "RAF",
        "RNAS",
        "AFC",
        "FC",
        "Royal",
        "in",
        "Radio",
        "BBC",
        "Healthwatch",
        "Advice",
        "UK",
        "Unison",
        "Visit",
        "Destination",
        "Brand",
        "Prison",
        "Lake",
        "Mount",
        "Fort",
        "Camp",
        "New",
        "Old",
        "Great",
        "Little",
        "Upper",
        "Lower",
        "Port",
        "Saint",
        "Lieutenant",
        "at",
        "Hotel",
        "Club",
        "Team",
        "Sky",
        "Heart",
        "Capital",
        "Captain",
        "Major",
        "General",
        "Colonel",
        "Sergeant",
        "Constable",
        "Inspector",
        "Superintendent",
        "Pc",
        "PC",
        "DC",
        "DS",
        "DI",
        "DCI",
        "King",
        "Queen",
        "Prince",
        "Princess",
        "via",
        "née",
    ]
)


def last_word(before: str) -> str:
    """Return the word that `before` ends in, without a full stop."""
    return before.rstrip().rsplit(" ", 1)[-1].lstrip("\"'“‘([").rstrip(".")


def heads(before: str) -> tuple[re.Match[str] | None, re.Match[str] | None, re.Match[str] | None]:
    """Return the matches of FULL_BEFORE, CITY_BEFORE and BOROUGHS_BEFORE at the end of `before`."""
    if last_word(before) not in _HEAD_ENDS:
        return None, None, None
    return FULL_BEFORE.search(before), CITY_BEFORE.search(before), BOROUGHS_BEFORE.search(before)


# A grade or an epithet beside a name is no part of it: "Inadequate Dudley", "Then-inadequate Reading", "Dudley Inadequate" in a table.
_GRADED = r"(?:inadequate|outstanding|good|requires(?:-improvement)?|improving|failing|struggling|troubled)"
_GRADE_BESIDE = re.compile(
    rf"(?:(?:then|once|now|formerly|previously)-)?{_GRADED}(?:-rated)?|[\w-]+-(?:hit|rated)", re.IGNORECASE
)


def other_body_before(before: str, sentence_start: bool) -> str | None:
    """Return the word before a name that makes it part of another name, or None. `before` is the sentence up to the name."""
    if not before:
        return None
    patch = PATCH_BEFORE.search(before)
    if patch is not None:
        return patch.group().strip()
    match = OTHER_BEFORE.search(before) if last_word(before) in _OTHER_ENDS else None
    if match is not None:
        return match.group().strip()
    last = _LAST_WORD.search(before, max(0, len(before) - 32))
    if last is None or last["gap"] == "-":
        return None
    word = last[1]
    if _GRADE_BESIDE.fullmatch(word):
        return None
    if not word[0].isupper() or (word in _FREE_BEFORE and word not in _MONTH_NAMES) or word.endswith((".", "'s", "'")):
        return None
    opening = before[: last.start()].strip(" \"'“‘([-–—•*")
    if (
        word in _MONTH_NAMES
        and opening
        and not re.search(
            r"(?:\b(?:in|by|from|until|since|last|next|of|to|this|on|early|late|mid|for|before|after|and)|(?<!\d)(?:[12]?\d|3[01])(?:st|nd|rd|th)?|,)$",
            opening,
        )
    ):
        return word  # "At 78 June Torridge": a first name
    if not opening and not sentence_start:
        return None
    if word in _MONTH_NAMES:
        return None
    if not opening and (word.endswith(("ing", "ed", "ly")) or word in _FREE_BEFORE):
        return None
    if word.isupper() and len(word) > 1:
        return None  # an abbreviation or a shouted line
    return word


def placed(before: str) -> str | None:
    """Return the words before a name that put somebody or something in the place, or None."""
    if last_word(before) not in PLACED_ENDS:
        return None
    found = PLACED.search(before)
    return None if found is None else found.group().strip()


def other_body_after(after: str) -> str | None:
    """Return the words after a name that make it part of another body's name, or None. `after` is the sentence from the name on."""
    lesser = LESSER_AFTER.match(after) or AREA_AFTER.match(after)
    if lesser is not None:
        return lesser.group().strip()
    other = OTHER_AFTER.match(after) or PLACE_AFTER.match(after) or PEOPLE_AFTER.match(after)
    if other is not None:
        return other.group().strip()
    capital = CAPITAL_AFTER.match(after)
    if capital is None:
        return None
    word = capital["word"].removesuffix("'s")
    if _GRADE_BESIDE.fullmatch(word):
        return None
    if word == "Education" and not _OF_EDUCATION.match(after):
        return capital.group().strip()  # "Cambridge Education": a firm
    if word in SERVICE_WORDS or capital["word"] in SERVICE_WORDS:
        if word in (
            "Children's",
            "Family",
            "Families",
            "Youth",
            "Safeguarding",
            "Education",
            "Council",
            "Adult",
            "Social",
            "Local",
        ) and re.match(
            r"(?:'s)? [\w'-]+(?: (?:and|&|[A-Z][\w'-]*)){0,4} (?:Board|Partnership|Hospital|Trust|Centre|Court|Academy|Charity|Network|Forum|Safeguarding|Foundation|Fund|Alliance|Society|Association|Hospice|University|Theatre|Club)\b",
            after,
        ):
            return capital.group().strip()
        return None
    return capital.group().strip()
