"""The API of a participant's permanent link: look whether an event can be reported, report it."""

from __future__ import annotations

from http import HTTPStatus

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.participant.event_bodies import EventPage, ReportedEvent
from esmpress.api.participant.event_pages import event_page_of, path_to
from esmpress.api.participant.links import EventLinkAuthentication, HasLink
from esmpress.api.participant.private import PrivateView
from esmpress.api.problems import problems
from esmpress.prompts.event_links import EventLink
from esmpress.prompts.events import report_event

_NO_SUCH_LINK = problems(HTTPStatus.NOT_FOUND)
_NOT_NOW = problems(HTTPStatus.CONFLICT, HTTPStatus.GONE)


class _EventLinkView(PrivateView):
    authentication_classes = (EventLinkAuthentication,)
    permission_classes = (HasLink,)

    @property
    def link(self) -> EventLink:
        """The permanent link of the request."""
        link = self.request.auth
        assert isinstance(link, EventLink)
        return link


class EventView(_EventLinkView):
    """Looks at a permanent link; mail scanners may, it counts for nothing."""

    @extend_schema(
        operation_id="get_event", tags=["event"], responses={200: EventPage} | _NO_SUCH_LINK
    )
    def get(self, _request: Request) -> Response:
        """What the page of the link shows now."""
        return Response(event_page_of(self.link, now=timezone.now()).model_dump(mode="json"))


class ReportView(_EventLinkView):
    """Reports an event: something happened, and the questionnaire about it opens."""

    @extend_schema(
        operation_id="report_event",
        tags=["event"],
        request=None,
        responses={201: ReportedEvent} | _NO_SUCH_LINK | _NOT_NOW,
    )
    def post(self, _request: Request) -> Response:
        """Where the opened questionnaire is; two taps at once lead to the same one."""
        prompt = report_event(self.link, now=timezone.now())
        return Response(
            ReportedEvent(link=path_to(prompt)).model_dump(mode="json"), status=HTTPStatus.CREATED
        )
