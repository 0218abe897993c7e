"""Figures about the moments of prompts: chances over the day, an example, gaps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from django.utils import dateformat
from django.utils.translation import gettext

from esmpress.console.pictures.axes import clock
from esmpress.console.pictures.bars import Line, Words, draw_histogram
from esmpress.console.pictures.day_curve import Strip, draw_day_curves
from esmpress.console.pictures.fortnight import Moment, Row, draw_fortnight
from esmpress.console.preview.figures import Figure, Legend, count, legend_of, minutes, places
from esmpress.lazy_texts import lazily
from esmpress.sampling.posing import DAY
from esmpress.sampling.preview.foresee import Preview
from esmpress.sampling.preview.ordinary_days import ORIGIN
from esmpress.sampling.preview.sample import to_ordinal
from esmpress.sampling.preview.spacing import minutes_to_next, per_prompt
from esmpress.sampling.tables import Floats, Minutes

NAMES = (
    lazily("Mon"),
    lazily("Tue"),
    lazily("Wed"),
    lazily("Thu"),
    lazily("Fri"),
    lazily("Sat"),
    lazily("Sun"),
)
FORTNIGHT = 14
BIN_WIDTHS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240)
MOST_BINS = 36


def curve_figure(preview: Preview) -> Figure:
    """The exact chance of a prompt over the local day."""
    strips = [
        Strip(place, f"{preview.placed[number].name} · {days}", curve)
        for number, place in places(preview).items()
        if number in preview.curves
        for days, curve in _kinds_of_days(preview.curves[number])
    ]
    used = np.flatnonzero(sum(strip.curve for strip in strips)) - ORIGIN
    sentence = gettext(
        "The first prompt can come at %(first)s, the last at %(last)s. Computed "
        "exactly, not sampled, for days on which the schedule asks and no clock is "
        "changed; the area under a curve is its prompts a day."
    ) % {"first": clock(used.min()), "last": clock(used.max())}
    return Figure(
        gettext("When prompts come"), draw_day_curves(strips, sentence), sentence, _night_legend()
    )


def _night_legend() -> list[Legend]:
    return [Legend("night", gettext("23:00 to 07:00"))]


def _kinds_of_days(curves: Floats) -> Iterator[tuple[str, Floats]]:
    """The weekdays with equal curves together; those without any are left out."""
    left = [day for day in range(len(NAMES)) if curves[day].any()]
    while left:
        alike = [day for day in left if np.allclose(curves[day], curves[left[0]], atol=1e-9)]
        yield _name_days(alike), curves[left[0]]
        left = [day for day in left if day not in alike]


def _name_days(days: list[int]) -> str:
    if len(days) == len(NAMES):
        return gettext("every day")
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        f"{NAMES[run[0]]}" if len(run) == 1 else f"{NAMES[run[0]]}–{NAMES[run[-1]]}" for run in runs
    )


def fortnight_figure(preview: Preview) -> Figure:
    """The first two weeks of the first virtual participant."""
    person = preview.sample.people[0]
    last = person.start_date + (min(FORTNIGHT, person.days) - 1) * DAY
    changes = {
        change.on: gettext("clocks %(minutes)s min") % {"minutes": f"{change.minutes:+d}"}
        for change in preview.calendar.changes
        if change.time_zone == person.time_zone.key
    }
    dates = [person.start_date + n * DAY for n in range((last - person.start_date).days + 1)]
    rows = [Row(on, changes.get(on, "")) for on in dates]
    moments = list(_moments_of_first(preview, to_ordinal(last)))
    sentence = gettext(
        "A virtual participant in %(zone)s, from %(start)s: %(prompts)s in %(days)s. The bar after "
        "a mark is the time in which the prompt can be opened."
    ) % {
        "zone": person.time_zone.key,
        "start": dateformat.format(person.start_date, gettext("l j F Y")),
        "prompts": count(len(moments), "prompt"),
        "days": count(len(rows), "day"),
    }
    legend = [*legend_of(preview), *_night_legend()]
    if any(one.overtaken_after is not None for one in moments):
        legend.append(Legend("overtaken", gettext("still open when the next one has come")))
    svg = draw_fortnight(rows, moments, sentence)
    return Figure(gettext("One participant’s first days"), svg, sentence, legend)


def _moments_of_first(preview: Preview, last: int) -> Iterator[Moment]:
    sample, place = preview.sample, places(preview)
    windows = {n: one.scheme.response_window_minutes for n, one in preview.placed.items()}
    open_minutes = per_prompt(sample, windows)
    following = minutes_to_next(sample)
    first = to_ordinal(sample.people[0].start_date)
    for number in np.flatnonzero(sample.prompts["participant"] == 0).tolist():
        row = sample.prompts[number]
        if row["date"] <= last:
            yield Moment(
                int(row["date"]) - first,
                int(row["wall"]),
                int(open_minutes[number]),
                place[int(row["schedule"])],
                int(following[number]) if preview.overtaken[number] else None,
            )


def gap_figures(preview: Preview) -> Iterator[Figure]:
    """The gaps between neighbouring prompts, on a day and over a night."""
    if len(preview.gaps.within):
        yield _gap_figure(preview, preview.gaps.within, "day", gettext("Gaps within a day"))
    if len(preview.gaps.overnight):
        yield _gap_figure(preview, preview.gaps.overnight, "night", gettext("Gaps across a night"))


def _gap_figure(preview: Preview, gaps: Minutes, name: str, title: str) -> Figure:
    low, middle, high = (float(value) for value in np.percentile(gaps, [0, 50, 100]))
    where = (
        gettext("from a prompt to the next of the same study day")
        if name == "day"
        else (gettext("from the last prompt of a day to the first of the next"))
    )
    sentence = gettext(
        "Elapsed time %(where)s: half are shorter than %(middle)s, all lie between "
        "%(low)s and %(high)s."
    ) % {
        "where": where,
        "middle": minutes(middle),
        "low": minutes(low),
        "high": minutes(high),
    }
    unit = "minutes" if high <= 300 else "hours"
    words = Words(
        f"gaps-{name}",
        title,
        sentence,
        gettext("minutes between prompts")
        if unit == "minutes"
        else gettext("hours between prompts"),
        gettext("% of gaps"),
    )
    start = 0.0 if name == "day" else 60 * (low // 60)
    width = next((w for w in BIN_WIDTHS if (high - start) / w <= MOST_BINS), BIN_WIDTHS[-1])
    edges = np.arange(start, high + width + 1, width)
    counts, _ = np.histogram(gaps, edges)
    ticks = _gap_ticks(float(edges[0]), float(edges[-1]), in_hours=unit == "hours")
    svg = draw_histogram(words, counts, edges.tolist(), ticks, marks=_least_gap(preview, edges))
    return Figure(title, svg, sentence)


def _least_gap(preview: Preview, edges: Floats) -> list[Line]:
    gaps = (one.scheme.min_gap_minutes for one in preview.placed.values())
    least = min((gap for gap in gaps if gap), default=0)
    inside = edges[0] < least < edges[-1]
    return [Line(least, gettext("minimum gap %(least)s min") % {"least": least})] if inside else []


def _gap_ticks(start: float, stop: float, *, in_hours: bool) -> list[tuple[float, str]]:
    steps = (60, 120, 180, 240, 360, 720, 1440) if in_hours else (1, 2, 5, 10, 15, 30, 60)
    step = next((one for one in steps if (stop - start) / one <= 8), steps[-1])
    first = -(-start // step) * step
    ticks = np.arange(first, stop + 1, step).tolist()
    return [(tick, f"{tick / 60:g}" if in_hours else f"{tick:g}") for tick in ticks]
