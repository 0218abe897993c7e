"""Keeping an uploaded file: sealed in pieces, and gone with all its lines as soon as it can be."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from esmpress.accounts.models import Researcher
from esmpress.participants import vault
from esmpress.participants.models import ImportPiece, PeopleImport
from esmpress.people_import.reading.columns import guess_columns, has_heading
from esmpress.people_import.reading.files import first_rows, layout_of
from esmpress.people_import.reading.rows import Layout, RefusedFile, Row
from esmpress.studies.models import Study

PIECE = 250_000
# So many rows are looked at to guess what the columns hold.
LOOKED_AT = 50


class NotToBeChecked(Exception):
    """The import has begun, or its file is gone."""


@transaction.atomic
def store(
    study: Study, content: bytes, *, uploaded_by: Researcher | None, now: datetime
) -> PeopleImport:
    """Keep a file, with guesses how it is to be read; raises RefusedFile for what cannot be."""
    layout = layout_of(content)
    stored = PeopleImport(study=study, uploaded_by=uploaded_by, uploaded_at=now, size=len(content))
    _guess(stored, content, layout)
    stored.save()
    pieces = (content[start : start + PIECE] for start in range(0, len(content), PIECE))
    ImportPiece.objects.bulk_create(
        ImportPiece(
            people_import=stored,
            position=position,
            sealed=vault.seal_bytes(piece, bound_to=stored.piece(position)),
        )
        for position, piece in enumerate(pieces)
    )
    return stored


@transaction.atomic
def read_anew(stored: PeopleImport, layout: Layout) -> None:
    """Read a kept file in other letters, or cut in another way, with guesses as at first.

    What was checked before is gone. Raises NotToBeChecked.
    """
    locked = lock_unbegun(stored)
    _forget_check(locked)
    try:
        _guess(locked, content_of(locked), layout)
    except RefusedFile as refused:
        locked.encoding, locked.delimiter = layout.encoding, layout.delimiter
        locked.refusal, locked.refused_line = refused.refusal, refused.line
    locked.save()


@transaction.atomic
def choose_columns(stored: PeopleImport, *, has_heading: bool, columns: dict[str, int]) -> None:
    """Keep what the columns hold; what was checked before is gone. Raises NotToBeChecked."""
    locked = lock_unbegun(stored)
    # By other columns, verdicts on addresses hold no more: nobody is to begin with them.
    _forget_check(locked)
    locked.has_heading, locked.columns = has_heading, columns
    locked.save()


def _forget_check(locked: PeopleImport) -> None:
    """Take back what a check found; unsaved."""
    locked.lines.all().delete()
    locked.counts, locked.state = {}, PeopleImport.State.UPLOADED
    locked.refusal, locked.refused_line = "", None


def lock_unbegun(stored: PeopleImport) -> PeopleImport:
    """The import, held: two who change it, or one who begins it, come one after the other."""
    locked = PeopleImport.objects.select_for_update().get(pk=stored.pk)
    if locked.state not in (PeopleImport.State.UPLOADED, PeopleImport.State.CHECKED):
        raise NotToBeChecked
    return locked


def _guess(stored: PeopleImport, content: bytes, layout: Layout) -> None:
    rows = first_rows(content, layout, count=LOOKED_AT)
    stored.encoding, stored.delimiter = layout.encoding, layout.delimiter
    stored.has_heading = has_heading(rows)
    stored.columns = guess_columns(rows)


def content_of(stored: PeopleImport) -> bytes:
    """The file as it was uploaded; raises KeyMissing where its key was retired since."""
    pieces = stored.pieces.order_by("position").values_list("position", "sealed")
    return b"".join(
        vault.unseal_bytes(bytes(sealed), bound_to=stored.piece(position))
        for position, sealed in pieces
    )


def layout_stored(stored: PeopleImport) -> Layout:
    """How the file is to be read, as it was found or chosen."""
    return Layout(stored.encoding, stored.delimiter)


def first_rows_of(stored: PeopleImport, *, count: int) -> list[Row]:
    """The first rows of a kept file; raises RefusedFile where they cannot be read as chosen."""
    return first_rows(content_of(stored), layout_stored(stored), count=count)


def forget_file(stored: PeopleImport) -> None:
    """Delete the file, and of its lines what holds or finds an address."""
    stored.pieces.all().delete()
    stored.lines.filter(sealed_cells__isnull=False).update(sealed_cells=None, email_index=None)
