"""A participant's own hours: what is unsent follows them from the next local day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from esmpress.participants.models import Participant
from esmpress.participants.moving import next_local_day
from esmpress.prompts.replanning import replace_unsent
from esmpress.prompts.running import hold_study
from esmpress.studies.readiness import check_own_hours

WakeTimes = Mapping[str, Mapping[str, str]]


@transaction.atomic
def keep_wake_times(participant: Participant, wake: WakeTimes | None, *, now: datetime) -> None:
    """Store a participant's wake times; what is unsent follows them from the next local day.

    Raises ValidationError naming wake_times when a running study cannot ask by them, and
    AlreadyStopped once it has ended.
    """
    # A version that follows them waits for the study's row too, before it looks at them.
    check_own_hours(hold_study(participant.study_id), wake)
    mine = Participant.objects.filter(pk=participant.pk)
    mine.update(wake_times=wake)
    from_date = next_local_day(participant.time_zone, now=now)
    replace_unsent(mine, from_date=from_date, now=now)
