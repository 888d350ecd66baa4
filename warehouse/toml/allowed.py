"""What a key of a pydantic model takes, in words for the person who writes the file."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, GroupedMetadata, Gt, Le, Lt, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from warehouse.toml.places import Place

EXAMPLE_DAY = "2024-03-31"
KEY = "[key]"  # pydantic's mark for a mistake in a dictionary's key
_PLAIN = {bool: "true or false", dict: "a table", date: f"a day without quotes, such as {EXAMPLE_DAY}",
          datetime: f"a moment without quotes, such as {EXAMPLE_DAY}T09:30:00Z"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Allowed:
    """Words for what a key takes, where its type does not tell: `Annotated[str, Allowed("an http(s) address")]`."""

    words: str


def allowed_at(model: type[BaseModel], place: Place) -> str:
    """Return what the model takes at a place: "one of feed, sitemap", "a whole number from 1 to 1000".

    A place that ends with KEY is that of a table's key itself.
    """
    found = _step(model, (), place)
    return _words(*found, key=_headed(place)) if found else "nothing"


def keys_at(model: type[BaseModel], place: Place, *, required: bool = False) -> list[str]:
    """Return the keys of the table at a place, in the model's order: all of them, or those that must be there."""
    found = _step(model, (), place)
    table = next(_models(found[0]), None) if found else None
    fields = table.model_fields if table else {}
    return [one.alias or name for name, one in fields.items() if one.is_required() or not required]


def _step(kind: Any, facts: tuple[Any, ...], place: Place) -> tuple[Any, tuple[Any, ...]] | None:
    """Return the type at a place and the constraints on it."""
    if not place:
        return kind, facts
    if isinstance(place[0], str):
        for model in _models(kind):
            for name, field in model.model_fields.items():
                if place[0] == (field.alias or name):
                    return _step(field.annotation, _facts(field.metadata), place[1:])
        if get_origin(kind) is dict:
            of_key, of_value = get_args(kind)
            return (of_key, ()) if place[1:] == (KEY,) else _step(*_bare(of_value), place[1:])
        return None
    for each in _options(kind):
        if get_origin(each) is tuple and (elements := get_args(each)):
            element = elements[0] if elements[-1] is Ellipsis else elements[min(place[0], len(elements) - 1)]
            return _step(*_bare(element), place[1:])
    return None


def _options(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in {Union, types.UnionType} else (kind,)


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    for each in _options(kind):
        if isinstance(each, type) and issubclass(each, BaseModel):
            yield each
        elif get_origin(each) is tuple:
            yield from _models(get_args(each)[0])


def _bare(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return a type without its annotations, and these."""
    if get_origin(kind) is not Annotated:
        return kind, ()
    inner, *notes = get_args(kind)
    return inner, _facts(note for one in notes for note in (one.metadata if isinstance(one, FieldInfo) else [one]))


def _facts(notes: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(fact for note in notes for fact in (note if isinstance(note, GroupedMetadata) else (note,)))


def _words(kind: Any, facts: tuple[Any, ...], key: str) -> str:
    own = next((fact.words for fact in facts if isinstance(fact, Allowed)), None)
    if own is not None:
        return own
    if options := [each for each in _options(kind) if each is not type(None)]:
        if len(options) > 1:
            return " or ".join(dict.fromkeys(_words(*_bare(each), key) for each in options))
        kind = options[0]
    kind, more = _bare(kind)
    if more:
        return _words(kind, (*facts, *more), key)
    if get_origin(kind) is tuple:
        return _list(get_args(kind), facts, key)
    return _single(kind, facts, key)


def _single(kind: Any, facts: tuple[Any, ...], key: str) -> str:
    if get_origin(kind) is Literal:
        return _one_of(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _one_of(each.value for each in kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"a table: [{key}]"
    if kind is str:
        return "text in quotes" + (" that is not empty" if any(isinstance(one, MinLen) for one in facts) else "")
    if kind is int or kind is float:
        return ("a whole number" if kind is int else "a number") + _bounds(facts)
    return _PLAIN.get(get_origin(kind) or kind, "another value")


def _list(elements: tuple[Any, ...], facts: tuple[Any, ...], key: str) -> str:
    least = ", and at least one" if any(isinstance(one, MinLen) for one in facts) else ""
    if elements[-1] is not Ellipsis:
        return f"a list of {len(elements)}: [{', '.join(_words(*_bare(each), key) for each in elements)}]"
    inner, notes = _bare(elements[0])
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return f"tables, each headed [[{key}]]{least}"
    if inner is str and not any(isinstance(one, Allowed) for one in notes):
        return f'a list of texts{least}: ["one", "another"]'
    return f"a list{' of at least one' if least else ''}, each {_words(inner, notes, key)}"


def _one_of(values: Iterable[Any]) -> str:
    return "one of " + ", ".join(str(each) for each in values)


def _bounds(facts: tuple[Any, ...]) -> str:
    low = next((f" from {one.ge:g}" for one in facts if isinstance(one, Ge)), "")
    low = low or next((f" above {one.gt:g}" for one in facts if isinstance(one, Gt)), "")
    high = next((f"{one.le:g}" for one in facts if isinstance(one, Le)), "")
    below = next((f" below {one.lt:g}" for one in facts if isinstance(one, Lt)), "")
    if high:
        return f"{low} to {high}" if low.startswith(" from") else f"{low}{' and' if low else ''} up to {high}"
    return low + (" and" if low and below else "") + below


def _headed(place: Place) -> str:
    return ".".join(part for part in place if isinstance(part, str))
