"""What stands round a sum, and what of it may say what the sum is for: the features that `money_model` weighs."""

from __future__ import annotations

from functools import lru_cache

from nlp.money.place import SumContext
from nlp.money.words import classes, table, tokens

NEAR = 5  # words on either side that count by themselves
# Words between a sum and what governs it: "a shortfall of about £3m", "spent nearly £3m".
_LEAD_WORDS = (
    "a an the another further additional extra estimated total of record average combined almost nearly about "
    "around some roughly close to up just over under more less than at least only as much well worth something "
    "like approximately potentially perhaps it them him her itself is was were be been being are by for with "
    "from in on into has have had will would could may might its their his our this that these those some "
    "which and or but , ( : now still currently already also totalling total put estimated between both each "
    "every all "
)
_LEAD = frozenset(_LEAD_WORDS.split())
_JOINTS_WORDS = (
    "of by to at for from with in on over under into between than as about worth is was were are be and or , ( : "
)
_JOINTS = frozenset(_JOINTS_WORDS.split())
_SKIP = frozenset(("of", "in", "worth"))
_HALT_WORDS = (
    "to for from at by on over with per a an the which that , . ; : ) ( and or but is was were will has have had £ # "
)
_HALT = frozenset(_HALT_WORDS.split())
_BREAKS_WORDS = ". ; : ! ? \n while whereas but although though despite because after before since when "
_BREAKS = frozenset(_BREAKS_WORDS.split())
_STOPS_WORDS = ". ; ! ? \n while whereas but although though despite £ and "
_STOPS = frozenset(_STOPS_WORDS.split())
# Classes that say how a sum moves or is put, not what it is for.
_WEAK = frozenset(("v_reach", "v_rise", "v_face", "v_add", "v_deliver", "v_need"))
_COMMON_WORDS = (
    "the a an and . , ; : ' ( ) is was were be been has have had it its his her their that which this of in at "
    "will would "
)
_COMMON = frozenset(_COMMON_WORDS.split())


def features(around: SumContext) -> list[str]:
    """Return the names of the features of a sum."""
    left, right = tokens(around.before), tokens(around.after)
    size, span = _size(around.value), _span(around.period)
    named = ["bias", f"size={size}", f"span={span}", f"size={size} span={span}"]

    word, joint = _governor(left)
    stem = _stem(word)
    named += [f"governor={stem}", f"governor={stem} {joint}", f"joint={joint}", f"class={table().get(word, '')}"]

    cut = next((place + 1 for place in range(len(left) - 1, -1, -1) if left[place] in _BREAKS), 0)
    clause = left[cut:]
    ahead = classes(clause)
    sums = next((place for place in range(len(clause) - 1, -1, -1) if clause[place] == "£"), -1)
    near = [name for place, name, _ in reversed(ahead) if place > sums and name[0] in "vn"]
    strong = next((name for name in near if name not in _WEAK), "-")
    weak = near[0] if near and near[0] in _WEAK else "-"
    named += [f"cue={strong}", f"cue={strong} {joint}", f"cue={strong} {weak}"]

    stop = next((place for place, token in enumerate(right) if token in _STOPS), len(right))
    head = _head(right)
    second = _stem(right[1]) if len(right) > 1 else "$"
    start = right[0] if right else "$"
    named += [f"head={head} {strong}", f"next={start}", f"next={start} {second}"]

    named += [f"before~{name}" for name in {name for _, name, _ in ahead} if name[0] != "a"]
    named += [f"after~{name}" for name in {name for _, name, _ in classes(right[:stop])} if name[0] != "a"]
    named += [f"earlier~{name}" for name in _told(around.earlier) if name[0] in "nv"]
    named += [f"title~{name}" for name in _told(around.title) if name[0] != "a"]
    stems = [_stem(one) for one in left[-NEAR:]]
    named += [f"<{one}" for one in set(stems) - _COMMON]
    named += [f">{_stem(one)}" for one in set(right[:NEAR]) - _COMMON]
    named += [f"<{one} {other}" for one, other in zip(stems[-4:], stems[-3:], strict=False)]
    bare = not (strong != "-" or head[0] == "n" or (sums < 0 and "£" not in left))
    return named + _sum_before(around, strong, bare)


def _sum_before(around: SumContext, strong: str, bare: bool) -> list[str]:
    """Return what the sum before says of this one; `bare` says that nothing beside this one says what it is."""
    if not around.previous:
        return ["no sum before"]
    before, link = f"sum before={around.previous}", around.link + (" bare" if bare else "")
    return [f"{before} {link}", f"{before} {link} {strong}", f"{before} {around.link}"]


def _size(value: float) -> str:
    """Return how large a sum is, in pounds: what a person pays, earns, a team costs, a service costs, all services cost."""
    for name, most in (("pence", 1000), ("small", 30_000), ("personal", 250_000), ("middle", 3e6), ("large", 3e8)):
        if value < most:
            return name
    return "vast"


def _span(period: str) -> str:
    if period in ("none", "1y", "1w", "1d"):
        return period
    return "years" if period[-1] == "y" else "short"


def _governor(left: list[str]) -> tuple[str, str]:
    """Return the word that the sum hangs on, and the word that joins them ("of", "by"), if any."""
    joint = "-"
    for word in reversed(left):
        if word in _LEAD:
            if word in _JOINTS and joint == "-":
                joint = word
            continue
        return word, joint
    return "^", joint


def _head(right: list[str]) -> str:
    """Return the class of the noun that the sum measures ("£3m of new savings", "£3m grant")."""
    how = "-"
    known = table()
    other = False
    for place, word in enumerate(right[:5]):
        if place == 0 and word in _SKIP:
            how = word
            continue
        if place == 1 and how == "worth" and word == "of":
            continue
        name = known.get(word)
        for following in right[place + 1 : place + 2]:
            name = known.get(f"{word} {following}", name)
        if name and (name[0] in "nv" or (place == 0 and name[0] == "t")):
            return name
        if word in _HALT:
            break
        other = True
    return "other" if other else "none"


@lru_cache(maxsize=64)
def _told(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _ in classes(tokens(text)))


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ed", "es", "s"):  # a crude stem: "saves", "saved" and "saving" are one word
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
