"""A package to be shared: dates moved by whole weeks, by another number for each participant."""

from __future__ import annotations

import json

from django.db.models import Max
from psycopg.sql import SQL, Literal

from esmpress.export.package.writing import Sharing
from esmpress.export.prompts_table import Wanted
from esmpress.export.shifting import shift_key, weeks_shifted
from esmpress.studies.models import Study

# Who joins while the package is made is moved as well; of still more the package fails rather than
# telling a date.
_AHEAD = 1000
_DAYS = SQL("({}::jsonb ->> participant.number)::integer")
# They tell days as they were: the first days of the study and of each participant.
_LEFT_OUT = frozenset({"design/study.json", "design/seeds.csv"})
_NOTES = (
    "All dates and instants are moved back by whole weeks, 1 to 104, by another number for each "
    "participant: weekdays, hours of the wall clock and gaps within a participant are as they "
    "were; seasons, and the order between participants, are not.",
    "`utc_offset_min` and `dst_flag` are those of the days as they were. Dates that participants "
    "typed as answers are not moved.",
    "The design of the study and the seeds are left out, for they tell first days.",
)


def shifted(study: Study) -> Sharing:
    """How such a package differs from one that stays; the same for the same study each time."""
    last = study.participants.aggregate(last=Max("number"))["last"] or 0
    key = shift_key(study)
    days = [7 * weeks_shifted(f"P{number:04d}", key) for number in range(last + _AHEAD)]
    return Sharing(
        wanted=Wanted(shift_days=_DAYS.format(Literal(json.dumps(days)))),
        notes=_NOTES,
        left_out=_LEFT_OUT,
        mark="shifted",
    )
