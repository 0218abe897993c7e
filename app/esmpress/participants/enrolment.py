"""Enrolling participants, one by one or from pasted lines, and withdrawing them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypedDict, cast
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from esmpress.participants import leavings
from esmpress.participants.allocating import allocate_waiting
from esmpress.participants.models import Contact, Leaving, Participant, email_index
from esmpress.sampling.schemes import MalformedScheme, parse_wake_times
from esmpress.sampling.starting import StartRule, first_study_date
from esmpress.studies.models import Study, check_time_zone, known_time_zones
from esmpress.studies.readiness import check_own_hours
from esmpress.webhooks.models import Kind
from esmpress.webhooks.noting import About, note

_SEPARATOR = re.compile(r"[,;\s]+")
# An address as mail programs copy it, with the person's name before it, which is not kept.
_NAMED = re.compile(r"^[^<>]*<([^<>\s]+)>")
MAX_EMAIL = 254


class AlreadyEnrolled(Exception):
    """The address takes part in the study already."""


@dataclass(frozen=True)
class RefusedLine:
    """A pasted line that was not enrolled, and why."""

    number: int
    text: str
    reason: str

    def __str__(self) -> str:
        return _("Line %(number)s (“%(text)s”): %(reason)s") % {
            "number": self.number,
            "text": self.text,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class PastedLines:
    """What became of pasted lines: who was enrolled, what was refused."""

    enrolled: list[Participant] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


def enrol(
    study: Study,
    *,
    email: str,
    language: str,
    time_zone: str,
    stratum: str = "",
    wake_times: Mapping[str, Any] | None = None,
    now: datetime,
) -> Participant:
    """A new participant with the next number of the study, and in a running one with an arm.

    Raises ValidationError for a bad address, language, zone, stratum or wake time, AlreadyEnrolled
    for a known address.
    """
    email = email.strip()
    check_email(email)
    if language not in study.languages:
        known = ", ".join(study.languages)
        raise ValidationError(
            _("“%(language)s” is not a language of the study; it has %(known)s.")
            % {"language": language, "known": known}
        )
    check_time_zone(time_zone)
    check_stratum(study, stratum)
    if wake_times is not None:
        check_wake_times(wake_times)
    with transaction.atomic():
        # Numbers are given one after another: whoever enrols waits for the study's row.
        check_own_hours(Study.objects.select_for_update(no_key=True).get(pk=study.pk), wake_times)
        if Contact.objects.filter(email_index=email_index(study.pk, email)).exists():
            raise AlreadyEnrolled(_("This address was enrolled in the study before."))
        last = study.participants.aggregate(last=Max("number"))["last"] or 0
        participant = Participant.objects.create(
            study=study,
            number=last + 1,
            language=language,
            time_zone=time_zone,
            stratum=stratum,
            wake_times=wake_times,
            enrolled_at=now,
        )
        contact = Contact(participant=participant)
        contact.set_email(email)
        contact.save()
        allocate_waiting(study, now=now)
        note(study.pk, Kind.ENROLLED, About(participant.code), now=now)
    participant.refresh_from_db(fields=["arm"])
    return participant


def check_stratum(study: Study, stratum: str) -> None:
    """Raise ValidationError unless the study has the stratum, or needs none and none is given."""
    if stratum in (study.strata or [""]):
        return
    if not study.strata:
        raise ValidationError(
            _("stratum: the study has none; leave out “%(stratum)s”.") % {"stratum": stratum}
        )
    values = {"known": get_text_list(study.strata), "stratum": stratum}
    said = _("stratum: write %(known)s (not “%(stratum)s”).") if stratum else None
    raise ValidationError((said or _("stratum: write %(known)s.")) % values)


def check_wake_times(data: Mapping[str, Any]) -> None:
    """Raise ValidationError unless `data` gives a beginning and an end for some weekdays."""
    try:
        parse_wake_times(data)
    except MalformedScheme as error:
        raise ValidationError(str(error)) from error


def check_email(email: str) -> None:
    """Raise ValidationError unless it is an e-mail address."""
    if len(email) > MAX_EMAIL:
        raise ValidationError(_("The address is longer than an e-mail address can be."))
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError(
            _("“%(email)s” is not an e-mail address.") % {"email": email}
        ) from error


def enrol_lines(study: Study, text: str, *, now: datetime) -> PastedLines:
    """Enrol each line "address [language] [time zone] [stratum]", the words in any order.

    Bad lines are named, good ones kept.
    """
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


class _Line(TypedDict):
    email: str
    language: str
    time_zone: str
    stratum: str


def _read_line(study: Study, line: str) -> _Line:
    """What a line says, with the study's language and zone where it says nothing."""
    email, *more = _SEPARATOR.split(_NAMED.sub(r"\1", line.strip()).strip(",; \t"))
    if any("@" in part for part in more):
        raise ValidationError(_("Write one address a line."))
    known_strata = {stratum.casefold(): stratum for stratum in study.strata}
    strata = [known_strata[part.casefold()] for part in more if part.casefold() in known_strata]
    more = [part for part in more if part.casefold() not in known_strata]
    zones = [part for part in more if "/" in part or part in known_time_zones()]
    languages = [part.lower() for part in more if part not in zones]
    if max(len(zones), len(languages), len(strata)) > 1:
        raise ValidationError(
            _("A line has an address, a language, a time zone and a stratum at most.")
            if study.strata
            else _("A line has an address, a language and a time zone at most.")
        )
    return {
        "email": email,
        "language": languages[0] if languages else study.languages[0],
        "time_zone": zones[0] if zones else study.time_zone,
        "stratum": strata[0] if strata else "",
    }


def set_start_dates(study: Study) -> int:
    """Give each participant of a launched study who has none a first day; how many got one.

    The day follows from enrolment and launch alone, so that doing it twice or late is harmless.
    """
    waiting = list(study.participants.taking_part().filter(start_date__isnull=True))
    for participant in waiting:
        participant.start_date = first_day(study, participant)
    Participant.objects.bulk_update(waiting, ["start_date"], batch_size=1000)
    return len(waiting)


def first_day(study: Study, participant: Participant) -> date:
    """Study day 1, by the start rule, in the participant's own zone."""
    zone = ZoneInfo(participant.time_zone)
    joined = joined_at(study, participant).astimezone(zone).date()
    rule = cast("StartRule", study.start_rule)
    return first_study_date(rule, joined=joined, start_date=study.start_date)


def joined_at(study: Study, participant: Participant) -> datetime:
    """When a participant of a launched study can first be asked: enrolled, and the study runs."""
    assert study.launched_at is not None
    return max(participant.enrolled_at, study.launched_at)


@transaction.atomic
def mark_withdrawn(participant: Participant, *, now: datetime) -> bool:
    """End the participation, and a pause with it; False when it had ended before.

    Answers and address stay: that is the least a withdrawal can be.
    """
    withdrawn = (
        Participant.objects.taking_part()
        .filter(pk=participant.pk)
        .update(
            status=Participant.Status.WITHDRAWN,
            withdrawn_at=now,
            withdrawal_level=Participant.Level.STOP,
        )
    )
    participant.pauses.filter(ended_at__isnull=True).update(ended_at=now)
    if withdrawn:
        leavings.note(participant, Leaving.Act.STOP, at=now)
    return bool(withdrawn)
