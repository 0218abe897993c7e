"""Logs a participant in for one request by the token of their link."""

from __future__ import annotations

import re

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from esmpress.prompts.event_links import find_event
from esmpress.prompts.links import UnknownLink, find_prompt

_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]{20,64})")


class LinkAuthentication(BaseAuthentication):
    """The prompt of the bearer token is `request.auth`; nobody is `request.user`."""

    def find(self, token: str) -> object:
        """What the token leads to; raises UnknownLink."""
        return find_prompt(token)

    def authenticate(self, request: Request) -> tuple[None, object]:
        """What the token leads to; raises UnknownLink, whatever is wrong with it."""
        match = _BEARER.fullmatch(request.headers.get("Authorization", ""))
        if match is None:
            raise UnknownLink
        return None, self.find(match[1])


class EventLinkAuthentication(LinkAuthentication):
    """The permanent link of the bearer token, an EventLink, is `request.auth`."""

    def find(self, token: str) -> object:
        """The link's participant and schedule; raises UnknownLink."""
        return find_event(token)


class HasLink(BasePermission):
    """Whoever holds the link may do what it is for."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the request came with a known link."""
        del view
        return request.auth is not None


class LinkScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The link's token in openapi.yaml."""

    target_class = "esmpress.api.participant.links.LinkAuthentication"
    name = "link"
    description = "The token of a prompt's link."

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """HTTP bearer authentication."""
        del auto_schema
        return {"type": "http", "scheme": "bearer", "description": self.description}


class EventLinkScheme(LinkScheme):  # type: ignore[no-untyped-call]
    """The token of a permanent link in openapi.yaml."""

    target_class = "esmpress.api.participant.links.EventLinkAuthentication"
    name = "event_link"
    description = "The token of a participant's permanent link for events."
