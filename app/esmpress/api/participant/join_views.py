"""The API of joining a study by oneself, for the server of the participant page."""

from __future__ import annotations

from http import HTTPStatus

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.parsing import BodyParser, read_body
from esmpress.api.participant.join_bodies import (
    Eligibility,
    EligibilityAnswers,
    JoinConfirmPage,
    Joined,
    JoinPage,
    JoinSettings,
    JoinWish,
    Nothing,
)
from esmpress.api.participant.join_links import JoinLinkAuthentication
from esmpress.api.participant.join_pages import confirm_page_of, join_page_of, joined_of
from esmpress.api.participant.links import HasLink
from esmpress.api.participant.private import PrivateView
from esmpress.api.problems import problems
from esmpress.joining.confirming import Settings, confirm
from esmpress.joining.refusals import NotEligible
from esmpress.joining.requesting import Wish, check_eligible, check_open, request_to_join
from esmpress.participants.models import JoinRequest
from esmpress.studies.joining import find_joining

_UNKNOWN = problems(HTTPStatus.NOT_FOUND)
_REFUSED = _UNKNOWN | problems(
    HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY
)


class _OpenView(PrivateView):
    """For everybody: whoever wants to join has no link yet."""

    parser_classes: tuple[type[BaseParser], ...] = (BodyParser,)
    permission_classes = ()


class JoinView(_OpenView):
    """Shows what somebody has to know who wants to take part."""

    @extend_schema(operation_id="get_join", tags=["join"], responses={200: JoinPage} | _UNKNOWN)
    def get(self, _request: Request, slug: str) -> Response:
        """What the page shows now."""
        return Response(join_page_of(find_joining(slug)).model_dump(mode="json"))


class EligibilityView(_OpenView):
    """Says whether somebody can join, and keeps nothing."""

    @extend_schema(
        operation_id="check_eligibility",
        tags=["join"],
        request=EligibilityAnswers,
        responses={200: Eligibility} | _REFUSED,
    )
    def post(self, request: Request, slug: str) -> Response:
        """Yes or no."""
        answers = read_body(EligibilityAnswers, request).answers
        joining = find_joining(slug)
        check_open(joining)
        try:
            check_eligible(joining, answers)
        except NotEligible:
            return Response({"eligible": False})
        return Response({"eligible": True})


class JoinRequestView(_OpenView):
    """Takes the wish to join; the address is told by mail what comes of it."""

    @extend_schema(
        operation_id="request_join",
        tags=["join"],
        request=JoinWish,
        responses={202: Nothing} | _REFUSED | problems(HTTPStatus.FORBIDDEN),
    )
    def post(self, request: Request, slug: str) -> Response:
        """The same for every address, known or not."""
        wish = read_body(JoinWish, request)
        request_to_join(
            find_joining(slug),
            Wish(
                email=wish.email,
                language=wish.language,
                consent_version=wish.consent_version,
                choices=wish.purposes,
                answers=wish.answers,
            ),
            now=timezone.now(),
        )
        return Response({}, status=HTTPStatus.ACCEPTED)


class ConfirmView(PrivateView):
    """Confirms an address: its owner becomes a participant."""

    authentication_classes = (JoinLinkAuthentication,)
    parser_classes: tuple[type[BaseParser], ...] = (BodyParser,)
    permission_classes = (HasLink,)

    @property
    def join_request(self) -> JoinRequest:
        """The request to join of the link."""
        found = self.request.auth
        assert isinstance(found, JoinRequest)
        return found

    @extend_schema(
        operation_id="get_join_confirm",
        tags=["join"],
        responses={200: JoinConfirmPage} | _UNKNOWN,
    )
    def get(self, _request: Request) -> Response:
        """What the link shows now; mail scanners may look, it counts for nothing."""
        page = confirm_page_of(self.join_request, now=timezone.now())
        return Response(page.model_dump(mode="json"))

    @extend_schema(
        operation_id="confirm_join",
        tags=["join"],
        request=JoinSettings,
        responses={201: Joined, 200: Joined} | _REFUSED,
    )
    def post(self, request: Request) -> Response:
        """What comes next; a repeat gets the same with status 200."""
        body, now = read_body(JoinSettings, request), timezone.now()
        settings = Settings(body.language, body.time_zone, body.wake_times)
        participant, is_new = confirm(self.join_request, settings, now=now)
        return Response(
            joined_of(participant, now=now).model_dump(mode="json"),
            status=HTTPStatus.CREATED if is_new else HTTPStatus.OK,
        )
