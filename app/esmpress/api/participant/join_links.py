"""Logs somebody in for one request by the link that confirms their address."""

from __future__ import annotations

from esmpress.api.participant.links import LinkAuthentication, LinkScheme
from esmpress.participants.join_links import find_request


class JoinLinkAuthentication(LinkAuthentication):
    """The request to join of the bearer token is `request.auth`."""

    def find(self, token: str) -> object:
        """The request of a token; raises UnknownJoinLink."""
        return find_request(token)


class JoinLinkScheme(LinkScheme):  # type: ignore[no-untyped-call]
    """The token of a link that confirms an address in openapi.yaml."""

    target_class = "esmpress.api.participant.join_links.JoinLinkAuthentication"
    name = "join_link"
    description = "The token of the link in the mail that confirms an address."
