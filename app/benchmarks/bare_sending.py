"""What sending costs at least: statements and requests with nothing of ours around them."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from esmpress.delivery.sweeps import keep_dispatching

ROWS_A_STATEMENT = 1000
ROWS_A_REQUEST = 500

_CLAIM = """
UPDATE delivery_notification SET status = 'claimed', claimed_at = now(), lease_until = now()
 WHERE id IN (SELECT id FROM delivery_notification
               WHERE status IN ('planned', 'due') AND due_at <= now()
               ORDER BY open_until, id FOR UPDATE SKIP LOCKED LIMIT %s)
RETURNING id, public_id::text
"""
_MARK = """
UPDATE delivery_notification SET status = 'accepted', settled_at = now(), lease_until = NULL
 WHERE id = ANY(%s)
"""
_open: list[HTTPConnection] = []


def product() -> int:
    """The product's own sweep by the clock; how many messages were accepted."""
    return keep_dispatching(clock=timezone.now)


def claim_and_update() -> int:
    """Claim rows and mark them; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [ROWS_A_STATEMENT])
        ids = [pk for pk, _ in cursor.fetchall()]
        cursor.execute(_MARK, [ids])
    return len(ids)


def claim_send_and_mark() -> int:
    """Claim rows, post as many personalisations and mark the rows; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [ROWS_A_REQUEST])
        rows = cursor.fetchall()
        if rows:
            _post([public_id for _, public_id in rows])
        cursor.execute(_MARK, [[pk for pk, _ in rows]])
    return len(rows)


def _post(public_ids: list[str]) -> None:
    body = json.dumps(_body(public_ids))
    headers = {
        "Authorization": f"Bearer {settings.SENDGRID_API_KEY}",
        "Content-Type": "application/json",
    }
    if not _open:
        _open.append(HTTPConnection(urlsplit(settings.SENDGRID_HOST).netloc, timeout=20))
    _open[0].request("POST", "/v3/mail/send", body, headers)
    answer = _open[0].getresponse()
    answer.read()
    assert answer.status == 202, answer.status


def _body(public_ids: list[str]) -> dict[str, Any]:
    return {
        "personalizations": [
            {
                "to": [{"email": f"{public_id}@example.org"}],
                "substitutions": {"%link%": f"https://esm.example.org/s/{public_id}"},
                "custom_args": {"notification": public_id},
            }
            for public_id in public_ids
        ],
        "from": {"email": "noreply@esm.example.org"},
        "subject": "A questionnaire",
        "content": [{"type": "text/plain", "value": "%link%"}],
    }
