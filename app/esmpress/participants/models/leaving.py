"""What a restored database must not forget: who left, and how far."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Leaving(models.Model):
    """One step of somebody's leaving or coming back to mail; a row is added and never changed.

    Numbered rows are a chain, kept outside the database as well: `line` is the file. None of it
    tells of a person. There is no foreign key: a row outlives a restore to before its participant.
    """

    class Act(models.TextChoices):
        """The levels of a withdrawal, and mail."""

        UNSUBSCRIBE = "unsubscribe", "no more mail"
        SUBSCRIBE = "subscribe", "mail again"
        STOP = "stop", "withdrawn: stop"
        FORGET = "forget", "withdrawn: forget"
        EXCLUDE = "exclude", "withdrawn: exclude"
        ERASE = "erase", "withdrawn: erase"

    participant = models.BigIntegerField(help_text="The number of the participant's row.")
    # Tells the participant from another who gets the same number after a restore.
    enrolled_at = models.DateTimeField()
    act = models.CharField(max_length=12, choices=Act)
    at = models.DateTimeField()
    seq = models.BigIntegerField(null=True, unique=True, help_text="Place in the chain, from 1.")
    line = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(seq__isnull=True, line="") | Q(seq__gte=1) & ~Q(line=""),
                name="leaving_in_the_chain_has_its_line",
            ),
        )
        indexes = (
            # The sweep looks for what has no number yet: nearly always nothing.
            models.Index(fields=("id",), name="leaving_waiting", condition=Q(seq__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.act} of participant row {self.participant}"
