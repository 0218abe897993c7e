"""What a withdrawal deleted, counted when it did: what a certificate of it is made from."""

from __future__ import annotations

from django.db import models

from esmpress.participants.models.participation import Participant


class WithdrawalStep(models.Model):
    """One level of one withdrawal; a row is added and never changed, and tells of no person."""

    class Wish(models.TextChoices):
        """How the wish came."""

        OWN_PAGE = "own_page", "by the participant, on their own page"
        RESEARCHER = "researcher", "by a researcher, as the participant wished"
        RESTORE = "restore", "again, after a backup was restored"
        UNDONE = "undone", "by undoing the import they were enrolled with"

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="withdrawal_steps"
    )
    level = models.CharField(max_length=8, choices=Participant.Level)
    at = models.DateTimeField()
    wish = models.CharField(max_length=10, choices=Wish)
    # How many there were and are no more, by the names in withdrawal/held.py.
    gone = models.JSONField(default=dict)
    # Of how many exports the file was deleted, or the work ended.
    files = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("participant", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("participant", "level"), name="withdrawal_step_goes_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant}: {self.level}"
