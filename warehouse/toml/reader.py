"""Reads a TOML file into a pydantic model. Every mistake in it is told at once: file, line, key, what is allowed."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from warehouse.toml.allowed import KEY, allowed_at, keys_at
from warehouse.toml.model import TomlPlaceError
from warehouse.toml.places import Place, TomlPlaces

LONGEST_VALUE = 60  # characters of what was written that a message repeats
_AT_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a file."""

    line: int  # counted from 1
    key: str  # dotted, without the numbers of tables: "source.kind"; empty for the file as a whole
    message: str


class TomlFileError(ValueError):
    """A TOML file that cannot be used. The message has one line for each mistake: `<file>, line <n>: <key>: <what>`."""

    def __init__(self, path: Path, mistakes: Sequence[Mistake]) -> None:
        told = (f"{one.key}: {one.message}" if one.key else one.message for one in mistakes)
        super().__init__(
            "\n".join(f"{path}, line {one.line}: {words}" for one, words in zip(mistakes, told, strict=True))
        )
        self.path = path
        self.mistakes = tuple(mistakes)
        self.line = mistakes[0].line
        self.key = mistakes[0].key


M = TypeVar("M", bound=BaseModel)


def read_toml(path: Path, model: type[M], *, error: type[TomlFileError] = TomlFileError) -> M:
    """Return what the file says as an instance of `model`, which is best a TomlModel.

    Validators find the file and its lines in `info.context`: {"path": Path, "lines": TomlPlaces}.

    Raises:
        TomlFileError: (as the class `error`) it cannot be read, is not TOML, or does not fit the model.
    """
    return parse_toml(_text(path, error), path, model, error=error)


def parse_toml(text: str, path: Path, model: type[M], *, error: type[TomlFileError] = TomlFileError) -> M:
    """Return what the text of a file says as an instance of `model`; `path` is what messages call it.

    Raises:
        TomlFileError: (as the class `error`) it is not TOML, or does not fit the model.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        found = _AT_LINE.search(str(wrong))
        line = int(found[1]) if found else text.count("\n") + 1
        raise error(path, [Mistake(line, "", f"is not TOML: {wrong}")]) from wrong
    except RecursionError as wrong:
        raise error(path, [Mistake(1, "", "is not TOML that anybody writes: it is nested too deeply")]) from wrong
    lines = TomlPlaces(text)
    try:
        return model.model_validate(document, context={"path": path, "lines": lines})
    except ValidationError as wrong:
        mistakes = {_mistake(one, document, model, lines): None for one in _real(wrong.errors(include_url=False))}
        raise error(path, sorted(mistakes, key=lambda one: one.line)) from wrong


def _text(path: Path, error: type[TomlFileError]) -> str:
    try:
        content = path.read_bytes()
    except OSError as wrong:
        raise error(path, [Mistake(1, "", f"cannot be read: {wrong.strerror or wrong}")]) from wrong
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")  # Windows' editors begin a file with a BOM
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise error(path, [Mistake(line, "", f"is not UTF-8: byte 0x{content[wrong.start]:02x}")]) from wrong


def _real(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return the errors without those that only follow from others: a list is too short where its elements do not hold."""
    places = [one["loc"] for one in errors]
    return [
        one
        for one in errors
        if one["type"] != "too_short" or not any(each[:-1][: len(one["loc"])] == one["loc"] for each in places)
    ]


def _mistake(one: ErrorDetails, document: dict[str, Any], model: type[BaseModel], lines: TomlPlaces) -> Mistake:
    kind, value = one["type"], one["input"]
    wrong = one["ctx"]["error"] if kind == "value_error" else None
    below = wrong.place if isinstance(wrong, TomlPlaceError) else ()
    place = _place((*one["loc"], *below), document, absent=bool(below) or kind == "missing")
    if kind == "missing" and isinstance(one["loc"][-1], str):
        message = f"is missing; required: {', '.join(keys_at(model, place[:-1], required=True))}"
    elif kind == "extra_forbidden":
        keys = keys_at(model, place[:-1])
        near = difflib.get_close_matches(str(place[-1]), keys, n=1)
        message = f"there is no such key{f' (is it {near[0]}?)' if near else ''}; allowed: {', '.join(keys)}"
    elif wrong is not None:
        message = str(wrong)
    else:
        of_key = (KEY,) if one["loc"][-1] == KEY else ()
        message = f"{_written(value)}allowed: {allowed_at(model, (*place, *of_key))}"
    return Mistake(lines.line(*place), ".".join(part for part in place if isinstance(part, str)), message)


def _place(told: Place, document: Any, *, absent: bool) -> Place:
    """Return where in the document an error stands; pydantic names the options of a union, and the default's parts, too."""
    place: Place = ()
    for part in told:
        keys = document if isinstance(document, dict) else range(len(document)) if isinstance(document, list) else ()
        if part in keys:
            document = document[part]
            place = (*place, part)
    last = told[-1] if told else 0
    return (*place, last) if absent and isinstance(last, str) and place[-1:] != (last,) else place


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return f"{str(value).lower()}; "
    if isinstance(value, str):
        return f"{value if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + '...'!r}; "
    return f"{value}; " if isinstance(value, int | float | date | time) else ""
