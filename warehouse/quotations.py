"""Quotations on their way to the disk: as a line of the journal, and as a value of the warehouse's columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from warehouse.records import Quotation
from warehouse.vocabulary.stances import Field


def quotation_line(quotation: Quotation | None) -> str | None:
    """Return a quotation as one line of JSON, the same each time; None for none."""
    if quotation is None:
        return None
    return json.dumps(quotation_value(quotation), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def quotation_from(line: str | None) -> Quotation | None:
    """Return the quotation of a line of JSON."""
    if line is None:
        return None
    return quotation_of(json.loads(line))


def quotation_of(held: Mapping[str, Any] | None) -> Quotation | None:
    """Return the quotation of a value of such columns, or of a line of JSON as read."""
    if held is None:
        return None
    return Quotation(**{**held, "revision_id": UUID(held["revision_id"]), "field": Field(held["field"])})


def quotation_value(quotation: Quotation | None) -> dict[str, Any] | None:
    """Return a quotation as a value of the columns that hold one, which are structures; None for none."""
    if quotation is None:
        return None
    return {**asdict(quotation), "revision_id": str(quotation.revision_id), "field": str(quotation.field)}
