"""Participants, and their contact data in a table of its own."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from esmpress.participants import vault
from esmpress.studies.models import Study, check_time_zone


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Sets of participants."""

    def enrolled(self) -> ParticipantQuerySet:
        """Who takes part now."""
        return self.filter(status=Participant.Status.ENROLLED)


class Participant(models.Model):
    """One person in one study, known to the data by a number only."""

    class Status(models.TextChoices):
        ENROLLED = "enrolled", "enrolled"
        WITHDRAWN = "withdrawn", "withdrawn"

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveIntegerField(help_text="Counts from 1 in each study; part of the seed.")
    status = models.CharField(max_length=12, choices=Status, default=Status.ENROLLED)
    language = models.CharField(max_length=6, choices=settings.LANGUAGES)
    time_zone = models.CharField(max_length=64, validators=[check_time_zone])
    enrolled_at = models.DateTimeField()
    # Study day 1; unknown until the study is launched.
    start_date = models.DateField(null=True)
    # Prompts before this instant are in the table; planning goes on from here.
    planned_until = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True)
    # Asked to get no more mail; takes part still, until somebody withdraws them.
    unsubscribed_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ("study", "number")
        constraints = (
            models.UniqueConstraint(fields=("study", "number"), name="participant_number_unique"),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                | Q(status="enrolled", withdrawn_at__isnull=True),
                name="participant_withdrawal_has_its_instant",
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The participant's name in data and lists, e.g. P0007."""
        return f"P{self.number:04d}"


class Contact(models.Model):
    """How to reach a participant: sealed, and never joined into data."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="contact"
    )
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    sealed_email = models.BinaryField()
    # Finds a second enrolment of the same address in the same study without unsealing.
    email_index = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        return f"contact of {self.participant}"

    @property
    def email(self) -> str:
        """The address, unsealed."""
        return vault.unseal(bytes(self.sealed_email), bound_to=_binding(self.seal_id))

    def set_email(self, email: str) -> None:
        """Seal `email` into the row, unsaved; addresses are one whatever their case."""
        self.sealed_email = vault.seal(email, bound_to=_binding(self.seal_id))
        self.email_index = email_index(self.participant.study_id, email)


def email_index(study_id: int, email: str) -> bytes:
    """The blind index of an address within one study."""
    return vault.blind_index(f"{study_id}|{email.casefold()}", purpose="participant e-mail")


def _binding(seal_id: uuid.UUID) -> str:
    return f"participants_contact.sealed_email.{seal_id}"
