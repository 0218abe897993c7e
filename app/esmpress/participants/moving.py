"""Moving: the time zones of a participant, and from which local day each counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from esmpress.participants.models import Participant, ZoneChange
from esmpress.studies.models import check_time_zone

DAY = timedelta(days=1)


class NothingMoved(Exception):
    """The participant is in this time zone already, or takes part no more."""


def zone_among(changes: Sequence[ZoneChange], time_zone: str, on: date) -> str:
    """The zone of a local day, from the changes in the order they were noted, and today's zone."""
    applying = [change for change in changes if change.from_date <= on]
    if applying:
        return max(applying, key=lambda change: change.pk).time_zone
    return changes[0].time_zone_before if changes else time_zone


def next_local_day(*zones: str, now: datetime) -> date:
    """The day after today in the zones, the earliest of them: the first that has not begun."""
    return min(now.astimezone(ZoneInfo(zone)).date() for zone in zones) + DAY


@transaction.atomic
def mark_moved(
    participant: Participant, time_zone: str, *, from_date: date, now: datetime
) -> ZoneChange:
    """Note that a participant's local days from a date on are those of another zone.

    Raises NothingMoved, and ValidationError for an unknown zone. Changes no prompt:
    `prompts.moving.move` does both.
    """
    check_time_zone(time_zone)
    moving = Participant.objects.taking_part().filter(pk=participant.pk).order_by("pk")
    locked = moving.select_for_update(of=("self",), no_key=True)
    before = locked.values_list("time_zone", flat=True).first()
    if before is None or before == time_zone:
        raise NothingMoved(
            _("time_zone: %(participant)s takes part no more or is in %(time_zone)s.")
            % {"participant": participant, "time_zone": time_zone}
        )
    moving.update(time_zone=time_zone)
    participant.time_zone = time_zone
    return ZoneChange.objects.create(
        participant=participant,
        time_zone_before=before,
        time_zone=time_zone,
        from_date=from_date,
        noted_at=now,
    )
