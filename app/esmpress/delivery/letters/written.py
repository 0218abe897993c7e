"""Writing to participants by hand: each who may be written to gets the text once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from esmpress.delivery.messages.study_mail import OwnText
from esmpress.delivery.models import Letter, WrittenMessage
from esmpress.participants.models import Participant
from esmpress.studies.models import Study

# Beside what the study itself sends: nobody is to be flooded.
MOST_A_DAY = 2
_DAY = timedelta(days=1)
# One after the other, so that other letters find their way between them.
_PACE = timedelta(seconds=0.5)
_ROWS_AT_ONCE = 1_000


class AlreadyWritten(Exception):
    """The same form was posted before."""


class NobodyToWriteTo(Exception):
    """None of those the text is for can be written to any more."""


@dataclass(frozen=True)
class Author:
    """Who writes, and the key of the form they do it with."""

    researcher_id: int
    key: UUID


def can_be_written_to() -> QuerySet[Participant]:
    """Who takes part, wants mail, and has an address that mail reaches."""
    return Participant.objects.taking_part().filter(
        contact__isnull=False, unsubscribed_at__isnull=True, suppressed_at__isnull=True
    )


def written_lately(participant_ids: Collection[int], *, now: datetime) -> set[int]:
    """Who got as many texts within a day as one may get."""
    lately = Letter.objects.filter(
        participant__in=participant_ids, message__isnull=False, written_at__gt=now - _DAY
    )
    counted = lately.order_by().values_list("participant").annotate(texts=Count("pk"))
    return {pk for pk, texts in counted if pk is not None and texts >= MOST_A_DAY}


@transaction.atomic
def write_to_many(
    study: Study, people: Collection[int], text: OwnText, author: Author, *, now: datetime
) -> list[Participant]:
    """Letters with the text to those of the study who may be written to now; who they are.

    Raises AlreadyWritten or NobodyToWriteTo.
    """
    message = _keep(study, text, author, now=now)
    # Held in this order by everybody: two researchers who write at once count one after the other.
    rows = can_be_written_to().filter(study=study, pk__in=people).order_by("pk")
    held = list(rows.select_for_update(of=("self",), no_key=True))
    full = written_lately([one.pk for one in held], now=now)
    able = [one for one in held if one.pk not in full]
    if not able:
        raise NobodyToWriteTo
    letters = (
        Letter(
            kind=Letter.Kind.WRITTEN,
            study=study,
            participant=one,
            message=message,
            language=one.language,
            written_at=now,
            due_at=now + place * _PACE,
        )
        for place, one in enumerate(able)
    )
    Letter.objects.bulk_create(letters, batch_size=_ROWS_AT_ONCE)
    return able


def _keep(study: Study, text: OwnText, author: Author, *, now: datetime) -> WrittenMessage:
    try:
        with transaction.atomic():
            return WrittenMessage.objects.create(
                key=author.key,
                study=study,
                subject=text.subject,
                body=text.body,
                researcher_id=author.researcher_id,
                written_at=now,
            )
    except IntegrityError as error:
        raise AlreadyWritten from error


def why_not_sent(letter: Letter) -> str:
    """Why a text does not go out any more, though its letter was written; empty when it does."""
    participant = letter.participant
    if participant is None or participant.status not in Participant.TAKING_PART:
        return "withdrawn"
    if participant.unsubscribed_at is not None:
        return "unsubscribed"
    return "suppressed" if participant.suppressed_at is not None else ""
