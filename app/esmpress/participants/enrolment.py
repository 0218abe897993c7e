"""Enrolling participants, one by one or from pasted lines, and withdrawing them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max

from esmpress.participants.models import Contact, Participant, email_index
from esmpress.studies.models import Study, check_time_zone, known_time_zones

_SEPARATOR = re.compile(r"[,;\s]+")
# An address as mail programs copy it, with the person's name before it, which is not kept.
_NAMED = re.compile(r"^[^<>]*<([^<>\s]+)>")
_MAX_EMAIL = 254


class AlreadyEnrolled(Exception):
    """The address takes part in the study already."""


@dataclass(frozen=True)
class RefusedLine:
    """A pasted line that was not enrolled, and why."""

    number: int
    text: str
    reason: str

    def __str__(self) -> str:
        return f"Line {self.number} (“{self.text}”): {self.reason}"


@dataclass(frozen=True)
class PastedLines:
    """What became of pasted lines: who was enrolled, what was refused."""

    enrolled: list[Participant] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


def enrol(study: Study, *, email: str, language: str, time_zone: str, now: datetime) -> Participant:
    """A new participant with the next number of the study.

    Raises ValidationError for a bad address, language or zone, AlreadyEnrolled for a known one.
    """
    email = email.strip()
    _check_email(email)
    if language not in study.languages:
        known = ", ".join(study.languages)
        raise ValidationError(f"“{language}” is not a language of the study; it has {known}.")
    check_time_zone(time_zone)
    with transaction.atomic():
        # Numbers are given one after another: whoever enrols waits for the study's row.
        Study.objects.select_for_update().get(pk=study.pk)
        if Contact.objects.filter(email_index=email_index(study.pk, email)).exists():
            raise AlreadyEnrolled("This address was enrolled in the study before.")
        last = study.participants.aggregate(last=Max("number"))["last"] or 0
        participant = Participant.objects.create(
            study=study,
            number=last + 1,
            language=language,
            time_zone=time_zone,
            enrolled_at=now,
        )
        contact = Contact(participant=participant)
        contact.set_email(email)
        contact.save()
    return participant


def _check_email(email: str) -> None:
    if len(email) > _MAX_EMAIL:
        raise ValidationError("The address is longer than an e-mail address can be.")
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError(f"“{email}” is not an e-mail address.") from error


def enrol_lines(study: Study, text: str, *, now: datetime) -> PastedLines:
    """Enrol each line "address [language [time zone]]"; bad lines are named, good ones kept."""
    result = PastedLines()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            participant = enrol(study, **_read_line(study, line), now=now)
        except ValidationError as error:
            result.refused.append(RefusedLine(number, line.strip(), error.messages[0]))
        except AlreadyEnrolled as error:
            result.refused.append(RefusedLine(number, line.strip(), str(error)))
        else:
            result.enrolled.append(participant)
    return result


def _read_line(study: Study, line: str) -> dict[str, str]:
    """What a line says, with the study's language and zone where it says nothing."""
    email, *more = _SEPARATOR.split(_NAMED.sub(r"\1", line.strip()).strip(",; \t"))
    if any("@" in part for part in more):
        raise ValidationError("Write one address a line.")
    zones = [part for part in more if "/" in part or part in known_time_zones()]
    languages = [part.lower() for part in more if part not in zones]
    if len(zones) > 1 or len(languages) > 1:
        raise ValidationError("A line has an address, a language and a time zone at most.")
    return {
        "email": email,
        "language": languages[0] if languages else study.languages[0],
        "time_zone": zones[0] if zones else study.time_zone,
    }


def set_start_dates(study: Study) -> int:
    """Give each participant of a launched study who has none a first day; how many got one.

    The day follows from enrolment and launch alone, so that doing it twice or late is harmless.
    """
    waiting = list(study.participants.enrolled().filter(start_date__isnull=True))
    for participant in waiting:
        participant.start_date = first_day(study, participant)
    Participant.objects.bulk_update(waiting, ["start_date"], batch_size=1000)
    return len(waiting)


def first_day(study: Study, participant: Participant) -> date:
    """Study day 1, by the start rule, in the participant's own zone."""
    zone = ZoneInfo(participant.time_zone)
    today = joined_at(study, participant).astimezone(zone).date()
    if study.start_rule == Study.StartRule.SAME_DAY:
        return today
    return today + timedelta(days=1)


def joined_at(study: Study, participant: Participant) -> datetime:
    """When a participant of a launched study can first be asked: enrolled, and the study runs."""
    assert study.launched_at is not None
    return max(participant.enrolled_at, study.launched_at)


def mark_withdrawn(participant: Participant, *, now: datetime) -> bool:
    """End the participation; False when it had ended before."""
    return bool(
        Participant.objects.enrolled()
        .filter(pk=participant.pk)
        .update(status=Participant.Status.WITHDRAWN, withdrawn_at=now)
    )
