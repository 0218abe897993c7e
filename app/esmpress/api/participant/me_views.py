"""The API of a participant's own page: look at it, and act on the participation."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.parsing import BodyParser, read_body
from esmpress.api.participant.links import HasLink
from esmpress.api.participant.me_bodies import (
    MailWanted,
    PauseWanted,
    Portal,
    SettingsChange,
    WithdrawalWanted,
    Withdrawn,
)
from esmpress.api.participant.me_links import PortalAuthentication
from esmpress.api.participant.me_pages import portal_of
from esmpress.api.participant.me_settings import change_settings
from esmpress.api.participant.pages import card_of
from esmpress.api.participant.private import PrivateView
from esmpress.api.problems import problems
from esmpress.api.refusals import FieldCode, FieldError, Refused
from esmpress.participants.models import Participant
from esmpress.participants.unsubscribing import mark_subscribed, mark_unsubscribed
from esmpress.prompts import stopping
from esmpress.prompts.running import hold_taking_part
from esmpress.withdrawal import Level, withdraw

_LINK = problems(HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_ACT = _LINK | problems(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT)
_FORM = _ACT | problems(HTTPStatus.UNPROCESSABLE_ENTITY)


class PortalView(PrivateView):
    """A view of the participant whose link it is."""

    authentication_classes = (PortalAuthentication,)
    parser_classes = (BodyParser,)
    permission_classes = (HasLink,)

    @property
    def participant(self) -> Participant:
        """The participant of the request's link."""
        participant = self.request.auth
        assert isinstance(participant, Participant)
        return participant

    def page(self) -> Response:
        """The page as it is now, whatever was changed."""
        self.participant.refresh_from_db()
        return Response(portal_of(self.participant, now=timezone.now()).model_dump(mode="json"))


class MeView(PortalView):
    """Looks at the page; mail scanners may, it counts for nothing."""

    @extend_schema(operation_id="get_portal", tags=["me"], responses={200: Portal} | _LINK)
    def get(self, _request: Request) -> Response:
        """The page as it is now."""
        return Response(portal_of(self.participant, now=timezone.now()).model_dump(mode="json"))


class SettingsView(PortalView):
    """Changes language, time zone and own hours."""

    @extend_schema(
        operation_id="change_settings",
        tags=["me"],
        request=SettingsChange,
        responses={200: Portal} | _FORM,
    )
    def post(self, request: Request) -> Response:
        """The page after the change; what was left out stays as it was."""
        change_settings(self.participant, read_body(SettingsChange, request), now=timezone.now())
        return self.page()


class PauseView(PortalView):
    """Pauses the participation, or moves the end of a pause."""

    @extend_schema(
        operation_id="pause_participation",
        tags=["me"],
        request=PauseWanted,
        responses={200: Portal} | _FORM,
    )
    def post(self, request: Request) -> Response:
        """The page of a paused participant; the same for a repeat."""
        wanted, now = read_body(PauseWanted, request), timezone.now()
        try:
            stopping.pause_until(self.participant, wanted.until, now=now)
        except ValidationError as error:
            code: FieldCode = "past" if error.code == "past" else "too_far"
            raise Refused([FieldError("until", code, error.messages[0])]) from error
        return self.page()


class ResumeView(PortalView):
    """Ends a pause."""

    @extend_schema(
        operation_id="resume_participation",
        tags=["me"],
        request=None,
        responses={200: Portal} | _ACT,
    )
    def post(self, _request: Request) -> Response:
        """The page of a participant who is asked again."""
        stopping.resume(self.participant, now=timezone.now())
        return self.page()


class MailView(PortalView):
    """Turns messages of the study off and on."""

    @extend_schema(
        operation_id="want_mail", tags=["me"], request=MailWanted, responses={200: Portal} | _ACT
    )
    def post(self, request: Request) -> Response:
        """The page; an address that mail does not reach stays without."""
        wanted, now = read_body(MailWanted, request).wanted, timezone.now()
        with transaction.atomic():
            participant = hold_taking_part(self.participant)
            if wanted:
                mark_subscribed(participant, now=now)
            else:
                mark_unsubscribed(participant, now=now)
        return self.page()


class WithdrawView(PortalView):
    """Withdraws the participant, as far as they want."""

    @extend_schema(
        operation_id="withdraw",
        tags=["me"],
        request=WithdrawalWanted,
        responses={200: Withdrawn} | _ACT,
    )
    def post(self, request: Request) -> Response:
        """How far it went; from "forget" on the link is unknown afterwards."""
        wanted = read_body(WithdrawalWanted, request)
        withdraw(self.participant, Level(wanted.level), now=timezone.now())
        answer = Withdrawn(level=wanted.level, study=card_of(self.participant.study))
        return Response(answer.model_dump(mode="json"))
