"""What stands round a sum, and what of it may say what the sum is for: the features that `money_model` weighs."""

from __future__ import annotations

from functools import lru_cache

from nlp.money_place import Place
from nlp.money_words import classes, table, tokens

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


def features(around: Place) -> list[str]:
    """Return the names of the features of a sum."""
    left, right = tokens(around.before), tokens(around.after)
    value, period = around.value, around.period
    size = (
        "pence"
        if value < 1000
        else "small"
        if value < 30_000
        else "personal"
        if value < 250_000
        else "middle"
        if value < 3_000_000
        else "large"
        if value < 300_000_000
        else "vast"
    )
    span = period if period in ("none", "1y", "1w", "1d") else "years" if period[-1] == "y" else "short"
    named = ["Zbias", f"Zsize={size}", f"Zspan={span}", f"Zsize={size} span={span}"]

    word, joint = _governor(left)
    kind = table().get(word, "")
    named += [f"Wg={_stem(word)}", f"Wgp={_stem(word)} {joint}", f"Zp={joint}"]
    named += [f"Ggc={kind}", f"Hgcp={kind} {joint}", f"Ngcs={kind} {size}", f"Ngcd={kind} {span}"]

    cut = next((place + 1 for place in range(len(left) - 1, -1, -1) if left[place] in _BREAKS), 0)
    sums = next((place for place in range(len(left) - 1, -1, -1) if left[place] == "£"), -1)
    ahead = classes(left)
    clause = [found for found in ahead if found[0] >= cut]
    near = [found for found in clause if found[0] > sums]
    verb = next((name for _, name, _ in reversed(clause) if name[0] == "v"), "-")
    noun = next((name for _, name, _ in reversed(near) if name[0] == "n"), "-")
    actor = next((name for _, name, _ in ahead if name[0] == "a"), "-")
    place, strong = next(
        ((place, name) for place, name, _ in reversed(near) if name[0] in "vn" and name not in _WEAK), (0, "-")
    )
    far = len(left) - place
    away = "1" if far <= 2 else "2" if far <= 5 else "3" if far <= 10 else "4"
    last = next((name for _, name, _ in reversed(near) if name[0] in "vn"), "-")
    weak = last if last in _WEAK else "-"
    named += [
        f"Gs={strong}",
        f"Hs={strong} {away}",
        f"Gs={strong} {joint}",
        f"Gsw={strong} {weak}",
        f"Nsa={strong} {actor}",
        f"Nss={strong} {size}",
        f"Nsd={strong} {span}",
    ]
    named += [
        f"Nlv={verb}",
        f"Nln={noun}",
        f"Nla={actor}",
        f"Nlvp={verb} {joint}",
        f"Nlvn={verb} {noun}",
        f"Nlav={actor} {verb}",
    ]

    head, how = _head(right)
    stop = next((place for place, token in enumerate(right) if token in _STOPS), len(right))
    behind = classes(right)
    first = next((name for place, name, _ in behind if place < stop and name[0] in "vn"), "-")
    start = right[0] if right else "$"
    second = right[1] if len(right) > 1 else "$"
    named += [f"Hh={head}", f"Hh={head} {how}", f"Ghs={head} {strong}", f"Nhd={head} {span}", f"Nhz={head} {size}"]
    named += [
        f"Nrf={first}",
        f"Nrf={first} {start}",
        f"Nrs={first} {strong}",
        f"Wr1={start}",
        f"Wr2={start} {_stem(second)}",
    ]

    named += [f"Blc={name}" for name in {name for _, name, _ in clause} if name[0] != "a"]
    named += [f"Blb={name}" for name in {name for place, name, _ in ahead if place < cut} if name[0] != "a"]
    named += [f"Brc={name}" for name in {name for place, name, _ in behind if place < stop} if name[0] != "a"]
    named += [f"Brb={name}" for name in {name for place, name, _ in behind if place >= stop} if name[0] != "a"]
    named += [f"Bpc={name}" for name in _told(around.earlier) if name[0] in "nv"]
    named += [f"Btc={name}" for name in _told(around.title) if name[0] != "a"]
    stems = [_stem(one) for one in left[-NEAR:]]
    named += [f"W<{one}" for one in set(stems) - _COMMON]
    named += [f"W>{_stem(one)}" for one in set(right[:NEAR]) - _COMMON]
    named += [f"W<{one} {other}" for one, other in zip(stems[-4:], stems[-3:], strict=False)]
    phrases = {phrase for _, _, phrase in near} | {phrase for place, _, phrase in behind if place < stop}
    named += [f"Nph={phrase}" for phrase in phrases if " " in phrase]
    if around.previous:
        link = around.link + ("" if strong != "-" or head[0] == "n" or sums < 0 else " bare")
        named += [
            f"Pprev={around.previous} {link}",
            f"Pprev={around.previous} {link} {strong}",
            f"Pprev={around.previous} {around.link}",
        ]
    else:
        named.append("Zprev=none")
    return named


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


def _head(right: list[str]) -> tuple[str, str]:
    """Return the class of the noun that the sum measures ("£3m of new savings", "£3m grant"), and how it is joined."""
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
            return name, how
        if word in _HALT:
            break
        other = True
    return ("other" if other else "none"), how


@lru_cache(maxsize=64)
def _told(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _ in classes(tokens(text)))


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ed", "es", "s"):  # a crude stem: "saves", "saved" and "saving" are one word
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
