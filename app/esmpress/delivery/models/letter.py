"""A mail about no prompt: to a participant, somebody who asked to join, or a member of a study."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from esmpress.accounts.models import Researcher
from esmpress.participants import vault
from esmpress.participants.models import JoinRequest, Participant
from esmpress.studies.models import Membership, Study


class Letter(models.Model):
    """One row of the outbox, written together with what it tells, and sent soon after.

    A letter without participant or request has an address of its own, which goes when it is sent.
    """

    class Kind(models.TextChoices):
        JOIN_CONFIRM = "join_confirm", "confirm that you want to take part"
        JOIN_KNOWN = "join_known", "you take part already"
        WELCOME = "welcome", "welcome"
        PORTAL_LINK = "portal_link", "link to the personal page"
        WITHDRAWN = "withdrawn", "farewell"
        ALERTS = "alerts", "alerts, for a researcher"

    class Status(models.TextChoices):
        PLANNED = "planned", "planned"
        SENT = "sent", "sent"
        UNCERTAIN = "uncertain", "may have gone out"
        FAILED = "failed", "failed"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(max_length=14, choices=Kind)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="letters")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, related_name="letters"
    )
    join_request = models.ForeignKey(
        JoinRequest, on_delete=models.CASCADE, null=True, related_name="letters"
    )
    # A member of the study; one who has left it when the letter is to go out gets nothing.
    researcher = models.ForeignKey(
        Researcher, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    sealed_email = models.BinaryField(null=True)
    language = models.CharField(max_length=6)
    # What the words need to know; no secrets, no address. Of a researcher's all words, until they
    # are sent.
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    reason = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # How often nobody knew whether it went out.
    doubts = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField()
    # Also until when it is left to the worker that has it.
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(status="planned", settled_at__isnull=True)
                | ~Q(status="planned") & Q(settled_at__isnull=False, sealed_email__isnull=True),
                name="letter_keeps_no_address_once_settled",
            ),
        )
        indexes = (
            # The sweep reads only what waits.
            models.Index(fields=("due_at",), name="letter_waiting", condition=Q(status="planned")),
            models.Index(fields=("written_at",), name="letter_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_status_display()})"

    @property
    def email(self) -> str:
        """The letter's own address or that of whom it is about, unsealed; empty when gone."""
        if self.sealed_email is not None:
            return vault.unseal(bytes(self.sealed_email), bound_to=self._binding)
        if self.researcher_id is not None:
            return self._email_of_member(self.researcher_id)
        if self.participant is not None:
            contact = getattr(self.participant, "contact", None)
            return contact.email if contact else ""
        return self.join_request.email if self.join_request else ""

    def _email_of_member(self, researcher_id: int) -> str:
        members = Membership.objects.filter(study=self.study_id, researcher=researcher_id)
        able = members.filter(researcher__is_active=True)
        return able.values_list("researcher__email", flat=True).first() or ""

    def set_email(self, email: str) -> None:
        """Seal an address of its own into the row, unsaved."""
        self.sealed_email = vault.seal(email, bound_to=self._binding)

    @property
    def _binding(self) -> str:
        return f"delivery_letter.sealed_email.{self.public_id}"
