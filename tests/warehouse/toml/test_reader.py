"""A TOML file that a person writes: what of it is read, and how each mistake in it is told."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

import pytest
from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator

from warehouse.toml.allowed import Allowed
from warehouse.toml.model import Text, TomlModel, TomlPlaceError
from warehouse.toml.reader import TomlFileError, read_toml


class Fruit(StrEnum):
    APPLE = "apple"
    PEAR = "pear"


class Basket(TomlModel):
    fruit: Fruit
    number: int = Field(1, ge=1, le=12)
    kilograms: float = Field(1.0, gt=0, le=10)
    others: tuple[Fruit, ...] = ()
    span: tuple[int, int] = (1, 2)
    smallest: float | None = None


class Lid(TomlModel):
    colour: Text


class Stall(TomlModel):
    name: Text
    town: Annotated[str, Allowed("the name of a town"), Field(pattern="^[A-Z][a-z]+$")] = "Leeds"
    open: bool = True
    since: date | None = None
    slogans: tuple[Text, ...] = ()
    baskets: tuple[Basket, ...] = Field((), alias="basket", min_length=1)
    prices: dict[Fruit, float] = Field({})
    lid: Lid | None = None

    @field_validator("slogans")
    @classmethod
    def _no_shouting(cls, slogans: tuple[str, ...]) -> tuple[str, ...]:
        if any("!" in each for each in slogans):
            raise ValueError("a slogan does not shout")
        return slogans

    @model_validator(mode="after")
    def _once(self, info: ValidationInfo) -> Self:
        seen: dict[Fruit, int] = {}
        for number, each in enumerate(self.baskets):
            if each.fruit in seen:
                first = info.context["lines"].line("basket", seen[each.fruit], "fruit")  # type: ignore[index]
                raise TomlPlaceError("basket", number, "fruit", message=f"{each.fruit} stands on line {first} already")
            seen[each.fruit] = number
        return self


GOOD = """\
name = " Harbour stall "
since = 2019-05-04
slogans = [
    "Fresh",   # a comment with "quotes" and [brackets]
    "Cheap",
]

[prices]
apple = 1
pear = 2.5

[[basket]]
fruit = "apple"
others = ["pear"]
span = [3, 4]

