"""Asking for the link to one's own page by mail: with an address, or with a link that is old."""

from __future__ import annotations

from http import HTTPStatus

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.parsing import BodyParser, read_body
from esmpress.api.participant.me_bodies import Address, Requested
from esmpress.api.participant.me_links import OldPortalAuthentication
from esmpress.api.participant.me_views import PortalView
from esmpress.api.participant.private import PrivateView
from esmpress.api.problems import problems
from esmpress.delivery.portal_mail import mail_link
from esmpress.participants.link_requests import request_links


class LinkView(PrivateView):
    """Mails the links of an address, to that address."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = (BodyParser,)

    @extend_schema(
        operation_id="request_portal_links",
        tags=["me"],
        auth=[],
        request=Address,
        responses={202: Requested} | problems(HTTPStatus.BAD_REQUEST),
    )
    def post(self, request: Request) -> Response:
        """The same for every address; only its owner sees whether a mail comes."""
        request_links(read_body(Address, request).email, now=timezone.now())
        return Response(Requested().model_dump(mode="json"), status=HTTPStatus.ACCEPTED)


class RenewView(PortalView):
    """Mails a new link to whose the old one was."""

    authentication_classes = (OldPortalAuthentication,)

    @extend_schema(
        operation_id="renew_portal_link",
        tags=["me"],
        request=None,
        responses={202: Requested} | problems(HTTPStatus.NOT_FOUND),
    )
    def post(self, _request: Request) -> Response:
        """The same whether a mail goes out, or three did in a day."""
        mail_link(self.participant, now=timezone.now())
        return Response(Requested().model_dump(mode="json"), status=HTTPStatus.ACCEPTED)
