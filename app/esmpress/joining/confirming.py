"""Confirming an address: the one moment at which somebody who asked becomes a participant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction

from esmpress.delivery import letters
from esmpress.delivery.models import Letter
from esmpress.joining.refusals import (
    JoiningClosed,
    JoinLinkExpired,
    JoinRefused,
    Misfit,
)
from esmpress.joining.requesting import check_open
from esmpress.participants.enrolment import check_wake_times, enrol, first_day
from esmpress.participants.join_links import is_expired
from esmpress.participants.models import Consent, Contact, JoinRequest, Participant
from esmpress.prompts.planning import plan_participants
from esmpress.studies.joining import State, state_of
from esmpress.studies.models import Joining, Study, known_time_zones
from esmpress.studies.readiness import check_own_hours, following_own_hours

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Settings:
    """What a participant says of themselves: language, zone, and own hours where they are asked."""

    language: str
    time_zone: str
    wake_times: Any = None


def asks_hours(study: Study) -> bool:
    """Whether the study asks by participants' own hours, so that they have to be known."""
    return bool(following_own_hours(study.schedules.all()))


def state_of_request(
    request: JoinRequest, *, now: datetime
) -> Literal["confirm", "joined", "expired"] | State:
    """What the link of a request leads to now; changes nothing."""
    if request.participant is not None:
        took_part = request.participant.status == Participant.Status.WITHDRAWN
        return "closed" if took_part else "joined"
    if is_expired(request, now=now):
        return "expired"
    state = state_of(request.study.joining)
    return "confirm" if state == "open" else state


def confirm(request: JoinRequest, settings: Settings, *, now: datetime) -> tuple[Participant, bool]:
    """The participant whose address this is, and whether they are new: a repeat changes nothing.

    Raises JoinLinkExpired, JoiningClosed, JoiningFull, or JoinRefused naming each field.
    """
    participant, is_new = _join(request, settings, now=now)
    if is_new and request.study.is_running:
        _plan(participant, now=now)
    return participant, is_new


@transaction.atomic
def _join(request: JoinRequest, settings: Settings, *, now: datetime) -> tuple[Participant, bool]:
    # One after another: the last place is given once, and a link makes one participant.
    study = Study.objects.select_for_update(no_key=True).get(pk=request.study_id)
    locked = JoinRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if (known := _known(locked)) is not None:
        return known, False
    if is_expired(locked, now=now):
        raise JoinLinkExpired
    check_open(Joining.objects.select_related("eligibility").get(study=study))
    if misfits := list(_misfits(study, settings)):
        raise JoinRefused(misfits)
    participant = enrol(
        study,
        email=locked.email,
        language=settings.language,
        time_zone=settings.time_zone,
        stratum=study.joining.stratum,
        wake_times=settings.wake_times,
        now=now,
    )
    if study.is_running:
        participant.start_date = first_day(study, participant)
        participant.save(update_fields=["start_date"])
    _keep_consent(locked, participant)
    _welcome(participant, now=now)
    return participant, True


def _known(request: JoinRequest) -> Participant | None:
    """Who has joined by this request, or by another of the same address; None for nobody.

    Raises JoiningClosed for somebody who has left: nobody joins twice.
    """
    participant = request.participant
    if participant is None:
        contact = Contact.objects.filter(email_index=request.email_index).first()
        if contact is None:
            return None
        participant = contact.participant
        _settle(request, participant)
    if participant.status == Participant.Status.WITHDRAWN:
        raise JoiningClosed
    return participant


def _misfits(study: Study, settings: Settings) -> Iterator[Misfit]:
    if settings.language not in study.languages:
        yield Misfit("language", "unknown", "The study has no such language.")
    if settings.time_zone not in known_time_zones():
        yield Misfit("time_zone", "unknown", "There is no such time zone.")
    wake_times = settings.wake_times
    if wake_times is None:
        if asks_hours(study):
            yield Misfit("wake_times", "needed", "Write when you get up and go to bed.")
        return
    if not isinstance(wake_times, Mapping) or not wake_times:
        yield Misfit("wake_times", "malformed", "Write the hours of some weekdays.")
        return
    try:
        check_wake_times(wake_times)
    except ValidationError as error:
        yield Misfit("wake_times", "malformed", error.messages[0])
        return
    try:
        check_own_hours(study, wake_times)
    except ValidationError as error:
        yield Misfit("wake_times", "no_room", error.messages[0])


def _keep_consent(request: JoinRequest, participant: Participant) -> None:
    """What was agreed to when asking, with the version that was read then."""
    Consent.objects.create(
        participant=participant,
        document=request.document,
        choices=request.choices,
        language=request.language,
        given_at=request.created_at,
        eligibility_version=request.eligibility_version,
    )
    _settle(request, participant)


def _settle(request: JoinRequest, participant: Participant) -> None:
    """Note whose request it was; their contact has the address now."""
    JoinRequest.objects.filter(pk=request.pk).update(participant=participant, sealed_email=None)


def _welcome(participant: Participant, *, now: datetime) -> None:
    starts = participant.start_date
    letters.write(
        Letter.Kind.WELCOME,
        study=participant.study,
        participant=participant,
        payload={"variant": "waiting"} if starts is None else {"starts": starts.isoformat()},
        now=now,
    )


def _plan(participant: Participant, *, now: datetime) -> None:
    """Plan the first days at once; what cannot be planned now is tried again every hour."""
    try:
        mine = Participant.objects.filter(pk=participant.pk)
        plan_participants(participant.study, mine, now=now)
    except Exception:
        log.exception("participant_not_planned_yet", participant=participant.pk)
