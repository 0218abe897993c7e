"""What a template makes, before it is made: its parts, items, pictures, and a table behind them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from esmpress.console.exchange_words import parts_in_words
from esmpress.console.pictures.axes import clock
from esmpress.console.preview.figures import Figure, minutes
from esmpress.console.preview.loads import prompt_figures
from esmpress.console.preview.moments import curve_figure, fortnight_figure
from esmpress.console.scheme_words import described
from esmpress.exchange.study_reading import ReadStudy
from esmpress.questionnaires.effort import estimate_seconds
from esmpress.sampling.preview.assumptions import Assumptions
from esmpress.sampling.preview.foresee import Preview, foresee
from esmpress.sampling.preview.sample import to_date
from esmpress.setting_up.templates import Template, read_template

# Any seed but that of a study: nobody's moments are shown.
SEED = b"a template's own"
MONDAY = 0


@dataclass(frozen=True)
class Asked:
    """A questionnaire: how long it takes, and its items with their words by language."""

    name: str
    takes: str
    languages: list[str]
    items: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class TemplatePage:
    """What stands on the page above the form."""

    template: Template
    parts: list[tuple[str, str]]
    schedules: list[tuple[str, dict[str, str]]]
    questionnaires: list[Asked]
    figures: list[Figure]
    days: list[tuple[date, str]]


def template_page(template: Template, *, today: date) -> TemplatePage:
    """The page of a template, with somebody imagined who begins on the next Monday."""
    read = read_template(template)
    preview = foresee(read.design(), _assume(read, today=today))
    return TemplatePage(
        template,
        list(parts_in_words(read)),
        [
            (one.name, described(scheme))
            for one, scheme in zip(read.file.schedules, read.schemes, strict=True)
        ],
        [_asked(one.name, one.definition) for one in read.file.questionnaires],
        [curve_figure(preview), fortnight_figure(preview), next(prompt_figures(preview))],
        _days(preview),
    )


def _assume(read: ReadStudy, *, today: date) -> Assumptions:
    sunday = today + timedelta(days=6 - today.weekday())
    zones = (ZoneInfo(read.file.study.time_zone),)
    return Assumptions(1, zones, sunday, sunday, seed=SEED)


def _asked(name: str, definition: Any) -> Asked:
    codes = [code for code, _ in settings.LANGUAGES if code in definition.languages]
    names = dict(settings.LANGUAGES)
    return Asked(
        name,
        minutes(max(60, estimate_seconds(definition)) / 60),
        [str(names[code]) for code in codes],
        [(item.name, [item.text[code] for code in codes]) for item in definition.items],
    )


def _days(preview: Preview) -> list[tuple[date, str]]:
    """Each day of the one who is imagined that has prompts, with their times."""
    times: dict[date, list[str]] = defaultdict(list)
    for row in preview.sample.prompts:
        times[to_date(int(row["date"]))].append(clock(int(row["wall"])))
    return [(on, ", ".join(times[on])) for on in sorted(times)]
