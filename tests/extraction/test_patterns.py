"""Every regular expression of extraction is linear: bait of 50,000 characters costs each of them next to nothing."""

import importlib
import pkgutil
import re
import time

import pytest

import pipelines

OURS = [
    "blocks",
    "body",
    "byline",
    "comments",
    "confidence",
    "dates",
    "decode",
    "extract",
    "furniture",
    "measure",
    "publication",
    "reading",
    "region",
    "standfirst",
    "structured",
    "title",
    "tree",
    "wall",
]
PATTERNS = {
    f"{name}.{attribute}": value
    for name in OURS
    for attribute, value in vars(importlib.import_module(f"pipelines.{name}")).items()
    if isinstance(value, re.Pattern)
}
SIZE = 50_000
LONGEST_SECONDS = 0.5  # of CPU; a quadratic pattern takes 20 and more
BAITS = {
    "letters": "a" * SIZE,
    "capitals": "A" * SIZE,
    "words": "by Ab " * (SIZE // 6),
    "spaces": " " * SIZE,
    "digits": "1" * SIZE,
    "dates": "1 May " * (SIZE // 6),
    "quotes": "'\"" * (SIZE // 2),
    "tags": "<" * SIZE,
    "opened": "<meta " * (SIZE // 6),
    "commas": ", " * (SIZE // 2),
    "sign up": "sign up " * (SIZE // 8),
    "read": "we use read more " * (SIZE // 17),
    "dashes": "-_" * (SIZE // 2),
    "slashes": "/2024/01" * (SIZE // 8),
    "classes": "comment-" * (SIZE // 8),
}


def test_every_module_with_patterns_is_listed() -> None:
    others = {"archive", "feeds", "identity", "steps"}  # tested where they belong
    for module in pkgutil.iter_modules(pipelines.__path__):
        if module.name.split("_")[0] not in others and module.name not in OURS:
            found = vars(importlib.import_module(f"pipelines.{module.name}")).values()
            assert not any(isinstance(value, re.Pattern) for value in found), module.name


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_bait_costs_next_to_nothing(name: str) -> None:
    pattern = PATTERNS[name]
    for bait, text in BAITS.items():
        subject = text.encode() if isinstance(pattern.pattern, bytes) else text
        began = time.process_time()
        pattern.search(subject)
        pattern.match(subject)
        assert time.process_time() - began < LONGEST_SECONDS, bait
