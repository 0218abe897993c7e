"""What a phone on a slow connection sees of the page, in figures beside their goals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from benchmarks.measuring import Figure
from benchmarks.web.lighthouse import CATEGORIES, Load, typical

# The audit, its short name, what a thousandth of it is called, the goal, and what others reach.
TIMINGS = (
    ("largest-contentful-paint", "lcp", 1000.0, "s", 1.0, "floor 0.9-1.3, peers 2.9-9.4"),
    ("total-blocking-time", "tbt", 1.0, "ms", 50.0, "floor 40"),
    ("cumulative-layout-shift", "cls", 1.0, "", 0.0, ""),
)
PEERS = "LimeSurvey 1,423, formr 597, SurveyJS 456, ESMira 246 (gzip); floor 115 (gzip)"
SCRIPT_PEERS = "formr 536, SurveyJS 417, ESMira 178 (gzip); floor 91"
# Files whose names hold their hash stay in the browser.
KEPT = "/_astro/"


def figures(page: str, found: list[Load], origin: str) -> Iterator[Figure]:
    """All figures of one page by its loads; medians, but for bytes, which are always the same."""
    yield from _scores(page, found)
    yield from _timings(page, found)
    last = found[-1]
    at_most = partial(_at_most, page)
    yield at_most("bytes", f"a first visit ({PEERS})", last.sent() / 1000, 115)
    yield at_most("scripts", f"its JavaScript ({SCRIPT_PEERS})", last.sent("Script") / 1000, 90)
    yield at_most("warm", "the page of the next prompt", _unkept(last) / 1000, 12)
    yield at_most("requests", "of a first visit", len(last.requests), 10, unit="")
    yield at_most("foreign", "requests to anybody else", last.foreign(origin), 0, unit="")


def _scores(page: str, found: list[Load]) -> Iterator[Figure]:
    for category in CATEGORIES:
        scores = sorted(load.score(category) for load in found)
        score = scores[len(scores) // 2]
        lost = "; ".join(sorted({fault for load in found for fault in load.shortcomings()}))
        yield Figure(
            name=category[:9],
            what=f"{page}: Lighthouse's score, median of {len(found)}" + (lost and f" ({lost})"),
            value=score,
            unit="",
            goal="100",
            is_met=score == 100,
        )


def _timings(page: str, found: list[Load]) -> Iterator[Figure]:
    for audit, name, scale, unit, goal, others in TIMINGS:
        value = typical(found, audit) / scale
        yield Figure(
            name=name,
            what=f"{page}: {audit}, median of {len(found)}" + (others and f" ({others})"),
            value=value,
            unit=unit,
            goal=f"<= {goal:g} {unit}".rstrip(),
            is_met=value <= goal,
        )


def _at_most(
    page: str, name: str, what: str, value: float, goal: float, *, unit: str = "kB"
) -> Figure:
    return Figure(
        name=name,
        what=f"{page}: {what}",
        value=value,
        unit=unit,
        goal=f"<= {goal:g} {unit}".rstrip(),
        is_met=value <= goal,
    )


def _unkept(load: Load) -> int:
    """Bytes of what a browser fetches again that was here an hour ago."""
    return sum(
        int(one["transferSize"])
        for one in load.requests
        if not urlsplit(one["url"]).path.startswith(KEPT)
    )
