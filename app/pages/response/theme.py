"""Colours from one accent: whatever it is, text in it and on it has the contrast that WCAG 2.2 asks for (§1.4.3)."""

from functools import lru_cache
from typing import NamedTuple

CONTRAST = 4.6  # 4.5 is asked for; the rest is for rounding.
# The grounds of text, of which heed.css also makes --tint: paper with so much of the accent in it.
GROUND_LIGHT, PAPER_DARK = "#f7f7f5", "#1c1d20"
TINT = 0.09
Color = tuple[float, float, float]
WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


class Theme(NamedTuple):
    style: str  # What `<style>` holds.


@lru_cache(maxsize=4)
def theme_of(accent: str) -> Theme:
    """`accent`: `#rrggbb`."""
    color = parse(accent)
    light, dark = readable(color, BLACK, parse(GROUND_LIGHT)), readable(color, WHITE, parse(PAPER_DARK))
    return Theme(f":root{{{variables(light)}}}@media (prefers-color-scheme:dark){{:root{{{variables(dark)}}}}}")


def variables(accent: Color) -> str:
    on_accent = max((WHITE, BLACK), key=lambda each: contrast(each, accent))
    return f"--accent:{written(accent)};--on-accent:{written(on_accent)}"


def readable(color: Color, end: Color, ground: Color) -> Color:
    """The nearest mixture of the color with black or white that can be read on the ground, and on its tint."""
    for step in range(101):
        mixed = mix(end, color, step / 100)
        if min(contrast(mixed, ground), contrast(mixed, mix(mixed, ground, TINT))) >= CONTRAST:
            return mixed
    return end


def mix(one: Color, other: Color, share: float) -> Color:
    """`share`: of the one."""
    red, green, blue = (b + (a - b) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Color, other: Color) -> float:
    """From 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Color) -> float:
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def parse(text: str) -> Color:
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def written(color: Color) -> str:
    return "#" + bytes(round(channel * 255) for channel in color).hex()
