"""The JSON Schemas of the files that people write: `python -m flows.json_schemas` writes them beside what they describe.

They are installed with the package, and editors complete keys and mark mistakes by them.
"""

from __future__ import annotations

import json
from pathlib import Path

from nlp.evidence.policies import DEFAULT_FILE as POLICIES
from nlp.evidence.policies import PolicyFile
from spiders.registry.files import SCHEMA as OUTLET_SCHEMA
from spiders.registry.outlet import Outlet
from warehouse.toml.model import TomlModel

SCHEMAS: dict[Path, type[TomlModel]] = {OUTLET_SCHEMA: Outlet, POLICIES.with_name("policies.schema.json"): PolicyFile}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(model: type[TomlModel]) -> str:
    """Return the JSON Schema of a file's model, as text."""
    schema = {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for path, model in SCHEMAS.items():
        path.write_text(schema_text(model), encoding="utf-8")
