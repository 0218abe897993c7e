"""What a researcher logs in with beside a password."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from esmpress.sealing import seal, unseal


class Authenticator(models.Model):
    """An app that shows a new code every 30 seconds; counts once a first code was right.

    `last_step` is the number of the half minute whose code was used last: none counts twice.
    """

    researcher = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="authenticator"
    )
    sealed_secret = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self._name

    @property
    def secret(self) -> bytes:
        """The secret the app has as well; raises KeyMissing."""
        return bytes.fromhex(unseal(bytes(self.sealed_secret), bound_to=self._name))

    def set_secret(self, secret: bytes) -> None:
        """Seal the secret for this researcher."""
        self.sealed_secret = seal(secret.hex(), bound_to=self._name)

    @property
    def _name(self) -> str:
        return f"authenticator of {self.researcher_id}"


class Passkey(models.Model):
    """A key in somebody's phone, computer or stick; here is only its public half.

    `uses` is the key's own count, 0 for ever where it keeps none.
    """

    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys"
    )
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    uses = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code for the day the phone is lost; it works once. Only its hash is kept."""

    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    hash = models.BinaryField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("researcher", "hash"), name="recovery_code_unique"),
        )

    def __str__(self) -> str:
        return f"recovery code {self.pk}"
