"""Versions of a schedule: which scheme applies on a date, and how a new one comes to apply."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.sampling.preview.refusing import refusals
from esmpress.sampling.schemes import MalformedScheme, Scheme
from esmpress.studies.design import NoVersion, Protocol, version_on
from esmpress.studies.models import Schedule, ScheduleVersion, Study, checked_scheme
from esmpress.studies.readiness import unfit_wake_times

__all__ = [
    "NoVersion",
    "add_version",
    "check_version",
    "confirm_first",
    "latest_today",
    "scheme_on",
    "version_on",
]

# Prompts of these kinds come of something else than the day: no other kind can take their place.
KINDS_OF_THEIR_OWN = ("on_event", "follow_up")


def scheme_on(versions: Sequence[ScheduleVersion], on: date) -> Scheme:
    """The scheme that applies on a local date; raises NoVersion."""
    return version_on(versions, on).parsed_scheme()


def confirm_first(study: Study, *, now: datetime) -> int:
    """Make version 1 of each schedule that has none; how many."""
    waiting = study.schedules.filter(versions__isnull=True)
    made = ScheduleVersion.objects.bulk_create(
        ScheduleVersion(schedule=one, number=1, scheme=one.scheme, confirmed_at=now)
        for one in waiting
    )
    return len(made)


def check_version(schedule: Schedule, scheme: Any, *, apply_from: date, now: datetime) -> Scheme:
    """The scheme of a version that could be added now; raises ValidationError naming the field."""
    parsed = checked_scheme(scheme)
    kinds = {schedule.parsed_scheme().kind, parsed.kind}
    if len(kinds) > 1 and kinds.intersection(KINDS_OF_THEIR_OWN):
        raise ValidationError(
            _(
                "kind: a schedule of the kind %(scheme)s cannot become %(kind)s; add "
                "another schedule to the next study."
            )
            % {"scheme": schedule.scheme["kind"], "kind": parsed.kind}
        )
    _check_design(schedule, scheme)
    _check_wake_times(schedule, scheme)
    today = latest_today(schedule.study, now=now)
    if apply_from <= today:
        raise ValidationError(
            _(
                "apply_from: %(apply_from)s has begun for some participant; write a date "
                "after %(today)s."
            )
            % {"apply_from": apply_from, "today": today}
        )
    return parsed


def _check_design(schedule: Schedule, scheme: Any) -> None:
    """Raise ValidationError if the scheme does not fit the schedule's phase or the others."""
    protocol = Protocol(schedule.study)
    schemes = {pk: one.scheme for pk, one in protocol.schedules.items()}
    try:
        design = protocol.design(schemes | {schedule.pk: scheme})
    except MalformedScheme as error:
        raise ValidationError(str(error)) from error
    if reasons := refusals(design):
        raise ValidationError(reasons[0])


def _check_wake_times(schedule: Schedule, scheme: Any) -> None:
    """Raise ValidationError if the scheme follows hours that are unknown or cannot hold it."""
    changed = copy(schedule)
    changed.scheme = scheme
    for sentence in unfit_wake_times([changed], schedule.study):
        raise ValidationError(sentence)


def latest_today(study: Study, *, now: datetime) -> date:
    """Today's date where it is latest among the study's and its participants' time zones."""
    zones = {study.time_zone, *study.participants.values_list("time_zone", flat=True).distinct()}
    return max(now.astimezone(ZoneInfo(zone)).date() for zone in zones)


@transaction.atomic
def add_version(
    schedule: Schedule,
    scheme: Any,
    *,
    apply_from: date,
    now: datetime,
    researcher: Researcher | None,
) -> ScheduleVersion:
    """The next version of a launched study's schedule; raises ValidationError naming the field.

    Changes no prompt: `prompts.replanning.confirm_version` does both.
    """
    Study.objects.select_for_update(no_key=True).get(pk=schedule.study_id)
    latest = schedule.versions.last()
    if latest is None:
        raise NoVersion(
            _("“%(schedule)s” belongs to a draft, whose schedules are simply changed.")
            % {"schedule": schedule}
        )
    check_version(schedule, scheme, apply_from=apply_from, now=now)
    version = ScheduleVersion.objects.create(
        schedule=schedule,
        number=latest.number + 1,
        scheme=scheme,
        apply_from=apply_from,
        confirmed_at=now,
        confirmed_by=researcher,
    )
    schedule.scheme = scheme
    schedule.save(update_fields=["scheme"])
    return version
