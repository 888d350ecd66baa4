"""The words round a place's name that make it an authority's full name, or part of another body's name."""

from __future__ import annotations

import re

from nlp.text.wordings import word_sets, wordings

_ANY = wordings("name_wordings.txt")  # the lists of that file, each as one group
_WORDS = word_sets("name_wordings.txt")
_TYPES = r"(?:metropolitan|met|city|county|borough|district|london borough|royal borough|unitary|island|islands|and district)"
FULL_AFTER = re.compile(
    rf" (?P<types>(?:{_TYPES} ){{0,3}})(?:co?u?n?ci?l|coucil|counil|cuoncil|councll)(?P<plural>s)?(?![\w])(?! (?:tax|houses?|housing estate|estates?|flats?|homes?\b|of churches|of mosques)\b)",
    re.IGNORECASE,
)
SHORT_AFTER = re.compile(r" (?P<types>MBC|MDC|BC|CBC|CC|DC|LBC|LB|UA|BCl|CCl|BCI|CCI)(?![\w])")
AUTHORITY_AFTER = re.compile(r" (?P<types>(?:local |unitary )authority)(?![\w])", re.IGNORECASE)
CORPORATION_AFTER = re.compile(r" corporation(?![\w])", re.IGNORECASE)
LESSER_AFTER = re.compile(rf" {_ANY['lesser councils']} councils?\b", re.IGNORECASE)
PLURAL_AFTER = re.compile(
    rf"(?:'s?)?,? (?:{_TYPES}(?:,| and| &|/)? ){{0,4}}(?:councils|authorities|local authorities|MBCs|boroughs|LAs|counties)(?![\w])",
    re.IGNORECASE,
)
# A county as an area with councils in it: "Essex's unitaries".
AREA_AFTER = re.compile(
    r"'s? (?:[\w-]+ ){0,2}(?:councils|unitaries|districts|boroughs|local authorities|towns|villages|parishes)\b",
    re.IGNORECASE,
)
FULL_BEFORE = re.compile(f"{_ANY['before the name of its council']} $")
CITY_BEFORE = re.compile(r"\b(?:[Tt]he )?(?P<keep>City of|County of|CITY OF) $")
BOROUGHS_BEFORE = re.compile(rf"\b{_ANY['councils of']} of $", re.IGNORECASE)

# What stands straight before a name that is a person's, a title's or another body's.
OTHER_BEFORE = re.compile(rf"\b{_ANY['before a name of another body or a person']}\.? $")
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
PLACE_AFTER = re.compile(rf"(?:'s)? {_ANY['bodies and people of a place']}\b", re.IGNORECASE)  # in small letters
# Its people, not its authority: "Gateshead children", "a Redditch ward".
PEOPLE_AFTER = re.compile(rf" {_ANY['people and streets of a place']}\b")
# What makes a list of places one body's name: "Devon and Cornwall Police", "Wigan and Leigh NHS Foundation Trust".
_ONE_MORE = r"[A-Z][\w-]{2,20}"
BODY_AFTER = re.compile(rf"(?:'s)?(?:,? (?:and|&) {_ONE_MORE})?(?: {_ONE_MORE})? {_ANY['bodies of several places']}\b")
# What puts a person, a thing or an event in a place: "a carer in Harrow", "speaking in Leeds", "poverty in Luton".
_HARMED = rf"{_ANY['harm']} of (?:[\w'-]+,? ){{1,6}}in"
_ONE_THERE = rf"(?:[Aa]n?|[Oo]ne|[Aa]nother) (?:[\w'-]+ ){{0,3}}{_ANY['persons and houses']}(?: of [\w-]+)?,? (?:in|from|near|outside)"
PLACED = re.compile(rf"\b(?:{_HARMED}|{_ONE_THERE}|{_ANY['what puts somebody in a place']}) $")
PLACED_ENDS = frozenset(["in", "as", "from", "near", "outside", "for", "to"])
# What follows "Education" where it is a council's: "Slough Education Department".
_OF_EDUCATION = re.compile(
    r"(?:'s)? Education (?:and|&|[Aa]uthority|[Cc]ommittee|[Dd]epartment|[Ss]ervices?|[Bb]oard|[Cc]abinet|[Dd]irector|[Oo]fficers?|[Tt]eam|[Cc]hief|[Ss]crutiny|[Oo]verview|[Bb]oss)\b"
)
_NAMED_FOR_SERVICE = re.compile(
    rf"(?:'s)? [\w'-]+(?: (?:and|&|[A-Z][\w'-]*)){{0,4}} {_ANY['bodies named for a service']}\b"
)
CAPITAL_AFTER = re.compile(r"(?:'s)? (?P<word>[A-Z][\w'&-]*)")
# Capitalised words after a name that leave it an authority's.
SERVICE_WORDS = _WORDS["capitals after an authority"]
# Capitalised words that can stand before a name without being part of it.
_FREE_BEFORE = _WORDS["capitals that stand free before a name"]
_MONTH_NAMES = frozenset(("April", "May", "June", "August"))
_LAST_WORD = re.compile(r"([A-Za-z][\w'&.-]*)(?P<gap> |-)$")


# The words that the patterns above can end in: a name after any other word needs none of them tried.
_HEAD_ENDS = frozenset(["of", "OF", "LB", "LBC", "RB", "Sir", "Dinas", "Sirol", "Cyngor", "the"])
_OTHER_ENDS = _WORDS["last words before a name of another body"]


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
        if word in _WORDS["services that a body can be named for"] and _NAMED_FOR_SERVICE.match(after):
            return capital.group().strip()
        return None
    return capital.group().strip()
