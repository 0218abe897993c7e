"""Researchers: who may log in to the Admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from esmpress.accounts.audit_models import AuditEntry
from esmpress.accounts.factor_models import Authenticator, Passkey, RecoveryCode
from esmpress.accounts.log_in_models import Attempts, LogIn

__all__ = [
    "AdminLanguage",
    "Attempts",
    "AuditEntry",
    "Authenticator",
    "LogIn",
    "Passkey",
    "RecoveryCode",
    "Researcher",
    "ResearcherManager",
]


class AdminLanguage(models.TextChoices):
    """The languages of the Admin, each called what it calls itself."""

    ENGLISH = "en", "English"
    POLISH = "pl", "polski"


class ResearcherManager(BaseUserManager["Researcher"]):
    """Makes researchers; addresses are compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Researcher:
        """A saved researcher who may log in to the Admin but has no rights yet."""
        fields.setdefault("is_staff", True)
        researcher = self.model(email=self.normalize_email(email), **fields)
        researcher.set_password(password)
        researcher.save(using=self._db)
        return researcher

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> Researcher:
        """A saved researcher with every right."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def with_address(self, address: str | None) -> models.QuerySet[Researcher]:
        """Whose address it is, whatever its case: one or nobody.

        As the constraint compares: Django's `iexact` takes “ı” and “ſ” for i and s.
        """
        return self.alias(lowered=Lower("email")).filter(lowered=Lower(models.Value(address)))

    def get_by_natural_key(self, username: str | None) -> Researcher:
        """The researcher with this address; raises DoesNotExist."""
        return self.with_address(username).get()


class Researcher(AbstractBaseUser, PermissionsMixin):
    """Somebody who runs studies; logs in with an e-mail address."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_staff = models.BooleanField("may log in to the Admin", default=True)
    is_active = models.BooleanField("active", default=True)
    # Nothing: the browser's.
    language = models.CharField(
        "language of the Admin",
        max_length=5,
        choices=AdminLanguage.choices,
        blank=True,
        default="",
        db_default="",
        help_text="Without a choice that of the browser, or English. Everybody can choose it in "
        "the menu under the own name.",
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[ResearcherManager] = ResearcherManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="researcher_email_unique",
                violation_error_message="A researcher with this e-mail address exists already.",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, which Django and the theme ask for by this name; empty where there is none."""
        return self.name
