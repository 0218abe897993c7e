"""Keeping an uploaded file: sealed in pieces, and gone with all its lines as soon as it can be."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from esmpress.accounts.models import Researcher
from esmpress.participants import vault
from esmpress.participants.models import ImportPiece, PeopleImport
from esmpress.people_import.reading.columns import guess_columns, has_heading
from esmpress.people_import.reading.files import first_rows, layout_of
from esmpress.people_import.reading.rows import Layout, Row
from esmpress.studies.models import Study

PIECE = 250_000
# So many rows are looked at to guess what the columns hold.
LOOKED_AT = 50


@transaction.atomic
def store(
    study: Study, content: bytes, *, uploaded_by: Researcher | None, now: datetime
) -> PeopleImport:
    """Keep a file, with guesses how it is to be read; raises RefusedFile for what cannot be."""
    layout = layout_of(content)
    rows = first_rows(content, layout, count=LOOKED_AT)
    stored = PeopleImport.objects.create(
        study=study,
        uploaded_by=uploaded_by,
        uploaded_at=now,
        size=len(content),
        encoding=layout.encoding,
        delimiter=layout.delimiter,
        has_heading=has_heading(rows) if len(rows) > 1 else False,
        columns=guess_columns(rows),
    )
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
