"""Sending what was written, once, with a line in the history of each who gets it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.accounts.models import Researcher
from esmpress.console.many.chosen import Chosen
from esmpress.console.many.written_form import WrittenForm
from esmpress.delivery.letters.written import (
    AlreadyWritten,
    Author,
    NobodyToWriteTo,
    write_to_many,
)
from esmpress.participants.models import Participant

_ROWS_AT_ONCE = 1_000


def send(researcher: Researcher, chosen: Chosen, form: WrittenForm) -> tuple[str, int]:
    """Send a text without a fault to those chosen; what to tell, and how serious it is."""
    ids = [one.pk for one in chosen.people]
    author = Author(researcher.pk, form.cleaned_data["key"])
    try:
        with transaction.atomic():
            now = timezone.now()
            told = write_to_many(chosen.people[0].study, ids, form.text, author, now=now)
            _note(told, researcher, form.text.subject)
    except AlreadyWritten:
        return _("This was sent already; nothing goes out twice."), messages.INFO
    except NobodyToWriteTo:
        sentence = _("Nobody of them can be written to any more. Nothing was sent.")
        return sentence, messages.WARNING
    sentence = ngettext(
        "The message goes out to {count} participant within minutes.",
        "The message goes out to {count} participants within minutes.",
        len(told),
    )
    count = number_format(len(told), force_grouping=True)
    return sentence.format(count=count), messages.SUCCESS


def _note(people: list[Participant], researcher: Researcher, subject: str) -> None:
    """A line in the history of each, which the audit trail has too."""
    kind = ContentType.objects.get_for_model(Participant)
    lines = (
        LogEntry(
            user_id=researcher.pk,
            content_type=kind,
            object_id=str(one.pk),
            object_repr=str(one),
            action_flag=CHANGE,
            change_message=f"Message written: “{subject}”.",
        )
        for one in people
    )
    LogEntry.objects.bulk_create(lines, batch_size=_ROWS_AT_ONCE)
