"""Colours of a message made readable (WCAG AA) whatever colour a study chose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# Links stand on the card and on the ground, which is the darker of the two.
GROUND, CARD, DARK_CARD = "#f3f4f6", "#ffffff", "#1d1f23"
TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0
FALLBACK = "#0f5c5c"
_HEX = re.compile(r"#[0-9a-f]{6}")
_STEPS = 100


@dataclass(frozen=True)
class Palette:
    """The study's colour, what can be read on it, and its shades for links and edges."""

    color: str
    on_color: str
    link: str
    dark_link: str
    edge: str
    dark_edge: str


@cache
def palette(color: str) -> Palette:
    """The shades of a colour like #0f5c5c; anything else counts as the standard colour."""
    if not _HEX.fullmatch(color):
        color = FALLBACK
    white_reads_better = contrast(color, "#ffffff") >= contrast(color, "#000000")
    return Palette(
        color=color,
        on_color="#ffffff" if white_reads_better else "#000000",
        link=_shade(color, on=GROUND, towards="#000000", least=TEXT_CONTRAST),
        dark_link=_shade(color, on=DARK_CARD, towards="#ffffff", least=TEXT_CONTRAST),
        edge=_shade(color, on=CARD, towards="#000000", least=SHAPE_CONTRAST),
        dark_edge=_shade(color, on=DARK_CARD, towards="#ffffff", least=SHAPE_CONTRAST),
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _shade(color: str, *, on: str, towards: str, least: float) -> str:
    """The colour, mixed with as little of another as makes it stand out from a background."""
    shades = (_mixed(color, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(shade for shade in shades if contrast(shade, on) >= least)


def _mixed(color: str, other: str, share: float) -> str:
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
