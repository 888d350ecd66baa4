"""What is listed in two places is listed in both: fields of a record and columns, kinds of tag and their union."""

import dataclasses
import typing
from collections.abc import Iterator
from enum import StrEnum

import duckdb
import pytest

from flows.passes.reference import outlet_rows
from spiders.registry.files import load_outlets
from warehouse import Owner, tags
from warehouse.folder import DataFolder
from warehouse.reference import OutletRow
from warehouse.tags import TAG_KINDS, TAG_LISTS
from warehouse.vocabulary.columns import COLUMNS

FIELDS_OF_AN_OUTLET = {field.name for field in dataclasses.fields(OutletRow)}
RECORDS = {words.listed: words.record for words in TAG_KINDS.values()}
WITHOUT_A_COLUMN = {("mentions", tags.TagKind)}
"""`label` holds two of the kinds alone, which the description of its column names."""


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    with Owner(DataFolder(tmp_path_factory.mktemp("listed")), background=False) as owner:
        yield owner


@pytest.fixture(scope="module")
def snapshot(owner: Owner) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(owner.publish()), read_only=True) as connection:
        yield connection


def columns_of(connection: duckdb.DuckDBPyConnection, view: str) -> set[str]:
    return set(connection.sql(f"SELECT * FROM {view} LIMIT 0").columns)


def test_an_outlet_of_a_file_is_kept_whole_while_its_file_is_broken(owner: Owner) -> None:
    every = outlet_rows(load_outlets().values())
    owner.load_outlets(every)
    held = owner.query("outlets_held", outlet_ids=[row.outlet_id for row in every])
    assert set(held[0]) == FIELDS_OF_AN_OUTLET, "warehouse/queries/outlets_held.sql gives the fields of OutletRow"
    assert owner.load_outlets(held) == 0, "what was held is what was loaded"


def test_the_view_of_outlets_has_every_field_of_one(snapshot: duckdb.DuckDBPyConnection) -> None:
    lacking = FIELDS_OF_AN_OUTLET - columns_of(snapshot, "outlets")
    assert not lacking, f"the view outlets of warehouse/views/10_sources.sql lacks {lacking}"


@pytest.mark.parametrize("listed", TAG_LISTS)
def test_every_field_of_a_tag_has_a_place_in_its_column(snapshot: duckdb.DuckDBPyConnection, listed: str) -> None:
    (kept,) = snapshot.sql(f"SELECT {listed}[1] FROM records.taggings").types
    fields = {field.name for field in dataclasses.fields(RECORDS[listed])}
    assert {name for name, _ in kept.children} >= fields, f"the STRUCT of records.taggings.{listed} wants every field"


@pytest.mark.parametrize("listed", TAG_LISTS)
def test_every_enumeration_of_a_tag_is_told_in_its_view(listed: str) -> None:
    hints = typing.get_type_hints(RECORDS[listed]).values()
    members = {each for hint in hints for each in (typing.get_args(hint) or (hint,))}
    listed_words = {each for each in members if isinstance(each, type) and issubclass(each, StrEnum)}
    told = set(COLUMNS.get(listed, {}).values()) | {kind for view, kind in WITHOUT_A_COLUMN if view == listed}
    assert listed_words <= told, f"COLUMNS in warehouse/vocabulary/columns.py says nothing of {listed}"


def test_a_tag_is_the_record_of_one_of_the_kinds() -> None:
    assert set(typing.get_args(tags.TagRecord)) == {words.record for words in TAG_KINDS.values()}, "TagRecord, tags.py"
