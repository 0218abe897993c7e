"""What a design asks of participants a day, and of the mail provider an hour."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from esmpress.sampling.path import Placed
from esmpress.sampling.preview.ordinary_days import DAYS_OF_A_WEEK
from esmpress.sampling.preview.sample import Sample
from esmpress.sampling.tables import Floats, Minutes

HOUR = 60
# 1970-01-01, from which dates are counted, was a Thursday.
THURSDAY = 3


@dataclass(frozen=True)
class DailyMeans:
    """Prompts of each schedule on the mean day of a participant, by study day and by weekday.

    `study_days` has a place for each study day, the first at 0; `weekdays` has seven, Monday
    first, and `weekday_days` says how many days of participants fall on each.
    """

    study_days: dict[int, Floats]
    weekdays: dict[int, Floats]
    weekday_days: Minutes


@dataclass(frozen=True)
class Burden:
    """Minutes of answering on each day of each participant, if every prompt is answered."""

    mean: float
    largest: float
    # The mean by study day for each schedule, the first day at 0.
    study_days: dict[int, Floats]


@dataclass(frozen=True)
class Mails:
    """Messages by hour since 1970 (UTC), invitations and all reminders, in order of time."""

    hours: Minutes
    counts: Minutes

    def busiest(self, count: int) -> list[tuple[int, int]]:
        """Return the hours with most mails and how many, the worst first."""
        order = np.argsort(-self.counts, kind="stable")[:count]
        return [(int(self.hours[place]), int(self.counts[place])) for place in order]

    def above(self, limit: int) -> int:
        """Return how many hours have more mails than the limit."""
        return int((self.counts > limit).sum())

    def largest_day(self) -> int:
        """Return the most mails of any day of UTC."""
        days, places = np.unique(self.hours // 24, return_inverse=True)
        return int(np.bincount(places, self.counts).max()) if len(days) else 0


def daily_means(sample: Sample) -> DailyMeans:
    """Return the means; a day of a participant counts from the first study day to the last."""
    _, dates, study_days = sample.days()
    days_there = np.bincount(study_days - 1)
    weekday_days = np.bincount((dates + THURSDAY) % DAYS_OF_A_WEEK, minlength=DAYS_OF_A_WEEK)
    by_day, by_weekday = {}, {}
    for schedule in np.unique(sample.prompts["schedule"]).tolist():
        rows = sample.prompts[sample.prompts["schedule"] == schedule]
        counted = np.bincount(rows["study_day"] - 1, minlength=len(days_there))
        by_day[schedule] = counted / np.maximum(days_there, 1)
        weekdays = (rows["date"] + THURSDAY) % DAYS_OF_A_WEEK
        counted = np.bincount(weekdays, minlength=DAYS_OF_A_WEEK)
        by_weekday[schedule] = counted / np.maximum(weekday_days, 1)
    return DailyMeans(by_day, by_weekday, weekday_days)


def burden_of(sample: Sample, means: DailyMeans, seconds: Mapping[int, float]) -> Burden:
    """Return the burden; days without a prompt count in the means by study day alone."""
    rows = sample.prompts
    minutes = np.zeros(len(rows))
    for schedule, duration in seconds.items():
        minutes[rows["schedule"] == schedule] = duration / 60
    _, days = np.unique(rows[["participant", "date"]], return_inverse=True)
    totals = np.bincount(days, minutes) if len(rows) else np.zeros(1)
    by_day = {one: of * seconds.get(one, 0.0) / 60 for one, of in means.study_days.items()}
    return Burden(float(totals.mean()), float(totals.max()), by_day)


def most_prompts(sample: Sample) -> int:
    """Return the most prompts any participant gets on a day."""
    if not len(sample.prompts):
        return 0
    _, counts = np.unique(sample.prompts[["participant", "date"]], return_counts=True)
    return int(counts.max())


def mails_by_hour(sample: Sample, placed: Mapping[int, Placed]) -> Mails:
    """Return the mails if nobody answers: each invitation and every one of its reminders."""
    rows = sample.prompts
    moments = [rows["at"]]
    for schedule, one in placed.items():
        own = rows["at"][rows["schedule"] == schedule]
        moments += [own + minutes for minutes in one.scheme.reminders]
    hours, counts = np.unique(np.concatenate(moments) // HOUR, return_counts=True)
    return Mails(hours, counts)
