"""Asking to join: checked, kept for some days, and answered by mail alone.

Whoever asks is told the same whether an address is known or not: only its owner learns more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction

from esmpress.delivery import letters
from esmpress.delivery.models import Letter
from esmpress.joining.refusals import (
    JoiningClosed,
    JoiningFull,
    JoinRefused,
    Misfit,
    NotEligible,
)
from esmpress.participants.enrolment import check_email
from esmpress.participants.models import Contact, JoinRequest, Participant
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.consents import latest_document
from esmpress.studies.eligibility import is_eligible
from esmpress.studies.joining import state_of
from esmpress.studies.models import ConsentDocument, Joining, Study

# Against those who enter the address of somebody else again and again.
MAILS_PER_ADDRESS = 3
ADDRESS_WINDOW = timedelta(hours=24)
MAILS_PER_STUDY = 300
STUDY_WINDOW = timedelta(hours=1)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Wish:
    """What somebody sends who wants to join; `choices` are the purposes, agreed to or not."""

    email: str
    language: str
    consent_version: int
    choices: Mapping[str, bool]
    answers: Mapping[str, object] | None = None


def check_open(joining: Joining) -> None:
    """Raise JoiningClosed or JoiningFull unless somebody can join now."""
    state = state_of(joining)
    if state == "closed":
        raise JoiningClosed
    if state == "full":
        raise JoiningFull


def request_to_join(joining: Joining, wish: Wish, *, now: datetime) -> None:
    """Keep the wish and mail its address: what to confirm, or that it is known already.

    Raises JoiningClosed, JoiningFull, JoinRefused naming each field, InvalidAnswers, NotEligible.
    """
    check_open(joining)
    document = latest_document(joining.study)
    assert document is not None
    if misfits := list(_misfits(wish, joining.study, document)):
        raise JoinRefused(misfits)
    version = check_eligible(joining, wish.answers or {})
    with transaction.atomic():
        # Whoever asks waits here, so that no limit is passed by many at once.
        Joining.objects.select_for_update().get(pk=joining.pk)
        request = _request(joining.study, wish, document, version, now=now)
        if _may_be_mailed(request, now=now):
            _answer(request, now=now)


def check_eligible(joining: Joining, answers: Mapping[str, object]) -> QuestionnaireVersion | None:
    """The version of the questions the answers meet, if there are any.

    Raises InvalidAnswers, or NotEligible when they say no.
    """
    if joining.eligibility is None:
        return None
    version = joining.eligibility.latest_version()
    assert version is not None
    if not is_eligible(version.parsed(), joining.eligible_if, answers):
        raise NotEligible
    return version


def _misfits(wish: Wish, study: Study, document: ConsentDocument) -> Iterator[Misfit]:
    try:
        check_email(wish.email.strip())
    except ValidationError:
        yield Misfit("email", "not_an_address", "This is no e-mail address.")
    if wish.language not in study.languages:
        yield Misfit("language", "unknown", "The study has no such language.")
    if wish.consent_version != document.number:
        # What was read is not what is asked now: nothing else can be said of it.
        yield Misfit("consent", "other_version", "There is a newer version to read.")
        return
    purposes = {purpose["name"]: purpose for purpose in document.purposes}
    for name, purpose in purposes.items():
        if purpose["required"] and not wish.choices.get(name):
            yield Misfit(name, "required", "Without this nobody can take part.")
    for name in wish.choices:
        if name not in purposes:
            yield Misfit("purposes", "unknown", "There is no such purpose.")


def _request(
    study: Study,
    wish: Wish,
    document: ConsentDocument,
    version: QuestionnaireVersion | None,
    *,
    now: datetime,
) -> JoinRequest:
    """The request, unsaved; a purpose that was left out counts as refused."""
    request = JoinRequest(
        study=study,
        language=wish.language,
        document=document,
        choices={one["name"]: wish.choices.get(one["name"], False) for one in document.purposes},
        eligibility_version=version,
        created_at=now,
    )
    request.set_email(wish.email.strip())
    return request


def _may_be_mailed(request: JoinRequest, *, now: datetime) -> bool:
    """Whether address and study are within the limits of mails; logged without the address."""
    earlier = JoinRequest.objects.filter(study=request.study)
    same = earlier.filter(
        email_index=request.email_index, created_at__gt=now - ADDRESS_WINDOW
    ).count()
    if same >= MAILS_PER_ADDRESS:
        log.warning("join_requests_of_an_address_limited", study=request.study_id)
        return False
    if earlier.filter(created_at__gt=now - STUDY_WINDOW).count() >= MAILS_PER_STUDY:
        log.error("join_requests_of_a_study_limited", study=request.study_id)
        return False
    return True


def _answer(request: JoinRequest, *, now: datetime) -> None:
    """Save the request and write to its address; a known one stays in one place only."""
    known = Contact.objects.filter(email_index=request.email_index).select_related("participant")
    contact = known.first()
    if contact is not None:
        request.sealed_email = None
    request.save()
    if contact is None:
        letters.write(Letter.Kind.JOIN_CONFIRM, study=request.study, join_request=request, now=now)
        return
    took_part = contact.participant.status == Participant.Status.WITHDRAWN
    letters.write(
        Letter.Kind.JOIN_KNOWN,
        study=request.study,
        participant=contact.participant,
        join_request=request,
        payload={"variant": "before"} if took_part else {},
        now=now,
    )
