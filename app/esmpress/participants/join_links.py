"""The link in the mail that confirms an address; nothing of it is stored, its row says how old."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from esmpress.participants.models import JoinRequest
from esmpress.row_tokens import ForgedToken, make_token, read_token
from esmpress.studies.models import Study

GOOD_FOR = timedelta(hours=48)

_PURPOSE = "join"
# With the id 24 bytes: 32 signs without padding.
_MAC_BYTES = 16


class UnknownJoinLink(Exception):
    """No request belongs to the token, or none is kept any more."""


def join_page(study: Study) -> str:
    """The address of a study's page for people who want to take part."""
    return f"{settings.PUBLIC_URL}/join/{study.slug}"


def join_link(request: JoinRequest) -> str:
    """The address at which a request is confirmed."""
    token = make_token(_PURPOSE, request.pk, mac_bytes=_MAC_BYTES)
    return f"{join_page(request.study)}/{token}"


def find_request(token: str) -> JoinRequest:
    """The request of a token, with its study and participant; raises UnknownJoinLink."""
    try:
        [pk] = read_token(_PURPOSE, token, count=1, mac_bytes=_MAC_BYTES)
    except ForgedToken as error:
        raise UnknownJoinLink from error
    found = JoinRequest.objects.select_related("study", "participant").filter(pk=pk).first()
    if found is None:
        raise UnknownJoinLink
    return found


def is_expired(request: JoinRequest, *, now: datetime) -> bool:
    """Whether its link has been good for as long as it is."""
    return now >= request.created_at + GOOD_FOR
