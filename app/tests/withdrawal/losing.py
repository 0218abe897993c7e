"""A database that was restored: what happened in a block is gone, and the record of it is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import transaction

from esmpress.participants.leavings import number_leavings
from esmpress.participants.models import Leaving


def keep(folder: Path, *, now: datetime) -> None:
    """Write down what the database has, as the service `backup` does."""
    number_leavings(now=now)
    for seq, line in Leaving.objects.filter(seq__isnull=False).values_list("seq", "line"):
        (folder / f"{seq:012d}.json").write_text(line)


@contextmanager
def lost_time(folder: Path, *, now: datetime) -> Iterator[None]:
    """What happens in here is written down, and then undone."""
    with transaction.atomic():
        yield
        keep(folder, now=now)
        transaction.set_rollback(True)
