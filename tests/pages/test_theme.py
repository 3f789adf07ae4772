"""Whatever the accent is, what is written in it and on it can be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pages.response import assets
from app.pages.response.theme import contrast, mix, parse, theme_of

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
# As heed.css has them, light and dark.
SHEET = (assets.ASSETS / "heed.css").read_text()


def values(sheet: str, name: str) -> list[str]:
    return [value if len(value) == 7 else f"#{value[1:] * 2}" for value in re.findall(rf"--{name}:\s*(#\w+)", sheet)]


@given(COLORS)
def test_text_has_contrast(accent: str) -> None:
    style = theme_of(accent).style
    for scheme in range(2):
        color, on_accent = parse(values(style, "accent")[scheme]), parse(values(style, "on-accent")[scheme])
        ground, paper = parse(values(SHEET, "ground")[scheme]), parse(values(SHEET, "paper")[scheme])
        assert contrast(on_accent, color) >= 4.5
        for below in (ground, paper, mix(color, paper, 0.09)):
            assert contrast(color, below) >= 4.5, below


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.4781),
        ("#ffffff", "#ff0000", 3.9985),
        ("#00ff00", "#ffffff", 1.3722),
        ("#ffffff", "#0000ff", 8.5925),
        ("#010101", "#000000", 1.00607),
    ],
)
def test_contrast_is_what_others_say_it_is(one: str, other: str, ratio: float) -> None:
    """As https://webaim.org/resources/contrastchecker/ has it, with more digits."""
    assert contrast(parse(one), parse(other)) == pytest.approx(ratio, abs=0.00005)


@pytest.mark.parametrize(
    ("accent", "light", "dark"),
    [
        ("#1d4ed8", "#1d4ed8", "#6c8ce6"),
        ("#ffcc00", "#7d6400", "#ffcc00"),
        ("#ff0000", "#cc0000", "#ff4a4a"),
        ("#808080", "#686868", "#8f8f8f"),
    ],
)
def test_an_accent_is_changed_no_more_than_it_must(accent: str, light: str, dark: str) -> None:
    style = theme_of(accent).style
    assert values(style, "accent") == [light, dark]
    assert values(style, "on-accent") == ["#ffffff", "#000000"]


def test_the_tint_is_the_sheets() -> None:
    assert "color-mix(in srgb, var(--accent) 9%, var(--paper))" in SHEET


@pytest.mark.parametrize("name", ["soft", "ink", "open", "planned", "started", "completed", "declined", "danger"])
def test_the_other_colors_have_contrast_whatever_the_tint(name: str) -> None:
    for scheme in range(2):
        color, paper = parse(values(SHEET, name)[scheme]), parse(values(SHEET, "paper")[scheme])
        grounds = [parse(values(SHEET, "ground")[scheme]), paper]
        for accent in ("#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff"):
            grounds.append(mix(parse(values(theme_of(accent).style, "accent")[scheme]), paper, 0.09))
        assert min(contrast(color, ground) for ground in grounds) >= 4.5, name
