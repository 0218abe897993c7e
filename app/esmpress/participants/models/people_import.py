"""A file of people on its way into a study: sealed as long as it holds addresses."""

from __future__ import annotations

import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from esmpress.participants import vault
from esmpress.participants.models.participation import Participant
from esmpress.studies.models import Study


class PeopleImport(models.Model):
    """One uploaded file and what became of it; the row stays when all that it held is gone."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "uploaded"
        CHECKED = "checked", "checked, not imported"
        IMPORTING = "importing", "being imported"
        IMPORTED = "imported", "imported"
        STOPPED = "stopped", "stopped half way"
        UNDOING = "undoing", "being undone"
        UNDONE = "undone", "undone"
        REMOVED = "removed", "removed without importing"

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="people_imports")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    # Part of what its rows are sealed with: none can be put in the place of another.
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    size = models.PositiveIntegerField(help_text="In bytes.")
    # How the file is read: no encoding for a spreadsheet.
    encoding = models.CharField(max_length=12, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    has_heading = models.BooleanField(default=True)
    # The place of the column of each field, from 0.
    columns = models.JSONField(default=dict)
    # Why the file could not be read to its end; nothing of it is shown then.
    refusal = models.CharField(max_length=20, blank=True)
    refused_line = models.PositiveIntegerField(null=True)
    # How many lines there were, by what was found out and became of them.
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("uploaded", "checked"), started_at__isnull=True)
                | Q(state="removed")
                | Q(
                    state__in=("importing", "imported", "stopped", "undoing", "undone"),
                    started_at__isnull=False,
                ),
                name="people_import_begins_when_it_is_started",
            ),
        )
        indexes = (
            # The sweep reads only what may still hold addresses.
            models.Index(
                fields=("uploaded_at",),
                name="people_import_unfinished",
                condition=~Q(state__in=("undone", "removed")),
            ),
        )

    def __str__(self) -> str:
        return f"import {self.pk}"

    def seal_cells(self, number: int, cells: tuple[str, ...]) -> bytes:
        """The cells of a line, sealed for its row."""
        return vault.seal(json.dumps(cells), bound_to=self._line(number))

    def cells_of(self, line: ImportLine) -> tuple[str, ...]:
        """The cells of a line, unsealed; none when they are gone."""
        if line.sealed_cells is None:
            return ()
        return tuple(
            json.loads(vault.unseal(bytes(line.sealed_cells), bound_to=self._line(line.number)))
        )

    def _line(self, number: int) -> str:
        return f"participants_importline.sealed_cells.{self.seal_id}.{number}"

    def piece(self, position: int) -> str:
        """What a piece of the file is bound to."""
        return f"participants_importpiece.sealed.{self.seal_id}.{position}"


class ImportPiece(models.Model):
    """A piece of an uploaded file, sealed."""

    people_import = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("people_import", "position"), name="import_piece_position_unique"
            ),
        )

    def __str__(self) -> str:
        return f"piece {self.position} of {self.people_import}"


class ImportLine(models.Model):
    """One line of a file, what was found out about it, and who was enrolled from it."""

    class Verdict(models.TextChoices):
        GOOD = "good", "good"
        DOUBTFUL = "doubtful", "doubtful"
        REFUSED = "refused", "refused"

    class Outcome(models.TextChoices):
        ENROLLED = "enrolled", "enrolled"
        REFUSED = "refused", "refused when its turn came"
        UNDONE = "undone", "undone"
        STAYED = "stayed", "stayed when the others were undone"

    people_import = models.ForeignKey(
        PeopleImport, on_delete=models.CASCADE, related_name="lines", db_index=False
    )
    number = models.PositiveIntegerField(help_text="As editors and spreadsheets count lines.")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reasons = models.JSONField(default=list)
    # The first line with the same address.
    twin = models.PositiveIntegerField(null=True)
    is_included = models.BooleanField()
    # Gone when the line's turn has come; so is what finds its address.
    sealed_cells = models.BinaryField(null=True)
    email_index = models.BinaryField(max_length=32, null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("people_import", "number"), name="import_line_number_unique"
            ),
            # Of lines with the same address one can be imported.
            models.UniqueConstraint(
                fields=("people_import", "email_index"),
                name="import_line_address_included_once",
                condition=Q(is_included=True),
            ),
            models.CheckConstraint(
                condition=~Q(verdict="refused", is_included=True),
                name="import_line_refused_is_left_out",
            ),
        )
        indexes = (
            models.Index(fields=("people_import", "verdict", "number"), name="import_line_page"),
        )

    def __str__(self) -> str:
        return f"line {self.number} of {self.people_import}"
