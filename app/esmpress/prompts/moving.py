"""Moving: a participant's unsent prompts follow them to another time zone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from esmpress.participants.models import Participant, ZoneChange
from esmpress.participants.moving import NothingMoved, mark_moved, next_local_day
from esmpress.prompts.lifecycle import MOVED, cancel_prompts
from esmpress.prompts.models import Prompt, PromptQuerySet
from esmpress.prompts.replanning import replace_unsent
from esmpress.prompts.running import AlreadyStopped, hold_study
from esmpress.studies.models import Study, check_time_zone

__all__ = ["AlreadyStopped", "NothingMoved", "move"]

DAY = timedelta(days=1)


@transaction.atomic
def move(participant: Participant, time_zone: str, *, now: datetime) -> ZoneChange:
    """Plan a participant's days in another zone, by the study's travel rule.

    No study day is asked twice or left out: an occasion that was sent stands, one that lies in
    the past of the new zone is cancelled. Raises NothingMoved, AlreadyStopped once the study has
    ended, and ValidationError for an unknown zone.
    """
    check_time_zone(time_zone)
    study = hold_study(participant.study_id)
    current = Participant.objects.select_for_update(of=("self",), no_key=True)
    locked = current.get(pk=participant.pk)
    from_date = next_local_day(locked.time_zone, time_zone, now=now)
    if study.travel_rule == Study.TravelRule.AT_ONCE:
        # The night before can still be ahead, where a window crosses midnight.
        from_date -= 2 * DAY
    change = mark_moved(participant, time_zone, from_date=from_date, now=now)
    replace_unsent(Participant.objects.filter(pk=participant.pk), from_date=from_date, now=now)
    cancel_prompts(_gone_by(participant, change, now=now), reason=MOVED, now=now)
    return change


def _gone_by(participant: Participant, change: ZoneChange, *, now: datetime) -> PromptQuerySet:
    """Prompts drawn in the new zone for a time that was over when the participant came."""
    return Prompt.objects.unsent().filter(
        participant=participant,
        time_zone=change.time_zone,
        scheduled_at__lte=now,
        notifications__isnull=True,
    )
