"""What the pages for joining show, from the rows and the clock."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from esmpress.api.participant.bodies import Moment, VersionedQuestionnaire
from esmpress.api.participant.join_bodies import (
    ConsentPurpose,
    JoinClosed,
    JoinConfirm,
    JoinConsent,
    Joined,
    JoinFull,
    JoinInformation,
    JoinJoined,
    JoinOpen,
    JoinOver,
)
from esmpress.api.participant.pages import card_of
from esmpress.joining.confirming import asks_hours, state_of_request
from esmpress.participants.models import JoinRequest, Participant
from esmpress.participants.portal_links import portal_link
from esmpress.questionnaires.arranging import AS_DEFINED
from esmpress.questionnaires.piping import read_texts
from esmpress.studies.consents import consent_texts, content_of, latest_document
from esmpress.studies.joining import information_text, state_of
from esmpress.studies.models import Joining, Study


def join_page_of(joining: Joining) -> JoinOpen | JoinFull | JoinClosed:
    """What somebody sees who wants to take part."""
    study = joining.study
    state = state_of(joining)
    if state == "full":
        return JoinFull(study=card_of(study), languages=study.languages)
    if state == "closed":
        return JoinClosed(study=card_of(study), languages=study.languages)
    return JoinOpen(
        study=card_of(study),
        languages=study.languages,
        time_zone=study.time_zone,
        information=JoinInformation(
            text=joining.information, rich=read_texts([information_text(joining)]).rich
        ),
        consent=_consent_of(study),
        eligibility=_eligibility_of(joining),
        asks_hours=asks_hours(study),
    )


def _consent_of(study: Study) -> JoinConsent:
    document = latest_document(study)
    assert document is not None
    return JoinConsent(
        version=document.number,
        title=document.title,
        text=document.text,
        purposes=[ConsentPurpose(**purpose) for purpose in document.purposes],
        rich=read_texts(consent_texts(content_of(document))).rich,
    )


def _eligibility_of(joining: Joining) -> VersionedQuestionnaire | None:
    """The questions as they are defined: nothing is drawn for somebody without a seed."""
    if joining.eligibility is None:
        return None
    version = joining.eligibility.latest_version()
    assert version is not None
    # Not validated: a published version would be checked as a whole at each look.
    return VersionedQuestionnaire.model_construct(
        version=version.number,
        definition=version.parsed(),
        arrangement=AS_DEFINED,
        moment=Moment(day=1, beep=1, previous={}, earlier={}),
    )


def confirm_page_of(request: JoinRequest, *, now: datetime) -> JoinConfirm | JoinJoined | JoinOver:
    """What the link in the mail shows."""
    study, participant = request.study, request.participant
    card = card_of(study)
    state = state_of_request(request, now=now)
    if state == "joined":
        assert participant is not None
        return JoinJoined(
            study=card,
            languages=study.languages,
            language=participant.language,
            starts=participant.start_date,
        )
    if state == "confirm":
        return JoinConfirm(
            study=card,
            languages=study.languages,
            language=request.language,
            time_zone=study.time_zone,
            asks_hours=asks_hours(study),
        )
    assert state != "open"
    return JoinOver(state=state, study=card, languages=study.languages, language=request.language)


def joined_of(participant: Participant, *, now: datetime) -> Joined:
    """What comes next for somebody who has joined."""
    link = portal_link(participant.pk, now=now)
    return Joined(
        starts=participant.start_date,
        portal=link.removeprefix(settings.PUBLIC_URL),
        mail_domain=participant.contact.email.rpartition("@")[2].lower(),
    )
