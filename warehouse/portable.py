"""A warehouse as Parquet files, one a table, and made again from them: the way to a DuckDB whose file format is another.

    python -m warehouse.portable export WAREHOUSE FOLDER
    python -m warehouse.portable import FOLDER WAREHOUSE
    python -m warehouse.portable digest WAREHOUSE

The tables are made by the migrations, and views and reference tables by the next start: what travels is rows. `digest` prints
what proves that both files hold the same.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse import migrations
from warehouse.errors import WarehouseUnwellError

SCHEMAS = ("records", "bookkeeping")
MADE_ANEW = "bookkeeping.settled"  # which views and reference tables a file has: a new one has none yet

_DIGEST = """
SELECT count(*), coalesce(sum(md5_number_lower(to_json(held)::VARCHAR)::HUGEINT), 0) FROM (SELECT * FROM held_table) AS held
"""


@dataclass(frozen=True, slots=True)
class TableDigest:
    """How many rows a table has, and the sum of a hash of each, whatever their order."""

    rows: int
    sum: int


@contextmanager
def _opened(file: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        with duckdb.connect(str(file), read_only=read_only) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            yield connection
    except duckdb.Error as error:
        raise WarehouseUnwellError(f"{file}: {str(error).splitlines()[0]}") from error


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE list_contains($schemas, schema_name) ORDER BY ALL",
        {"schemas": list(SCHEMAS)},
    ).fetchall()
    return [name for (name,) in rows if name != MADE_ANEW]


def table_digests(file: Path) -> dict[str, TableDigest]:
    """Return the digest of each table of a warehouse's file at rest, by its name.

    Raises:
        WarehouseUnwellError: the file cannot be read.
    """
    with _opened(file, read_only=True) as connection:
        found = {}
        for name in _tables(connection):
            ((rows, total),) = connection.execute(_DIGEST.replace("held_table", name)).fetchall()
            found[name] = TableDigest(rows, int(total))
        return found


def export_tables(file: Path, folder: Path) -> list[str]:
    """Write each table of a warehouse's file at rest as Parquet into a new folder, and return their names.

    Raises:
        FileExistsError: the folder is there already.
        WarehouseUnwellError: the file cannot be read.
    """
    folder.mkdir(parents=True)
    with _opened(file, read_only=True) as connection:
        names = _tables(connection)
        for name in names:
            target = str(folder / f"{name}.parquet").replace("'", "''")
            connection.execute(f"COPY {name} TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    return names


def import_tables(folder: Path, file: Path) -> list[str]:
    """Make a warehouse's file from the tables in a folder, and return their names. The file appears when it is whole.

    Raises:
        FileExistsError: the file is there already.
        WarehouseUnwellError: a table of this version is not in the folder, or is another.
    """
    if file.exists():
        raise FileExistsError(f"{file} is there already")
    made = file.with_name(f"{file.name}.part")
    made.unlink(missing_ok=True)
    with _opened(made, read_only=False) as connection:
        migrations.migrate(connection, made, folder)
        names = _tables(connection)
        given = {path.stem for path in folder.glob("*.parquet")}
        if given != set(names):
            odd = sorted(given ^ set(names))
            raise WarehouseUnwellError(f"{folder} is of another version of Pledgewatch: {', '.join(odd)}")
        for name in names:
            source = str(folder / f"{name}.parquet").replace("'", "''")
            connection.execute(f"DELETE FROM {name}")  # noqa: S608 -- from the catalogue
            connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM read_parquet('{source}')")  # noqa: S608
        connection.execute("CHECKPOINT")
    made.replace(file)
    return names


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say, and return 0."""
    parser = argparse.ArgumentParser(description="Carry a warehouse's rows from one DuckDB to another.")
    parser.add_argument("what", choices=("export", "import", "digest"))
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path, nargs="?")
    options = parser.parse_args(arguments)
    if options.what == "digest":
        print(f"DuckDB {duckdb.__version__}", file=sys.stderr)
        for name, digest in table_digests(options.source).items():
            print(f"{name} {digest.rows} {digest.sum:x}")
        return 0
    if options.target is None:
        parser.error("it wants a target too")
    names = (export_tables if options.what == "export" else import_tables)(options.source, options.target)
    print(f"{len(names)} tables")
    return 0


if __name__ == "__main__":
    sys.exit(main())
