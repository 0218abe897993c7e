"""Writing a letter: a row that stands or falls with the transaction it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from esmpress.accounts.models import Researcher
from esmpress.delivery.models import Letter
from esmpress.participants.models import JoinRequest, Participant
from esmpress.studies.models import Study


def write(
    kind: str,
    *,
    study: Study,
    participant: Participant | None = None,
    join_request: JoinRequest | None = None,
    researcher: Researcher | None = None,
    language: str = "",
    email: str = "",
    payload: Mapping[str, str] | None = None,
    now: datetime,
) -> Letter:
    """A letter that the next sweep sends: to `email`, or to the address of whom it is about or for.

    `email` is for letters that outlive the contact: it is sealed into the row, and goes when the
    letter is sent. `payload` holds what the words need, no secrets; `variant` in it chooses a text
    of its own, like `erase` for `withdrawn_erase`. A researcher's has the subject and the text.
    """
    about = participant or join_request
    letter = Letter(
        kind=kind,
        study=study,
        participant=participant,
        join_request=join_request,
        researcher=researcher,
        language=language or (about.language if about else study.languages[0]),
        payload=dict(payload or {}),
        written_at=now,
        due_at=now,
    )
    if email:
        letter.set_email(email)
    letter.save()
    return letter
