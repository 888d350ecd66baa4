"""Where the log of a command goes: warnings to standard error, more with -v, everything to a file where one is named."""

from __future__ import annotations

import logging
import time
from pathlib import Path

FORMAT = "%(asctime)s UTC %(levelname)s %(name)s: %(message)s"
OURS = ("warehouse", "pipelines", "nlp", "spiders", "desk", "flows")  # the packages that -v makes talkative


def start_logging(*, verbose: bool, file: Path | None) -> None:
    """Set up the log, with the time in every line. Raises OSError where the file cannot be written."""
    formatter = logging.Formatter(FORMAT, datefmt="%Y-%m-%d %H:%M:%S")
    formatter.converter = time.gmtime
    shown = logging.StreamHandler()
    shown.setLevel(logging.INFO if verbose else logging.WARNING)
    handlers: list[logging.Handler] = [shown]
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = logging.FileHandler(file, encoding="utf-8")
        kept.setLevel(logging.INFO)
        handlers.append(kept)
    for handler in handlers:
        handler.setFormatter(formatter)
        logging.getLogger().addHandler(handler)
    if verbose or file is not None:
        for name in OURS:
            logging.getLogger(name).setLevel(logging.INFO)
