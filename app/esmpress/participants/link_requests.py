"""Requests for the links to one's own pages, made by an address that may be anybody's."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from esmpress.participants.models import LinkRequest, email_index
from esmpress.studies.models import Study

MOST_AT_ONCE = 200

# Two workers at once take different ones.
_TAKE = """
DELETE FROM participants_linkrequest WHERE id IN (
       SELECT id FROM participants_linkrequest
        ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING indexes
"""


def request_links(email: str, *, now: datetime) -> None:
    """Note that somebody asks for the links of an address.

    Always the same is done, and nothing looked up: not even the time it takes tells whether the
    address is known. It is not stored; what is kept finds it, and no other.
    """
    studies = Study.objects.order_by("pk").values_list("pk", flat=True)
    indexes = [email_index(pk, email.strip()) for pk in studies]
    LinkRequest.objects.create(indexes=indexes, requested_at=now)


def take_requests() -> set[bytes]:
    """The blind indexes that were asked for since the last time; the requests are gone then."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"limit": MOST_AT_ONCE})
        return {bytes(index) for (indexes,) in cursor.fetchall() for index in indexes}
