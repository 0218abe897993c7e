"""Who asked to join a study, for a few days, and what those who joined agreed to, for good."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from esmpress.participants import vault
from esmpress.participants.models.participation import Participant, email_index
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import ConsentDocument, Study


class JoinRequest(models.Model):
    """Somebody entered an address and agreed; nobody takes part until the mail is answered.

    Only those who may join get one: what they answered to find that out is not kept. Its address
    goes when the participant is made, and the row a few days later.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="join_requests")
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    sealed_email = models.BinaryField(null=True)
    email_index = models.BinaryField(max_length=32)
    language = models.CharField(max_length=6)
    document = models.ForeignKey(ConsentDocument, on_delete=models.RESTRICT, related_name="+")
    choices = models.JSONField()
    eligibility_version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, related_name="join_requests"
    )

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("study", "created_at"), name="join_request_by_study"),
            models.Index(fields=("email_index",), name="join_request_by_address"),
            models.Index(fields=("created_at",), name="join_request_by_age"),
        )

    def __str__(self) -> str:
        return f"a request to join {self.study}"

    @property
    def email(self) -> str:
        """The address, unsealed; empty when the participant's contact has it."""
        if self.sealed_email is None:
            return ""
        return vault.unseal(bytes(self.sealed_email), bound_to=self._binding)

    def set_email(self, email: str) -> None:
        """Seal `email` into the row, unsaved."""
        self.sealed_email = vault.seal(email, bound_to=self._binding)
        self.email_index = email_index(self.study_id, email)

    @property
    def _binding(self) -> str:
        return f"participants_joinrequest.sealed_email.{self.seal_id}"


class Consent(models.Model):
    """What one participant agreed to, in which version's words; rows are added, never changed."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="consents")
    document = models.ForeignKey(
        ConsentDocument, on_delete=models.RESTRICT, related_name="consents"
    )
    choices = models.JSONField()
    # That in which the words were read.
    language = models.CharField(max_length=6)
    given_at = models.DateTimeField()
    # By which version of the questions about eligibility the participant could join, if any.
    eligibility_version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["participant", "given_at", "pk"]

    def __str__(self) -> str:
        return f"consent of {self.participant}"
