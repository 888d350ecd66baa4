"""Make the recorded newsroom: `python -m tests.newsroom.build` writes spiders/newsroom/newsroom.warc.gz.

`--check` reads the sources and builds without writing; a source that cannot be read is named with file and line.
"""

import argparse
import sys
from pathlib import Path

from tests.newsroom.errors import SourceError
from tests.newsroom.record import record
from tests.newsroom.site import Site, read_sites

SOURCES = Path(__file__).parent / "outlets"
BUILT = Path(__file__).parent.parent.parent / "spiders" / "newsroom" / "newsroom.warc.gz"


def sources() -> tuple[Site, ...]:
    """Return every outlet of the newsroom with its articles. Raises SourceError."""
    return read_sites(SOURCES)


def main() -> int:
    """Build; return the exit code."""
    parser = argparse.ArgumentParser(description="Make the recorded newsroom from its templates and texts.")
    parser.add_argument("--check", action="store_true", help="read and build, and write nothing")
    parser.add_argument("--output", type=Path, default=BUILT, help="the WARC file to write")
    arguments = parser.parse_args()
    try:
        sites = sources()
        built = record(sites)
    except (SourceError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not arguments.check:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_bytes(built)
    for site in sites:
        sys.stdout.write(f"{site.outlet_id}: {len({article.url for article in site.articles})} articles\n")
    sys.stdout.write(f"{len(built):,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
