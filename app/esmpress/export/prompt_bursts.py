"""Which measurement burst of its schedule a prompt's study day lies in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from psycopg.sql import SQL, Composable, Literal

from esmpress.export.cells import NOTHING, Cell
from esmpress.participants.models import Participant
from esmpress.sampling.bursts import burst_days
from esmpress.sampling.follow_up import FollowUp
from esmpress.sampling.once import Once
from esmpress.sampling.path import Placed
from esmpress.studies.design import Protocol
from esmpress.studies.models import ScheduleVersion, Study

# The study day each burst of a participant begins on, by the version of the schedule and the arm.
_JOINED = SQL("""
  LEFT JOIN (VALUES {values}) AS burst (participant_id, version_id, arm_id, starts)
    ON burst.participant_id = prompt.participant_id
   AND burst.version_id = prompt.schedule_version_id
   AND burst.arm_id IS NOT DISTINCT FROM {arm}""")
_NUMBER = SQL("nullif(width_bucket(prompt.study_day::integer, burst.starts), 0)")
_NOBODY = SQL("(NULL::bigint, NULL::bigint, NULL::bigint, NULL::integer[])")


class Bursts:
    """The bursts of a study's participants, worked out by the engine that draws moments in them."""

    def __init__(self, study: Study) -> None:
        """Read the design."""
        self._study, self._protocol = study, Protocol(study)
        self._versions = [
            version
            for version in self._protocol.versions.values()
            if version.parsed_scheme().bursts is not None
        ]
        self._places: dict[tuple[int, int | None], Placed | None] = {}

    @property
    def cell(self) -> Cell:
        """The number of the burst, from 1."""
        return Cell(_NUMBER if self._versions else NOTHING)

    def joined(self, people: Sequence[int]) -> Composable:
        """What has to be joined, after the arms, for the prompts of these participants."""
        if not self._versions:
            return SQL("")
        rows = list(self._rows(people))
        arm = SQL("allocation.arm_id") if self._protocol.arms else SQL("NULL::bigint")
        return _JOINED.format(values=SQL(", ").join(rows) if rows else _NOBODY, arm=arm)

    def _rows(self, people: Sequence[int]) -> Iterator[Composable]:
        begun = Participant.objects.filter(pk__in=people, start_date__isnull=False)
        for pk, number, start_date in begun.values_list("pk", "number", "start_date"):
            assert start_date is not None
            for version in self._versions:
                for arm_id in self._protocol.arms or [None]:
                    starts = self._starts(version, arm_id, number, start_date)
                    if starts:
                        arm = SQL("NULL") if arm_id is None else Literal(arm_id)
                        yield SQL("({}::bigint, {}::bigint, {}::bigint, {}::integer[])").format(
                            Literal(pk), Literal(version.pk), arm, Literal(starts)
                        )

    def _starts(
        self, version: ScheduleVersion, arm_id: int | None, number: int, start_date: date
    ) -> list[int]:
        placed = self._placed(version, arm_id)
        if placed is None:
            return []
        scheme = placed.scheme
        if isinstance(scheme, Once | FollowUp) or scheme.bursts is None:
            return []
        days = burst_days(
            scheme.bursts,
            days=scheme.days,
            first_date=placed.first_date(start_date),
            seed=self._study.seed_bytes,
            participant=number,
            first_day=placed.first_day,
        )
        return [day + placed.first_day - 1 for day in sorted(days)[:: scheme.bursts.length_days]]

    def _placed(self, version: ScheduleVersion, arm_id: int | None) -> Placed | None:
        """Where the schedule stands on the way of an arm, with the scheme of this version."""
        key = version.pk, arm_id
        if key not in self._places:
            self._places[key] = self._find(version, arm_id)
        return self._places[key]

    def _find(self, version: ScheduleVersion, arm_id: int | None) -> Placed | None:
        arm = self._protocol.arms[arm_id].name if arm_id is not None else None
        path = self._protocol.design({version.schedule_id: version.scheme}).path(arm)
        return next((one for one in path if one.schedule == version.schedule_id), None)
