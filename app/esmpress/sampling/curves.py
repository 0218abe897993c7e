"""The exact probability of a prompt at each minute of a date, from the tables it is drawn from."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from esmpress.sampling.day import pose_date
from esmpress.sampling.joint import joint_probabilities
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.sampler import MinuteProbabilities, minute_probabilities
from esmpress.sampling.standings import Group, Standing, offset_choices

Curves = list[MinuteProbabilities]


def day_probabilities(
    path: Sequence[Placed],
    *,
    start_date: datetime.date,
    on: datetime.date,
    person: Person,
    seed: bytes,
) -> dict[int, Curves]:
    """Return for each schedule with prompts on a date one curve per beep.

    Minutes count from 00:00 UTC of the date. What was drawn on the day before counts only as far
    as it is certain. The last beeps of an interval with a random offset can sum to less than 1.
    """
    problem = pose_date(path, start_date=start_date, on=on, person=person, seed=seed)
    curves = {one.placed.schedule: _certain(one) for one in problem.certain}
    curves |= {one.placed.schedule: _moved_together(one) for one in problem.offsets}
    for group in problem.groups:
        own = _drawn_together(group)
        curves |= {one.placed.schedule: of for one, of in zip(group, own, strict=True)}
    return curves


def _certain(standing: Standing) -> Curves:
    return [
        MinuteProbabilities(block.start, np.full(1, float(beep in standing.moments)))
        for beep, block in enumerate(standing.blocks, start=1)
    ]


def _moved_together(standing: Standing) -> Curves:
    first = standing.blocks[0]
    share = np.zeros(first.stop - first.start)
    choices = offset_choices(standing, standing.blocked)
    share[choices] = 1 / len(choices)
    return [
        MinuteProbabilities(block.start, share[: block.stop - block.start])
        for block in standing.blocks
    ]


def _drawn_together(group: Group) -> list[Curves]:
    if len(group) > 1:
        return joint_probabilities(tuple(standing.member() for standing in group))
    (standing,) = group
    origin = standing.blocks[0].start
    curves = minute_probabilities(standing.shape())
    return [[replace(curve, start=origin + curve.start) for curve in curves]]
