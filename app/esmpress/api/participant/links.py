"""Logs a participant in for one request by the token of their link."""

from __future__ import annotations

import re

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from esmpress.prompts.links import UnknownLink, find_prompt

_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]{20,64})")


class LinkAuthentication(BaseAuthentication):
    """The prompt of the bearer token is `request.auth`; nobody is `request.user`."""

    def authenticate(self, request: Request) -> tuple[None, object]:
        """The prompt; raises UnknownLink, whatever is wrong with the token."""
        match = _BEARER.fullmatch(request.headers.get("Authorization", ""))
        if match is None:
            raise UnknownLink
        return None, find_prompt(match[1])


class HasLink(BasePermission):
    """Whoever holds the link may read and answer its prompt."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the request came with a known link."""
        del view
        return request.auth is not None


class LinkScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The link's token in openapi.yaml."""

    target_class = "esmpress.api.participant.links.LinkAuthentication"
    name = "link"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """HTTP bearer authentication."""
        del auto_schema
        return {"type": "http", "scheme": "bearer", "description": "The token of a prompt's link."}
