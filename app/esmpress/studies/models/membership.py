"""Who works in a study, in which role, and who is asked to."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from esmpress.accounts.models import Researcher
from esmpress.studies.models.protocol import Study


class Role(models.TextChoices):
    """What somebody is in a study; `studies.rights` says what each of them may do."""

    OWNER = "owner", "owner"
    EDITOR = "editor", "editor"
    COORDINATOR = "coordinator", "coordinator"
    ANALYST = "analyst", "analyst"
    OBSERVER = "observer", "observer (no outcomes)"
    API = "api", "API (a program)"


class Membership(models.Model):
    """A researcher's role in one study."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="memberships")
    # Whoever is deleted leaves first: a study keeps its owner.
    researcher = models.ForeignKey(Researcher, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateTimeField()
    given_by = models.ForeignKey(Researcher, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(fields=("study", "researcher"), name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=list(Role)), name="membership_has_a_known_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} of a study"


class Invitation(models.Model):
    """A role that waits for somebody who has no account yet; gone once it is taken or withdrawn."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        Researcher, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("invited_at", "pk")
        constraints = (
            models.UniqueConstraint("study", Lower("email"), name="invitation_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=list(Role)), name="invitation_has_a_known_role"
            ),
        )

    def __str__(self) -> str:
        return f"invitation as {self.get_role_display()}"
