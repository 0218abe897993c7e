"""A design tried out on virtual participants, by the engine that will plan the study."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from esmpress.sampling.design import StudyDesign
from esmpress.sampling.path import Placed
from esmpress.sampling.preview.assumptions import Assumptions, virtual_participants
from esmpress.sampling.preview.calendar import Calendar, calendar_of
from esmpress.sampling.preview.joining import FirstDay, first_day
from esmpress.sampling.preview.load import (
    Burden,
    DailyMeans,
    Mails,
    burden_of,
    daily_means,
    mails_by_hour,
    most_prompts,
)
from esmpress.sampling.preview.ordinary_days import OrdinaryDays, Typical
from esmpress.sampling.preview.sample import Sample, draw_sample
from esmpress.sampling.preview.spacing import Gaps, Share, gaps_of, overtaken, shares_by_schedule
from esmpress.sampling.tables import Floats


@dataclass(frozen=True)
class Preview:
    """What the design will be like; schedules are named by the number of their stream.

    `curves` are exact: a row for each weekday, a column for each minute. `gaps`, `overtaken`
    (prompts that can still be opened when the next one comes), `means`, `burden` and `mails`
    are those of the sample. `first_day` is there only if people start on the day they join.
    """

    design: StudyDesign
    assumed: Assumptions
    placed: dict[int, Placed]
    sample: Sample
    curves: dict[int, Floats]
    typical: list[Typical]
    gaps: Gaps
    overtaken: NDArray[np.bool_]
    overlaps: dict[int, Share]
    means: DailyMeans
    burden: Burden
    most_prompts: int
    mails: Mails
    calendar: Calendar
    first_day: FirstDay | None

    @property
    def unforeseen(self) -> list[str]:
        """The schedules that events or answers trigger: nobody can say how often."""
        return [one.name for one in self.design.schedules if not one.scheme.asks_by_itself]


def foresee(design: StudyDesign, assumed: Assumptions) -> Preview:
    """Return the preview. Raises TooMuchToPreview."""
    people = virtual_participants(design, assumed)
    placed = {one.schedule: one for person in people for one in person.path}
    sample = draw_sample(people, seed=assumed.seed)
    days = OrdinaryDays(people, seed=assumed.seed)
    late = overtaken(sample, {n: one.scheme.response_window_minutes for n, one in placed.items()})
    means = daily_means(sample)
    return Preview(
        design=design,
        assumed=assumed,
        placed=placed,
        sample=sample,
        curves=days.by_weekday(),
        typical=days.typical(),
        gaps=gaps_of(sample),
        overtaken=late,
        overlaps=shares_by_schedule(sample, late),
        means=means,
        burden=burden_of(sample, means, assumed.seconds),
        most_prompts=most_prompts(sample),
        mails=mails_by_hour(sample, placed),
        calendar=calendar_of(sample),
        first_day=first_day(days) if design.start_rule == "same_day" else None,
    )
