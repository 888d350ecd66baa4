"""A crawl that leaves its CPU seconds in a file beside its job's."""

import time
from collections.abc import Sequence
from pathlib import Path

from spiders.crawling import preloaded


def main(arguments: Sequence[str]) -> int:
    """Crawl, and return the crawl's exit status."""
    before = time.process_time()
    status = preloaded.main(arguments)
    Path(arguments[0]).with_suffix(".cpu").write_text(str(time.process_time() - before))
    return status