[[basket]]
fruit = "pear"
"""


class StallFileError(TomlFileError):
    pass


def told(folder: Path, text: str | bytes) -> list[str]:
    path = folder / "stall.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(StallFileError) as refused:
        read_toml(path, Stall, error=StallFileError)
    lines = str(refused.value).split("\n")
    assert all(line.startswith(f"{path}, line ") for line in lines)
    assert [one.line for one in refused.value.mistakes] == sorted(one.line for one in refused.value.mistakes)
    return [line.removeprefix(f"{path}, ") for line in lines]


def test_a_sound_file_becomes_a_frozen_model(tmp_path: Path) -> None:
    path = tmp_path / "stall.toml"
    path.write_text(GOOD, encoding="utf-8")
    stall = read_toml(path, Stall)
    assert (stall.name, stall.since, stall.slogans) == ("Harbour stall", date(2019, 5, 4), ("Fresh", "Cheap"))
    assert [(each.fruit, each.others, each.span) for each in stall.baskets] == [
        (Fruit.APPLE, (Fruit.PEAR,), (3, 4)),
        (Fruit.PEAR, (), (1, 2)),
    ]
    assert stall.prices == {Fruit.APPLE: 1.0, Fruit.PEAR: 2.5}
    with pytest.raises(ValidationError, match="frozen"):
        stall.name = "Another"


@pytest.mark.parametrize("written", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n")], ids=["byte order mark", "CRLF"])
def test_what_editors_of_windows_write_is_read(tmp_path: Path, written: str) -> None:
    path = tmp_path / "stall.toml"
    path.write_bytes(written.encode())
    assert read_toml(path, Stall).name == "Harbour stall"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('name = " Harbour stall "', "name = 5", "line 1: name: 5; allowed: text in quotes that is not empty"),
        ('name = " Harbour stall "', 'name = "  "', "line 1: name: '  '; allowed: text in quotes that is not empty"),
        ('name = " Harbour stall "\n', "", "line 1: name: is missing; required: name"),
        ("since =", "sinc =", "line 2: sinc: there is no such key (is it since?); allowed: name, town, open, since, "
                            "slogans, basket, prices, lid"),
        ("since =", 'town = "leeds"\nsince =', "line 2: town: 'leeds'; allowed: the name of a town"),
        ("since =", "open = 1\nsince =", "line 2: open: 1; allowed: true or false"),
        ("2019-05-04", '"2019-05-04"', "line 2: since: '2019-05-04'; allowed: a day without quotes, such as 2024-03-31"),
        ("2019-05-04", "2019-05-04 09:30:00", "line 2: since: 2019-05-04 09:30:00; allowed: a day without quotes, such "
                                              "as 2024-03-31"),
        ('    "Cheap"', "    7", "line 5: slogans: 7; allowed: text in quotes that is not empty"),
        ('"Cheap"', '"Cheap!"', "line 3: slogans: a slogan does not shout"),
        ("[prices]", "lid = {\"colour\" = \"\"}\n[prices]", "line 8: lid.colour: ''; allowed: text in quotes that is not empty"),
        ("[prices]", 'lid = "red"\n[prices]', "line 8: lid: 'red'; allowed: a table: [lid]"),
        ("apple = 1", "plum = 1", "line 9: prices.plum: 'plum'; allowed: one of apple, pear"),
        ("apple = 1", "apple = nan", "line 9: prices.apple: nan; allowed: a number"),
        ('fruit = "apple"', 'fruit = "plum"', "line 13: basket.fruit: 'plum'; allowed: one of apple, pear"),
        ('fruit = "apple"', 'fruit = "apple"\nnumber = true', "line 14: basket.number: true; allowed: a whole number from 1 to 12"),
        ('fruit = "apple"', 'fruit = "apple"\nnumber = 13', "line 14: basket.number: 13; allowed: a whole number from 1 to 12"),
        ('fruit = "apple"', 'fruit = "apple"\nnumber = 1.5', "line 14: basket.number: 1.5; allowed: a whole number from 1 to 12"),
        ('fruit = "apple"', 'fruit = "apple"\nkilograms = "2"', "line 14: basket.kilograms: '2'; allowed: a number above 0 "
                                                               "and up to 10"),
        ('fruit = "apple"', 'fruit = "apple"\nsmallest = inf', "line 14: basket.smallest: inf; allowed: a number"),
        ('["pear"]', '["plum"]', "line 14: basket.others: 'plum'; allowed: one of apple, pear"),
        ('["pear"]', '"pear"', "line 14: basket.others: 'pear'; allowed: a list, each one of apple, pear"),
        ("[3, 4]", "[3]", "line 15: basket.span: allowed: a list of 2: [a whole number, a whole number]"),
        ('fruit = "pear"', "", "line 17: basket.fruit: is missing; required: fruit"),
        ('fruit = "pear"', 'fruit = "apple"', "line 18: basket.fruit: apple stands on line 13 already"),
        ("[[basket]]", "[[baskets]]", "line 12: baskets: there is no such key (is it basket?); allowed: name, town, "
                                      "open, since, slogans, basket, prices, lid"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_its_key_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, line: str
) -> None:
    assert old in GOOD
    assert told(tmp_path, GOOD.replace(old, new, 1)) == [line]


def test_all_the_mistakes_of_a_file_are_told_together(tmp_path: Path) -> None:
    assert told(tmp_path, 'name = 5\nopen = "yes"\n\n[[basket]]\nfruit = "plum"\nnumber = 0\n') == [
        "line 1: name: 5; allowed: text in quotes that is not empty",
        "line 2: open: 'yes'; allowed: true or false",
        "line 5: basket.fruit: 'plum'; allowed: one of apple, pear",
        "line 6: basket.number: 0; allowed: a whole number from 1 to 12",
    ]


@pytest.mark.parametrize("written", ["basket = []", "basket = 3", '[basket]\nfruit = "apple"'])
def test_a_table_that_may_come_often_has_two_brackets(tmp_path: Path, written: str) -> None:
    (line,) = told(tmp_path, f'name = "A"\n{written}\n')
    assert line.startswith("line 2: basket: ")
    assert line.endswith("allowed: tables, each headed [[basket]], and at least one")


def test_a_long_value_is_not_repeated_whole(tmp_path: Path) -> None:
    (line,) = told(tmp_path, GOOD.replace("since =", f'town = "{"x" * 500}"\nsince ='))
    assert "xxx...'" in line
    assert len(line) < 150


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (b'name = "A"\nopen = \n', "line 2: is not TOML: "),
        (b'name = "A\n', "line 1: is not TOML: "),
        (b'name = "A"\ntown = "caf\xe9"\n', "line 2: is not UTF-8: byte 0xe9"),
        (b"name = " + b"[" * 100_000, "line 1: is not TOML"),
    ],
    ids=["no value", "quote left open", "another encoding", "nested without end"],
)
def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path, written: bytes, line: str) -> None:
    (found,) = told(tmp_path, written)
    assert found.startswith(line)


def test_a_file_that_cannot_be_read_is_said_to_be_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.toml", tmp_path):
        with pytest.raises(StallFileError, match=f"{path}, line 1: cannot be read: "):
            read_toml(path, Stall, error=StallFileError)
