"""The wordings that tell whose a grade is: lists, asides, counts, and what stands for a council named before."""

from __future__ import annotations

import re

from nlp.grades.detection import MASK
from nlp.text.wordings import compile_any, wordings

_ANY = wordings("grade_wordings.txt")  # the lists of that file, each as one group

NATIONAL = compile_any(
    rf"\b{_ANY['numbers of councils']}(?: of)?(?: the| these| those)?(?: [\w'-]+){{0,2}} {_ANY['councils in general']}\b",
    r"\bany (?:[\w-]+ )?(?:council|authority|department|service)\b",
    r"\bon average\b",
    r"\b(?:both|the two|two|three) groups\b",
    flags=re.IGNORECASE,
)
# "Bury is one of eleven authorities that": the count holds the council named.
ONE_OF = re.compile(
    r"(?:'s)?(?: [\w']+){0,3} (?:is|was|are|were|became|becomes|has become|have become|joined|joins|remains)(?: [\w-]+){0,2}? (?:one of|among|part of|the \w+ of)(?: [\w-]+){0,2}? ?$"
)
# Between a council's name and a list of those that were given a grade: the name waits for that grade too.
SERVICES_WERE = re.compile(r"\b(?:services|grades?|ratings?|judge?ments?|was|were|is|are|been|from|to)\b")
RESPECTIVELY = re.compile(r"\brespectively\b|\bin turn\b")
WHICH = re.compile(
    r"\bthe (?:(?P<first>former|first)|latter|second)\b(?! time| year| inspection| report| council| authority| borough| anywhere| in | to )(?!.*\bthe (?:former|first|latter|second)\b)"
)
PARTS = re.compile(r"\b(?:in|across|for|of) (?:all |every |each |any |just |only )?[^.;]{0,20}$", re.IGNORECASE)
# "Councils that are rated inadequate", "ones judged good": no council in particular.
GENERIC_BEFORE = re.compile(
    rf"(?:(?<!{MASK} )(?<!two )(?<!three )(?<!both )(?<!these )(?<!those )\b{_ANY['bodies in general']}|\b(?:anywhere"
    rf"|those))(?: {_ANY['between bodies and a grade']})* [\"'“‘]?$",
    re.IGNORECASE,
)
GENERIC_AFTER = re.compile(
    r"[\"'”’]?(?:-rated|-graded)?(?: rated| local)? (?:councils|authorities|LAs|departments|boroughs|counties)\b",
    re.IGNORECASE,
)
# "Became the first council anywhere to be judged"
_BECAME = r"(?:became|become|was|were|is|are|been|remains?)"
_AS_THE_FIRST = r"(?: still| among| one of)* the (?:very )?(?:first|second|third|only|last|latest)"
FIRST = re.compile(
    rf"{MASK}[^;:.]{{0,40}} {_BECAME}{_AS_THE_FIRST}(?: {_ANY['what somebody is the first of']})*"
    r" to (?:be|have been) (?:rated|judged|graded|found|declared|called) [\"'“‘]?$",
    re.IGNORECASE,
)
# "An outstanding council will help": no council in particular, unless "is an" or a name and a comma stand before it.
INDEFINITE_BEFORE = re.compile(
    r"\b(?:an?|another|any|each|every|no|neighbouring|nearby|fellow)(?: (?:fellow|neighbouring|nearby|already|single|good or|outstanding or))? [\"'“‘]?$",
    re.IGNORECASE,
)
INDEFINITE_AFTER = re.compile(
    r"[\"'”’]?(?:-rated|-graded)?(?: rated| local| county| city| neighbouring)* (?:council|authority|borough|department|trust|county)\b",
    re.IGNORECASE,
)
DEFINITE_BEFORE = re.compile(
    rf"(?:{MASK},(?: {_ANY['how long it has been so']})?|\b{_ANY['forms of being']}) (?:now |still |already |also )?(?:an?|another) [\"'“‘]?$",
    re.IGNORECASE,
)
# "Those that are left mostly have good grades": the rest of a number, without a name.
THE_REST = re.compile(
    r"[\"“]?(?:Those|The (?:rest|others|remainder))\b(?! (?:services|two|three|grades|judge?ments)\b)"
)
MANY = re.compile(r"\b(?:many|more|most|fewer|few|several|all|any|no|some|the|of)(?: of the)? $", re.IGNORECASE)
ANY_RATING = re.compile(r"[\"“]?(?:An?|Any|Every) (?:[\w-]+ ){0,2}(?:rating|grade|judge?ment) of [\"'“‘]?$")
# "Its neighbour is rated outstanding": somebody else, without a name.
UNNAMED = re.compile(
    rf"\b(?:its|their|an?|another|one|'s|the) (?:[\w-]+ )?{_ANY['a neighbour']}(?:,? {_ANY['between a neighbour and a grade']})* (?:an? )?[\"'“‘]?$",
    re.IGNORECASE,
)
JOINT = re.compile(
    rf"(?:'s)?(?:,(?: [A-Z][\w'-]+){{1,3}})?(?:,| and| &|, and|;| or| as well as|, along with| along with)(?: {_ANY['between names of one list']})* ?| ?/ ?"
)
_WHOSE = r"(?: both| the| children's services in| councils| authorities| services in| its| all| those of)*"
LIST_LEAD = re.compile(
    rf"[\"'”’]?,?(?: {_ANY['after a grade before its list']})*(?:,? {_ANY['leading to a list']}|:| -| –){_WHOSE} ?"
)
_GIVEN_TO = rf"(?:was|were|is|has been|had been) (?:also |then |later |now )?{_ANY['what is done with a grade']}"
_MARK_OR_VERB = rf"(?: {_ANY['a grade or a mark']}s?|(?= (?:was|were|is|has|had|went|goes)\b))"
DIRECT_LEAD = re.compile(
    rf"[\"'”’]?(?: (?:Ofsted|overall|inspection))?{_MARK_OR_VERB}(?: (?:{_GIVEN_TO}|went|goes|has gone|belongs))?"
    r" (?:to|of|on|against|upon|from) (?:the |neighbouring |nearby )?"
)
RATED_NAME = re.compile(
    r"[\"'”’]? (?=$)|[\"'”’]?-(?:rated|graded|judged) (?:(?:children's |social |care |services |department |council |authority )*(?:in|at|of) )?"
)
NAMED_LEAD = re.compile(r"\b(?:including|such as|among them|namely|were|are|they are|is|like|:|–|-|\() ?(?:the )?$")
VERB_GOES_ON = re.compile(
    r"(?:'s)?(?: [\w']+){0,3} (?:is|was|are|were|has|have|had|got|received|rated|judged|graded)\b"
)
BOTH = re.compile(
    rf"\b(?:both(?: of them| {_ANY['bodies and services in the plural']})?|(?:the|all) (?:two|three|four)(?: {_ANY['bodies in the plural']})?|the pair"
    r"|each(?: of (?:them|the (?:two|three)))?)\b",
    re.IGNORECASE,
)
TWO = re.compile(r"\b(?:both (?:of them|councils|authorities|boroughs|counties|cities|unitaries)|the (?:two|pair)|each of (?:them|the two))\b", re.IGNORECASE)  # fmt: skip
TAKES_UP = re.compile(r"(?:It|They|Its|Their|Services|Those services|These)\b")
ASIDE_LEAD = re.compile(
    rf"(?:'s?)?(?: {_ANY['between a name and its aside']})*(?:,| \(| [–—-])(?! (?:and|but|or|while|whereas)\b) [^,;()–—{MASK}]{{0,80}}$"
    rf"|(?:'s?)?,(?= )[^,;]{{0,60}} $",
    re.IGNORECASE,
)
ASIDE_TAIL = re.compile(
    r"[^,;()–—]{0,60}(?:,|\)| [–—-]) (?:is|was|are|were|has|have|had|remains?|remained|got|received|went|moved|rose|fell|became|will|kept|lost)\b",
    re.IGNORECASE,
)
CONJUNCT_TAIL = re.compile(r"(?:'s [\w ]{1,20})? and (?:is|was|are|were|has|have|had|remains?|remained|got|received)\b")
_WHEN = _ANY["days and times"]
# "Inadequate last summer and Knowsley a fortnight ago"
ELIDED = re.compile(
    rf"[\"'”’]?(?: by (?:Ofsted|inspectors))?,? {_WHEN}(?P<names>(?:(?:,| and|, and|;) {MASK}{{1,60}} {_WHEN}){{1,5}})(?=[.,;)]|$)"
)
# "Inadequate, among them Coventry in March and Dudley in August"
AMONG = re.compile(
    rf"[\"'”’]?[^.;:{MASK}]{{0,60}}\b(?:among them|including) (?P<names>{MASK}{{1,60}} {_WHEN}(?:(?:,| and|, and) {MASK}{{1,60}} {_WHEN}){{0,5}})(?=[.,;)]|$)"
)
AFTER_IT = re.compile(r"[^,;]{0,60}\b(?:after|because|when|since|before|until|once|although) (?:it|its services) (?:is|was|were|had been|has been)\b")  # fmt: skip
PREPOSITION = re.compile(
    r"\b(?:by|with|from|of|to|alongside|like|unlike|than)(?: the| neighbouring| nearby)* $", re.IGNORECASE
)
POINTING = re.compile(
    r"\b(?:it|its|they|their|them|the (?:[\w-]+ )?(?:council|authority|borough|county|city|trust|company|district|department|services?))\b",
    re.IGNORECASE,
)
APART = re.compile(
    r"\b(?:(?:help|support|advice|guidance) (?:from|by|of)|unlike|besides?|beyond|near|outside|alongside|after|compared with|next to|next door to|in contrast to|away from|over in) (?:the )?$",
    re.IGNORECASE,
)
LIKE = re.compile(r",? (?:just |much )?(?:like|as with|along with|as well as)(?: the| neighbouring| nearby)* ?")
COUNTED = re.compile(
    r"\b(?P<count>Two|Three|Four|Both|The two|The three)(?: (?!of\b)[\w-]+){0,2} (?:councils|authorities|boroughs|counties|departments|unitaries)\b(?![^.]*\bof the (?:two|three|four))"
)
COUNT = {"two": 2, "both": 2, "the two": 2, "three": 3, "the three": 3, "four": 4}
_OTHERS = r"(?!of\b|same\b|neighbouring\b|rest\b|other\b|whole\b|and\b|in\b)"  # "the other county" is none of the names
_SORT_OF_BODY = (
    r"(?P<kind>bay(?= |'s)|county council|city council|borough council"
    r"|county|city|borough|island|unitary|district|trust|company)"
)
EPITHET = compile_any(
    rf"\b(?:[Tt]he|[Tt]his|[Tt]hat)(?: {_OTHERS}[\w-]+){{0,3}}? {_SORT_OF_BODY}(?![\w-])",
    r"\b(?P<cap>Island)\b(?! of)",
)
