"""After a restore: nothing that may have gone out in the lost time goes out a second time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from esmpress.delivery.channels import active_channel
from esmpress.delivery.entering import enter_between
from esmpress.delivery.models import Letter
from esmpress.participants.models import LinkRequest
from esmpress.prompts.lifecycle import MARK_SENT, UNCERTAIN

RESTORED = "restored from a backup"

# Whatever was on its way or due: what became of it is not in the restored state. It is settled, so
# that no study's wish sends it again. The participant may have the link, so the prompt can be
# opened; missed, it says that nobody knows whether its invitation went out.
_DOUBT = f"""
WITH settled AS (
UPDATE delivery_notification
   SET status = 'uncertain', reason = %(reason)s, uncertain_at = coalesce(uncertain_at, %(now)s),
       settled_at = %(now)s, lease_until = NULL
 WHERE status IN ('claimed', 'handed_over')
    OR status IN ('planned', 'due') AND planned_at <= %(until)s
    OR status = 'uncertain' AND settled_at IS NULL
RETURNING id, prompt_id, kind, coalesce(handed_over_at, planned_at) AS handed_over_at),
sent AS (SELECT prompt_id, handed_over_at AS at, %(prompt_reason)s AS reason FROM settled
          WHERE kind = 'invitation'),
marked AS ({MARK_SENT})
SELECT count(*) FROM settled
"""  # noqa: S608

# Links are made of row numbers, and those of the lost time are in mailboxes: no number is given a
# second time.
_LEAP = """
SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass,
              coalesce(last_value, 0) + %(numbers)s)
  FROM pg_sequences
 WHERE schemaname = current_schema() AND data_type = 'bigint'::regtype
"""
NUMBERS_PASSED_OVER = 10_000_000


@dataclass(frozen=True)
class Settled:
    """How many messages about prompts are in doubt now, and how many letters."""

    messages: int
    letters: int


@transaction.atomic
def settle_lost_time(*, since: datetime, until: datetime, now: datetime) -> Settled:
    """Settle what may have gone out between the restored moment and the last possible sending.

    What is due after `until` goes out as if nothing had happened. Nobody may send meanwhile.
    """
    channel = active_channel()
    while enter_between(since, until, channel=channel):
        pass
    with connection.cursor() as cursor:
        values: dict[str, datetime | str] = {
            **{"until": until, "now": now},
            **{"reason": RESTORED, "prompt_reason": UNCERTAIN},
        }
        cursor.execute(_DOUBT, values)
        [messages] = cursor.fetchone()
        cursor.execute(_LEAP, {"numbers": NUMBERS_PASSED_OVER})
    # A member is rather told of an alert twice than not at all.
    planned = Letter.objects.filter(status=Letter.Status.PLANNED, researcher__isnull=True)
    letters = planned.update(
        status=Letter.Status.UNCERTAIN, reason=RESTORED, settled_at=now, sealed_email=None
    )
    LinkRequest.objects.all().delete()
    return Settled(messages=messages, letters=letters)
