"""Looks at addresses, as history and audit trail keep them: each by itself, before it is shown.

What is kept has one language, however the pages are read.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from esmpress.accounts.models import Researcher
from esmpress.console.history import LOOK
from esmpress.participants.models import Participant

SAW = "Saw the address: {why}"
FOUND = "Found by the address."
FOUND_NOBODY = "Looked for an address that nobody has."


def note_look(participant: Participant, researcher: Researcher, words: str) -> None:
    """Add a look to the participant's history; the database tells the audit trail with it."""
    LogEntry.objects.create(
        user_id=researcher.pk,
        content_type=ContentType.objects.get_for_model(Participant),
        object_id=str(participant.pk),
        object_repr=str(participant),
        action_flag=LOOK,
        change_message=words,
    )


def note_search(found: Iterable[Participant], researcher: Researcher) -> None:
    """Add to the history of each who was found, or that nobody was."""
    found = list(found)
    for participant in found:
        note_look(participant, researcher, FOUND)
    if not found:
        LogEntry.objects.create(
            user_id=researcher.pk,
            content_type=ContentType.objects.get_for_model(Participant),
            object_repr="",
            action_flag=LOOK,
            change_message=FOUND_NOBODY,
        )
