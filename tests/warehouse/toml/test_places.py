"""Where the keys and values of a TOML text stand."""

import pytest

from warehouse.toml.places import Place, TomlPlaces

TEXT = '''\
title = "a # b"  # no [table]
site.owner."full name" = "A = [B]"
when = 1979-05-27 07:32:00
long = """
[not.a.table]
key = no
""""
odd = [
    "one", # ]
    ["two",
     "three"],
    { a = 1, b.c = [
        5 ] },
]

[fruit.apple]  # sized
size = 1

[[fruit.kind]]
name = 'x'
[[fruit.kind.seed]]
n = 1
[[fruit.kind.seed]]
n = 2
[[fruit.kind]]
[[fruit.kind.seed]]
n = 3
["quoted.name" . sub]
k = 1
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 1),
        (("title",), 1),
        (("site", "owner", "full name"), 2),
        (("site",), 2),
        (("when",), 3),
        (("long",), 4),
        (("odd", 0), 9),
        (("odd", 1, 1), 11),
        (("odd", 2, "a"), 12),
        (("odd", 2, "b", "c", 0), 13),
        (("fruit", "apple", "size"), 17),
        (("fruit", "kind"), 19),
        (("fruit", "kind", 0, "seed", 1, "n"), 24),
        (("fruit", "kind", 1, "seed", 0, "n"), 27),
        (("quoted.name", "sub"), 28),
        (("fruit", "apple", "colour"), 16),
        (("fruit", "kind", 0, "seed", 0, "n", "deeper"), 22),
        (("nowhere", 3), 1),
    ],
)
def test_a_place_has_its_line(place: Place, line: int) -> None:
    assert TomlPlaces(TEXT).line(*place) == line
