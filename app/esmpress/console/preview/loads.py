"""Figures about how much: prompts, minutes of answering, mails, days on the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from esmpress.console.pictures.bars import Line, Words, draw_shares, draw_stacks
from esmpress.console.pictures.courses import (
    by_hour_of_day,
    draw_calendar,
    draw_first_day,
    draw_hours,
)
from esmpress.console.preview.figures import Figure, Legend, count, legend_of, places
from esmpress.console.preview.moments import NAMES
from esmpress.sampling.preview.foresee import Preview
from esmpress.sampling.preview.joining import JOIN_FROM, JOIN_TO
from esmpress.sampling.preview.remarking import MOST_BURDEN_MINUTES
from esmpress.sampling.tables import Floats, Minutes

# A limit further up than so many times the largest value would flatten the chart.
SHOWN_LIMIT = 2.5
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def prompt_figures(preview: Preview) -> Iterator[Figure]:
    """Prompts by study day and by weekday."""
    means, place = preview.means, places(preview)
    days = {place[number]: values for number, values in means.study_days.items()}
    total = np.sum(list(days.values()), axis=0)
    sentence = (
        f"A participant gets {total.sum():.4g} prompts in {count(len(total), 'study day')}, "
        f"{preview.most_prompts} on a day at most."
    )
    words = Words("study-days", "Prompts per study day", sentence, "study day", "prompts a day")
    svg = draw_stacks(words, days, _day_labels(len(total)))
    yield Figure(words.title, svg, sentence, legend_of(preview))
    weekdays = {place[number]: values for number, values in means.weekdays.items()}
    sums = np.sum(list(weekdays.values()), axis=0)
    sentence = _weekday_sentence(sums)
    words = Words("weekdays", "Prompts per weekday", sentence, "weekday", "prompts a day")
    svg = draw_stacks(words, weekdays, list(enumerate(NAMES)))
    yield Figure(words.title, svg, sentence, legend_of(preview))


def _weekday_sentence(sums: Floats) -> str:
    if float(sums.max() - sums.min()) < 0.05:
        return f"Every weekday has {sums.mean():.3g} prompts on the mean day of a participant."
    fewest, most = NAMES[int(sums.argmin())], NAMES[int(sums.argmax())]
    return (
        f"From {sums.min():.1f} prompts on the mean {fewest} to {sums.max():.1f} on the mean "
        f"{most} of a participant."
    )


def _day_labels(days: int) -> list[tuple[float, str]]:
    step = next(step for step in (1, 2, 5, 7, 14, 28, 61, 183, 366, 3660) if days / step <= 15)
    shown = range(step if step > 2 else 1, days + 1, step)
    return [(day - 1, str(day)) for day in shown]


def burden_figure(preview: Preview) -> Figure | None:
    """Minutes of answering by study day, if the questionnaires are known."""
    if not preview.assumed.seconds:
        return None
    place, burden = places(preview), preview.burden
    days = {place[number]: values for number, values in burden.study_days.items()}
    each = ", ".join(
        f"{preview.placed[number].name} {seconds / 60:.1f} min"
        for number, seconds in preview.assumed.seconds.items()
        if number in preview.placed
    )
    sentence = (
        f"Answering every prompt takes {burden.mean:.1f} minutes on a day with prompts and "
        f"{burden.largest:.1f} at most, estimated from the items ({each} each)."
    )
    words = Words("burden", "Minutes of answering", sentence, "study day", "minutes a day")
    largest = float(np.sum(list(days.values()), axis=0).max())
    near = largest * SHOWN_LIMIT >= MOST_BURDEN_MINUTES
    limit = Line(MOST_BURDEN_MINUTES, f"{MOST_BURDEN_MINUTES} min") if near else None
    labels = _day_labels(len(next(iter(days.values()))))
    svg = draw_stacks(words, days, labels, limit=limit)
    return Figure(words.title, svg, sentence, legend_of(preview))


def overlap_figure(preview: Preview) -> Figure:
    """How many prompts can still be opened when the next one comes."""
    place = places(preview)
    shares = [
        (place[number], preview.placed[number].name, share.share)
        for number, share in sorted(preview.overlaps.items())
    ]
    total = sum(share.count for share in preview.overlaps.values())
    sentence = (
        f"{count(total, 'prompt')} of {len(preview.sample.prompts)} can still be opened when the "
        "participant’s next one comes."
    )
    words = Words("overlaps", "Overlapping response windows", sentence, "share of the prompts", "")
    return Figure(words.title, draw_shares(words, shares), sentence)


def mail_figure(preview: Preview, time_zone: ZoneInfo) -> Figure:
    """Mails by hour of the day, on the worst date and on the mean one, against the limit."""
    mails, limit = preview.mails, preview.assumed.hourly_limit
    largest, mean = by_hour_of_day(_local_hours(mails.hours, time_zone), mails.counts)
    busiest = "; ".join(_hour_in_words(hour, most, time_zone) for hour, most in mails.busiest(3))
    sentence = f"Invitations and every reminder, if nobody answers. Busiest: {busiest}."
    if limit:
        above = count(mails.above(limit), "hour")
        sentence += f" {above} of {len(mails.hours)} above the limit of {limit}."
    else:
        sentence += " No sending limit is known."
    words = Words(
        "mails", "Mails per hour", sentence, f"hour of the day, {time_zone.key}", "mails an hour"
    )
    shown = limit and limit <= SHOWN_LIMIT * largest.max()
    line = Line(limit, f"limit {limit}") if shown else None
    legend = [Legend("pale", "busiest date"), Legend("c0", "mean date")]
    return Figure(words.title, draw_hours(words, largest, mean, line), sentence, legend)


def _local_hours(hours: Minutes, time_zone: ZoneInfo) -> Minutes:
    local = []
    for hour in hours.tolist():
        at = (EPOCH + timedelta(hours=hour)).astimezone(time_zone).replace(tzinfo=UTC)
        local.append((at - EPOCH) // timedelta(hours=1))
    return np.array(local, dtype=np.int64)


def _hour_in_words(hour: int, mails: int, time_zone: ZoneInfo) -> str:
    at = (EPOCH + timedelta(hours=hour)).astimezone(time_zone)
    return f"{at:%a} {at.day} {at:%b %H:%M} with {mails}"


def calendar_figure(preview: Preview) -> Figure:
    """Participants on each date, and the clock changes they meet."""
    calendar = preview.calendar
    marks = [
        (change.on, f"{change.time_zone} {change.minutes:+d} min") for change in calendar.changes
    ]
    if marks:
        met = "; ".join(
            f"{change.on.day} {change.on:%b %Y} in {change.time_zone} "
            f"({count(change.participants, 'participant')})"
            for change in calendar.changes
        )
        sentence = (
            f"{calendar.touched.share:.1%} of all days of participants touch a clock change: {met}."
        )
    else:
        sentence = "No day of any participant touches a clock change."
    words = Words("calendar", "On the calendar", sentence, "date", "participants")
    svg = draw_calendar(words, calendar.first, calendar.participants, marks)
    return Figure(words.title, svg, sentence)


def first_day_figure(preview: Preview) -> Figure | None:
    """What is lost by joining in the middle of the first day, if that is how people start."""
    if preview.first_day is None:
        return None
    first = preview.first_day
    sentence = (
        f"Of {first.whole:.1f} prompts on a whole first day, {first.lost:.1f} are lost on the mean "
        f"if people join evenly between {JOIN_FROM // 60:02}:00 and {JOIN_TO // 60:02}:00; start on "
        "the next day to lose none. Computed exactly."
    )
    words = Words(
        "first-day", "Prompts left on the first day", sentence, "local time of joining", "prompts"
    )
    return Figure(words.title, draw_first_day(words, first.remaining), sentence)
