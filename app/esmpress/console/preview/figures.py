"""The figures of a preview: a picture each, its legend, and one sentence on what to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.console.pictures.canvas import colour
from esmpress.sampling.preview.foresee import Preview

# A limit further up than so many times the largest value would flatten the chart.
SHOWN_LIMIT = 2.5


@dataclass(frozen=True)
class Legend:
    """A word and the class of the swatch in front of it."""

    css: str
    word: str


@dataclass(frozen=True)
class Figure:
    """A picture under a title, with its legend and a sentence below."""

    title: str
    svg: SafeString
    sentence: str
    legend: Sequence[Legend] = ()


def places(preview: Preview) -> dict[int, int]:
    """The place of each schedule in the study: its colour and mark."""
    return {number: place for place, number in enumerate(sorted(preview.placed))}


def legend_of(preview: Preview) -> list[Legend]:
    """The schedules by their colours; empty if there is one alone."""
    if len(preview.placed) == 1:
        return []
    return [
        Legend(
            f"{colour(place)} s{place % 4}",
            preview.placed[number].name,
        )
        for number, place in places(preview).items()
    ]


def count(number: int, noun: str) -> str:
    """Like 1 day, 2 days."""
    words = {
        "day": ngettext("%(count)s day", "%(count)s days", number),
        "hour": ngettext("%(count)s hour", "%(count)s hours", number),
        "participant": ngettext("%(count)s participant", "%(count)s participants", number),
        "prompt": ngettext("%(count)s prompt", "%(count)s prompts", number),
        "study day": ngettext("%(count)s study day", "%(count)s study days", number),
    }
    return words[noun] % {"count": number}


def minutes(value: float) -> str:
    """A duration like 45 min, 2 h, 2 h 30 min."""
    hours, rest = divmod(round(value), 60)
    parts = [_("%(hours)s h") % {"hours": hours}] * bool(hours) + [
        _("%(rest)s min") % {"rest": rest}
    ] * bool(rest or not hours)
    return " ".join(parts)
