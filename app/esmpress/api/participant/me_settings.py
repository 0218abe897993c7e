"""What participants change about themselves: language, time zone, own hours."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from esmpress.api.participant.me_bodies import SettingsChange
from esmpress.api.refusals import FieldCode, FieldError, Refused
from esmpress.participants.enrolment import check_wake_times
from esmpress.participants.models import Participant
from esmpress.prompts.moving import NothingMoved, move
from esmpress.prompts.own_hours import keep_wake_times
from esmpress.prompts.running import hold_taking_part
from esmpress.studies.models import known_time_zones


@transaction.atomic
def change_settings(participant: Participant, change: SettingsChange, *, now: datetime) -> None:
    """Change what was given, all or nothing; prompts not sent yet follow.

    Raises Refused, naming each field, and AlreadyStopped when nothing can be changed any more.
    """
    held = hold_taking_part(participant)
    if errors := _errors(held, change):
        raise Refused(errors)
    if change.language is not None:
        Participant.objects.filter(pk=held.pk).update(language=change.language)
    if change.time_zone is not None:
        with suppress(NothingMoved):
            move(held, change.time_zone, now=now)
    if "wake_times" in change.model_fields_set:
        _keep_hours(held, change.wake_times, now=now)


def _errors(participant: Participant, change: SettingsChange) -> list[FieldError]:
    """What can be said of the fields before anything is changed."""
    errors = []
    if change.language not in (None, *participant.study.languages):
        errors.append(FieldError("language", "unknown", "The study has no such language."))
    if change.time_zone is not None and change.time_zone not in known_time_zones():
        errors.append(FieldError("time_zone", "unknown", "There is no such time zone."))
    if change.wake_times is not None:
        errors += _malformed(change.wake_times)
    return errors


def _malformed(wake_times: Any) -> list[FieldError]:
    detail = "Write the hours of some weekdays."
    if isinstance(wake_times, Mapping) and wake_times:
        try:
            check_wake_times(wake_times)
        except ValidationError as error:
            detail = error.messages[0]
        else:
            return []
    return [FieldError("wake_times", "malformed", detail)]


def _keep_hours(participant: Participant, wake_times: Any, *, now: datetime) -> None:
    try:
        keep_wake_times(participant, wake_times, now=now)
    except ValidationError as error:
        code: FieldCode = "needed" if wake_times is None else "no_room"
        raise Refused([FieldError("wake_times", code, error.messages[0])]) from error
