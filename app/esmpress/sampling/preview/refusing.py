"""Why a design must not be launched."""

from collections.abc import Iterator
from functools import cache

from esmpress.sampling.checking import DAYS_OF_A_WEEK, MONDAY, SEED, UTC, infeasibilities
from esmpress.sampling.day import active_on
from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.design import StudyDesign
from esmpress.sampling.malformed import name_schedule
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.posing import DAY
from esmpress.sampling.preview.remarks import Remark, warn
from esmpress.sampling.rows import last_study_day
from esmpress.sampling.wake_times import WakeTimes

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def refusals(design: StudyDesign, wake: WakeTimes | None = None) -> list[str]:
    """Return the reasons, one sentence each that names the field to change; none if it can run."""
    reasons = infeasibilities(design, wake)
    return reasons + [one.sentence for one in never_asking(design) if one.refuses]
