"""Every regular expression of extraction is linear: bait of 50,000 characters costs each of them next to nothing."""

import importlib
import pkgutil
import re
import time

import pytest

import pipelines

ROOMS_OF_ITS_OWN_TESTS = ("pipelines.archive", "pipelines.feeds", "pipelines.identity", "pipelines.steps")
"""Their patterns are tested where they belong."""

MODULES = [
    module.name
    for module in pkgutil.walk_packages(pipelines.__path__, "pipelines.")
    if not module.name.startswith(ROOMS_OF_ITS_OWN_TESTS)
]
PATTERNS = {
    f"{name}.{attribute}": value
    for name in MODULES
    for attribute, value in vars(importlib.import_module(name)).items()
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


def test_the_patterns_of_every_room_are_tried() -> None:
    rooms = {name.split(".")[1] for name in PATTERNS}
    assert rooms >= {"markup", "metadata", "body", "extract", "decode"}


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_bait_costs_next_to_nothing(name: str) -> None:
    pattern = PATTERNS[name]
    for bait, text in BAITS.items():
        subject = text.encode() if isinstance(pattern.pattern, bytes) else text
        began = time.process_time()
        pattern.search(subject)
        pattern.match(subject)
        assert time.process_time() - began < LONGEST_SECONDS, bait
