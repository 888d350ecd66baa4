"""Text can be read, in the light and in the dark: WCAG 2.2's AA, read from the style sheet itself."""

import re
from pathlib import Path

import pytest

import desk

SHEET = (Path(desk.__file__).parent / "static" / "desk.css").read_text(encoding="utf-8")
TEXT_RATIO = 4.5  # WCAG 1.4.3
SHAPE_RATIO = 3.0  # WCAG 1.4.11, for what is not text

GROUNDS = ("ground", "panel", "selected")
MARKS = ("passage", "term", "council", "trust", "funding", "judgement", "event")
PAIRS = [
    *((text, ground, TEXT_RATIO) for text in ("text", "quiet", "link", "good", "bad") for ground in GROUNDS),
    *(("text", mark, TEXT_RATIO) for mark in MARKS),
    *(("quiet", mark, TEXT_RATIO) for mark in ("event", "council", "trust", "funding", "judgement", "passage")),
    ("banner-text", "banner", TEXT_RATIO),
    ("panel", "good", TEXT_RATIO),  # the Accept button
    ("bad", "button", TEXT_RATIO),
    ("text", "button", TEXT_RATIO),
    ("panel", "bad", TEXT_RATIO),  # a hidden character's mark
    *(("focus", ground, SHAPE_RATIO) for ground in GROUNDS),
    *(("quiet", ground, SHAPE_RATIO) for ground in GROUNDS),  # the borders of fields
]


def palettes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", SHEET, re.DOTALL)[:2]
    return {
        name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))
        for name, text in (("light", light), ("dark", dark))
    }


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_a_pair_can_be_read(scheme: str, text: str, ground: str, least: float) -> None:
    palette = palettes()[scheme]
    ratio = contrast(palette[text], palette[ground])
    assert ratio >= least, f"{text} on {ground}: {ratio:.2f}"


def test_nothing_is_made_fainter_than_its_colour() -> None:
    assert "opacity" not in SHEET


def test_both_schemes_name_the_same_colours() -> None:
    light, dark = palettes().values()
    assert set(light) == set(dark)
