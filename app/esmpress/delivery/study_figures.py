"""What became of the messages of one study, and how overdue the oldest is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from esmpress.delivery.lateness import SECONDS, Lateness, lateness_from
from esmpress.delivery.models import Notification
from esmpress.studies.models import Study

# One pass counts both what became of messages and how late they went out. The reasons of those
# that went well say nothing.
_COUNTED = f"""
SELECT row.status,
       CASE WHEN row.status IN ('not_sent', 'failed', 'bounced', 'dropped', 'due')
            THEN row.reason ELSE '' END AS reason,
       {SECONDS} AS seconds,
       count(*)
  FROM {{rows}}
  JOIN participants_participant AS participant
    ON participant.id = prompt.participant_id AND participant.study_id = %(study)s
 GROUP BY 1, 2, 3
"""  # noqa: S608
# Of some days, each message is looked up; for all of a study, both tables are read once. Without
# the OFFSET, the planner reads all prompts there are for the messages of a day.
_OF_DAYS = """delivery_notification AS row
  JOIN LATERAL (SELECT prompt.participant_id FROM prompts_prompt AS prompt
                 WHERE prompt.id = row.prompt_id OFFSET 0) AS prompt
    ON row.planned_at > %(since)s AND row.planned_at <= %(now)s
"""
_OF_ALL = """delivery_notification AS row
  JOIN prompts_prompt AS prompt ON prompt.id = row.prompt_id
"""
# Two halves, each by its partial index; ages for the reason told in `figures`.
_OLDEST_WAITING = """
SELECT max(%(now)s - row.planned_at)
  FROM (SELECT planned_at, prompt_id FROM delivery_notification
         WHERE status IN ('planned', 'due')
         UNION ALL
        SELECT planned_at, prompt_id FROM delivery_notification
         WHERE status IN ('claimed', 'handed_over')) AS row
  JOIN prompts_prompt AS prompt ON prompt.id = row.prompt_id
  JOIN participants_participant AS participant
    ON participant.id = prompt.participant_id AND participant.study_id = %(study)s
 WHERE %(now)s - row.planned_at >= interval '0'
"""


@dataclass(frozen=True)
class Ended:
    """So many messages in one status for one reason."""

    status: str
    reason: str
    count: int


@dataclass(frozen=True)
class Ends:
    """What became of the messages of a study that were planned in a stretch of time."""

    rows: list[Ended]
    lateness: Lateness

    def count(self, *statuses: str) -> int:
        """How many are in one of the statuses; all without any."""
        return sum(end.count for end in self.rows if not statuses or end.status in statuses)

    @property
    def returned_share(self) -> float:
        """Of the messages a provider took, the share that came back or was dropped."""
        returned = self.count(*Notification.RETURNED)
        taken = returned + self.count(*Notification.TAKEN)
        return returned / taken if taken else 0.0


@dataclass(frozen=True)
class StudyFigures:
    """The messages of a study: what became of them, and how overdue the oldest is."""

    ends: Ends
    oldest_waiting: timedelta


def ends_of(study: Study, *, since: datetime | None, now: datetime) -> Ends:
    """What became of the study's messages planned from `since` to now, or of all; one statement.

    Of all are those ahead too: reminders are entered with their invitation.
    """
    statement = _COUNTED.format(rows=_OF_DAYS if since else _OF_ALL)
    ends: Counter[tuple[str, str]] = Counter()
    late: Counter[float] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"study": study.pk, "since": since, "now": now})
        for status, reason, seconds, count in cursor.fetchall():
            ends[status, reason] += count
            if seconds is not None:
                late[seconds] += count
    rows = [Ended(status, reason, count) for (status, reason), count in ends.most_common()]
    return Ends(rows, lateness_from(late))


def study_figures(study: Study, *, since: datetime | None, now: datetime) -> StudyFigures:
    """The study's messages planned from `since` to now, or all; two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_WAITING, {"study": study.pk, "now": now})
        oldest: timedelta | None = cursor.fetchone()[0]
    ends = ends_of(study, since=since, now=now)
    return StudyFigures(ends=ends, oldest_waiting=oldest or timedelta())
