"""How exports end, for the audit trail: how many rows somebody took home."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from esmpress.accounts.models import Researcher
from esmpress.export.copying import rows_in
from esmpress.studies.models import Study


def told_at_the_end(
    blocks: Iterator[bytes], study: Study, what: str, researcher: Researcher
) -> Generator[bytes]:
    """The blocks as they are; after the last, or where they break off, the rows are noted.

    That an export began is noted by whoever begins it: nothing leaves before that. The first line
    is the header.
    """
    sent, ended = -1, "was broken off"
    try:
        for block in blocks:
            yield block
            sent += rows_in(block)
        ended = "ended"
    finally:
        rows = max(sent, 0)
        _note(study, researcher, f"The export of the {what} {ended}; rows: {rows}.")


def _note(study: Study, researcher: Researcher, words: str) -> None:
    LogEntry.objects.create(
        user_id=researcher.pk,
        content_type=ContentType.objects.get_for_model(Study),
        object_id=str(study.pk),
        object_repr=str(study)[:200],
        action_flag=CHANGE,
        change_message=words,
    )
