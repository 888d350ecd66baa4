"""The JSON Schemas that editors read: fresh, true of every shipped file, and false of a mistake."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flows.json_schemas import SCHEMAS, schema_text
from nlp.evidence import policies
from spiders.registry.files import SCHEMA, SHIPPED


def as_json(value: Any) -> Any:
    """A TOML value as JSON has it: editors show schemas a day as text."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_a_schema_is_fresh(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == schema_text(SCHEMAS[path]), "run `make docs`"


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_outlet_fits_the_schema(path: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validate(as_json(tomllib.loads(path.read_text(encoding="utf-8"))), schema)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('tier = "trade press"', 'tier = "blog"'),
        ("delay = 5.0", "delay = 0.5"),
        ("query = false", 'query = "no"'),
        ("[page]", "[page]\nbodies = []"),
        ('kind = "feed"', 'kind = "atom"'),
        ("[page]", "[[page]]\nday_first = 1\n[[page]]"),
    ],
)
def test_a_mistake_does_not_fit_it(old: str, new: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    text = (SHIPPED / "communitycare.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_json(tomllib.loads(text.replace(old, new, 1))), schema)


def test_the_shipped_policies_fit_theirs() -> None:
    file = policies.DEFAULT_FILE
    schema = json.loads(file.with_name("policies.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(as_json(tomllib.loads(file.read_text(encoding="utf-8"))), schema)
