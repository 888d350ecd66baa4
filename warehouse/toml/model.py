"""The tables of a TOML file as pydantic models."""

from __future__ import annotations

from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationInfo, field_validator

from warehouse.toml.places import Place

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that is not empty, without the spaces around it."""


class TomlModel(BaseModel):
    """A table of a TOML file: frozen, no key unknown, no value of another type than the one asked for.

    TOML has types, so a number in quotes is a mistake, and so is `true` where a number belongs. Lists are tuples here.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _as_python_has_it(cls, value: Any, info: ValidationInfo) -> Any:
        return _converted(cls.model_fields[str(info.field_name)].annotation, value)


class TomlPlaceError(ValueError):
    """What a model's validator raises to name a key below (or within) the table that it validates."""

    def __init__(self, *place: str | int, message: str) -> None:
        super().__init__(message)
        self.place: Place = place


def _converted(kind: Any, value: Any) -> Any:
    """Return a value of the file with its lists as tuples and its texts as members, where the type asks for these."""
    kind = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if get_origin(kind) in {Union, UnionType}:
        for each in get_args(kind):
            value = _converted(each, value)
    elif get_origin(kind) is tuple and isinstance(value, list):
        inner = get_args(kind)
        kinds = inner[:1] * len(value) if inner[-1] is Ellipsis else (*inner, *inner[-1:] * len(value))
        return tuple(map(_converted, kinds, value))
    elif get_origin(kind) is dict and isinstance(value, dict):
        return {_converted(get_args(kind)[0], key): _converted(get_args(kind)[1], each) for key, each in value.items()}
    elif isinstance(kind, type) and issubclass(kind, Enum) and value in [each.value for each in kind]:
        return kind(value)
    return value
