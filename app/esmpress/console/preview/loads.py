"""Figures about how much: prompts, minutes of answering, overlapping response windows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _

from esmpress.console.numbers import decimal
from esmpress.console.pictures.bars import Line, Words, draw_shares, draw_stacks
from esmpress.console.preview.figures import SHOWN_LIMIT, Figure, count, legend_of, places
from esmpress.console.preview.moments import NAMES
from esmpress.sampling.preview.foresee import Preview
from esmpress.sampling.preview.remarking import MOST_BURDEN_MINUTES
from esmpress.sampling.tables import Floats


def prompt_figures(preview: Preview) -> Iterator[Figure]:
    """Prompts by study day and by weekday."""
    means, place = preview.means, places(preview)
    days = {place[number]: values for number, values in means.study_days.items()}
    total = np.sum(list(days.values()), axis=0)
    each = len(preview.sample.prompts) / len(preview.sample.people)
    sentence = _(
        "A participant gets %(each)s prompts on the mean, in %(count)s at most, and "
        "never more than %(most_prompts)s on one day."
    ) % {
        "each": f"{each:.4g}",
        "count": count(len(total), "study day"),
        "most_prompts": preview.most_prompts,
    }
    words = Words(
        "study-days", _("Prompts per study day"), sentence, _("study day"), _("prompts a day")
    )
    svg = draw_stacks(words, days, _day_labels(len(total)))
    yield Figure(words.title, svg, sentence, legend_of(preview))
    weekdays = {place[number]: values for number, values in means.weekdays.items()}
    sums = np.sum(list(weekdays.values()), axis=0)
    sentence = _weekday_sentence(sums)
    words = Words("weekdays", _("Prompts per weekday"), sentence, _("weekday"), _("prompts a day"))
    svg = draw_stacks(words, weekdays, list(enumerate(NAMES)))
    yield Figure(words.title, svg, sentence, legend_of(preview))


def _weekday_sentence(sums: Floats) -> str:
    if float(sums.max() - sums.min()) < 0.05:
        return _("Every weekday has %(mean)s prompts on the mean day of a participant.") % {
            "mean": f"{sums.mean():.3g}"
        }
    fewest, most = NAMES[int(sums.argmin())], NAMES[int(sums.argmax())]
    return _(
        "From %(low)s prompts on the mean %(fewest)s to %(high)s on the mean "
        "%(most)s of a participant."
    ) % {
        "low": decimal(sums.min(), 1),
        "fewest": fewest,
        "high": decimal(sums.max(), 1),
        "most": most,
    }


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
        f"{preview.placed[number].name} {decimal(seconds / 60, 1)} min"
        for number, seconds in preview.assumed.seconds.items()
        if number in preview.placed
    )
    sentence = _(
        "Answering every prompt takes %(mean)s minutes on a day with prompts and "
        "%(largest)s at most, estimated from the items (%(each)s each)."
    ) % {"mean": decimal(burden.mean, 1), "largest": decimal(burden.largest, 1), "each": each}
    words = Words("burden", _("Minutes of answering"), sentence, _("study day"), _("minutes a day"))
    largest = float(np.sum(list(days.values()), axis=0).max())
    near = largest * SHOWN_LIMIT >= MOST_BURDEN_MINUTES
    limit = (
        Line(
            MOST_BURDEN_MINUTES,
            _("%(minutes)s min") % {"minutes": MOST_BURDEN_MINUTES},
        )
        if near
        else None
    )
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
    sentence = _(
        "%(count)s of %(prompts)s can still be opened when the participant’s next one comes."
    ) % {"count": count(total, "prompt"), "prompts": len(preview.sample.prompts)}
    words = Words(
        "overlaps", _("Overlapping response windows"), sentence, _("share of the prompts"), ""
    )
    return Figure(words.title, draw_shares(words, shares), sentence)
