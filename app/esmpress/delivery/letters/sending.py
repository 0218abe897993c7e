"""The sweep that sends letters: a worker that dies leaves them to the next.

A letter of unknown outcome is sent again, a few times: a second copy is better than none.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta

import structlog
from django.db import connection

from esmpress.delivery.channels import Channel, active_channel, open_channel, send
from esmpress.delivery.letters.composing import compose
from esmpress.delivery.messages import StudyMail, read_studies
from esmpress.delivery.models import Letter
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)
from esmpress.delivery.retrying import backoff
from esmpress.participants.vault import KeyMissing

Status = Letter.Status

BATCH = 20
# Longer than the whole batch can take a server that hangs; then another worker takes it up.
LEASE = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(hours=48)
MOST_DOUBTS = 3
_BUSY = timedelta(minutes=1)

# On nearly every tick one look into the index of what waits.
_CLAIM = """
UPDATE delivery_letter SET attempts = attempts + 1, due_at = %(until)s
 WHERE id = ANY(ARRAY(
       SELECT id FROM delivery_letter WHERE status = 'planned' AND due_at <= %(now)s
        ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED))
RETURNING id
"""

log = structlog.get_logger(__name__)


def send_letters(*, now: datetime) -> int:
    """Send letters that are due; how many the provider took."""
    letters = _claim(now=now)
    if not letters:
        return 0
    studies = read_studies({letter.study_id for letter in letters})
    with closing(open_channel(active_channel())) as channel:
        outcomes = [_send(channel, letter, studies[letter.study_id], now=now) for letter in letters]
    return sum(isinstance(outcome, Accepted) for outcome in outcomes)


def _claim(*, now: datetime) -> list[Letter]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "until": now + LEASE, "limit": BATCH})
        ids = [pk for (pk,) in cursor.fetchall()]
    if not ids:
        return []
    related = ("participant__contact", "join_request__study")
    return list(Letter.objects.filter(pk__in=ids).select_related(*related))


def _send(channel: Channel, letter: Letter, study: StudyMail, *, now: datetime) -> Outcome:
    outcome = (
        _hand_over(channel, letter, study, now=now)
        if channel.may_send(now=now)
        else TemporaryFailure("the provider is busy", _BUSY)
    )
    _record(letter, outcome, now=now)
    return outcome


def _hand_over(channel: Channel, letter: Letter, study: StudyMail, *, now: datetime) -> Outcome:
    """What the channel says of the letter; one that cannot be made holds up no other."""
    try:
        to = letter.email
        if not to:
            return PermanentFailure("there is no address any more")
        message = compose(letter, study, to=to, now=now)
    except KeyMissing as error:
        # The operator's to mend, and no fault of the letter.
        log.error("key_missing", reason=str(error), letter=letter.pk)
        return TemporaryFailure(str(error))
    except Exception as error:
        log.exception("letter_not_composed", letter=letter.pk)
        return PermanentFailure(type(error).__name__)
    return send(channel, [message])[0]


def _record(letter: Letter, outcome: Outcome, *, now: datetime) -> None:
    match outcome:
        case Accepted():
            _settle(letter, Status.SENT, "", now=now)
        case PermanentFailure(reason):
            _settle(letter, Status.FAILED, reason, now=now)
        case Unknown(reason) if letter.doubts + 1 >= MOST_DOUBTS:
            _settle(letter, Status.UNCERTAIN, reason, now=now)
        case Unknown(reason):
            _try_again(letter, reason, backoff(letter.attempts), doubts=1, now=now)
        case TemporaryFailure(reason) if now >= letter.written_at + GIVEN_UP_AFTER:
            _settle(letter, Status.FAILED, reason, now=now)
        case TemporaryFailure(reason, retry_after):
            wait = max(backoff(letter.attempts), retry_after or timedelta())
            _try_again(letter, reason, wait, doubts=0, now=now)


def _settle(letter: Letter, status: str, reason: str, *, now: datetime) -> None:
    """Whatever another worker made of it meanwhile, that it went out counts most."""
    if status != Status.SENT:
        log.warning("letter_not_sent", letter=letter.pk, status=status, reason=reason)
    # The words of a researcher's letter name participants: nobody needs them any more.
    payload = {} if letter.researcher_id is not None else letter.payload
    Letter.objects.filter(pk=letter.pk).exclude(status=Status.SENT).update(
        status=status, reason=reason[:200], settled_at=now, sealed_email=None, payload=payload
    )


def _try_again(letter: Letter, reason: str, wait: timedelta, *, doubts: int, now: datetime) -> None:
    Letter.objects.filter(pk=letter.pk, status=Status.PLANNED).update(
        reason=reason[:200], due_at=now + wait, doubts=letter.doubts + doubts
    )
