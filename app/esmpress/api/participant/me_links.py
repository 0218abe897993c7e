"""Logs a participant in for one request by the link to their own page."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.request import Request

from esmpress.api.participant.links import LinkAuthentication, LinkScheme
from esmpress.participants.portal_links import (
    PortalLinkExpired,
    UnknownPortalLink,
    find_participant,
)
from esmpress.prompts.links import UnknownLink


class PortalAuthentication(LinkAuthentication):
    """The participant of the bearer token is `request.auth`."""

    def find(self, token: str) -> object:
        """Whose page it is; raises UnknownPortalLink or PortalLinkExpired."""
        return find_participant(token, now=timezone.now())

    def authenticate(self, request: Request) -> tuple[None, object]:
        """The participant; a header that holds no token is as good as an unknown link."""
        try:
            return super().authenticate(request)
        except UnknownLink as error:
            raise UnknownPortalLink from error


class OldPortalAuthentication(PortalAuthentication):
    """The same, also by a link that is too old: good for nothing but a new one by mail."""

    def find(self, token: str) -> object:
        """Whose page it is, or was; raises UnknownPortalLink."""
        try:
            return super().find(token)
        except PortalLinkExpired as error:
            return error.participant


class PortalScheme(LinkScheme):  # type: ignore[no-untyped-call]
    """The token of a personal page in openapi.yaml."""

    target_class = "esmpress.api.participant.me_links.PortalAuthentication"
    name = "portal_link"
    description = "The token of the link to a participant's own page."


class OldPortalScheme(PortalScheme):  # type: ignore[no-untyped-call]
    """The same; it may be too old."""

    target_class = "esmpress.api.participant.me_links.OldPortalAuthentication"
    name = "old_portal_link"
    description = "The token of the link to a participant's own page, also when it is too old."
