"""Where programs want to be told what happens in a study, and what they were told."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from esmpress.lazy_texts import lazily
from esmpress.sealing import is_newest, seal, unseal
from esmpress.studies.models import Study

NAME_LENGTH = 60
URL_LENGTH = 500


class Kind(models.TextChoices):
    """What an endpoint can be told of; the value is the `type` in the body."""

    RECEIVED = "response.received", lazily("a response came in")
    ENROLLED = "participant.enrolled", lazily("somebody was enrolled")
    WITHDRAWN = "participant.withdrawn", lazily("somebody withdrew, or went further than before")


# Asked for on the page, whatever the endpoint wants.
TEST = "test"


class Endpoint(models.Model):
    """One address of one study; it is on as long as `off_at` is empty."""

    class Off(models.TextChoices):
        BY_HAND = "by_hand", lazily("by hand")
        GONE = "gone", lazily("it answered 410: it is gone")
        FAILING = "failing", lazily("for five days nothing reached it")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="webhook_endpoints")
    name = models.CharField(max_length=NAME_LENGTH)
    # Some receivers have a key of theirs in it: it is shown to who manages the study alone.
    url = models.CharField(max_length=URL_LENGTH)
    kinds = ArrayField(models.CharField(max_length=30), size=len(Kind))
    # Part of what the secrets are sealed with: none can be put in the place of another.
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    sealed_secret = models.BinaryField()
    # The one before, which signs as well until the receiver knows the new one.
    sealed_old_secret = models.BinaryField(null=True)
    old_secret_until = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    # Since when nothing reached it; null while it answers.
    failing_since = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)
    off_reason = models.CharField(max_length=10, choices=Off, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "webhook endpoint"
        constraints = (
            models.CheckConstraint(
                condition=Q(kinds__len__gte=1, kinds__contained_by=list(Kind.values)),
                name="endpoint_has_known_kinds",
            ),
            models.CheckConstraint(
                condition=Q(off_at__isnull=True, off_reason="")
                | Q(off_at__isnull=False) & ~Q(off_reason=""),
                name="endpoint_is_off_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(sealed_old_secret__isnull=True, old_secret_until__isnull=True)
                | Q(sealed_old_secret__isnull=False, old_secret_until__isnull=False),
                name="endpoint_old_secret_ends",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def secret(self) -> str:
        """The secret, unsealed; raises KeyMissing."""
        return unseal(bytes(self.sealed_secret), bound_to=self._binding)

    @property
    def old_secret(self) -> str | None:
        """The one before, unsealed, if it is kept; raises KeyMissing."""
        if self.sealed_old_secret is None:
            return None
        return unseal(bytes(self.sealed_old_secret), bound_to=self._binding)

    def set_secret(self, secret: str) -> None:
        """Seal `secret` into the row, unsaved."""
        self.sealed_secret = seal(secret, bound_to=self._binding)

    @property
    def is_sealed_anew(self) -> bool:
        """Whether sealing again would take the same key."""
        kept = (self.sealed_secret, self.sealed_old_secret)
        return all(is_newest(bytes(one)) for one in kept if one is not None)

    def seal_anew(self) -> None:
        """Seal the secrets under the newest key, unsaved; raises KeyMissing."""
        old = self.old_secret
        self.set_secret(self.secret)
        self.sealed_old_secret = None if old is None else seal(old, bound_to=self._binding)

    @property
    def _binding(self) -> str:
        return f"webhooks_endpoint.secret.{self.seal_id}"


class Delivery(models.Model):
    """One event on its way to one endpoint: noted with the event, kept for some weeks.

    Who sends it pushes `due_at` behind the end of its lease and notes a `claim` of its own: whoever
    dies leaves a row that comes due again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", lazily("waits")
        TAKEN = "taken", lazily("taken")
        GIVEN_UP = "given_up", lazily("given up")

    class Failure(models.TextChoices):
        """Why the last attempt had no answer, or an answer did not count."""

        ANSWER = "answer", lazily("the answer was none of 200 to 299")
        NO_HTTP = "no_http", lazily("what came back was no HTTP answer")
        NAME = "name", lazily("the name leads to no address")
        ADDRESS = "address", lazily("the name leads to an address that is not public")
        CONNECTION = "connection", lazily("no connection, or it broke off")
        CERTIFICATE = "certificate", lazily("the certificate is not valid for this name")
        TLS = "tls", lazily("no secure connection came about")
        TIMEOUT = "timeout", lazily("no answer in time")
        KEY = "key", lazily("the key its secret is sealed with is missing here")
        OFF = "off", lazily("the endpoint was off")
        BROKEN_OFF = "broken_off", lazily("sending was broken off each time")

    # One index finds those of an endpoint in order.
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    # As the API names them; of an erased participant the prompt goes.
    participant = models.CharField(max_length=12, blank=True)
    prompt = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # What the last attempt was answered, and what was wrong with it.
    status_code = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=11, choices=Failure, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = "webhook event"
        constraints = (
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True)
                | ~Q(state="waiting") & Q(ended_at__isnull=False),
                name="delivery_ends_with_its_state",
            ),
        )
        indexes = (
            models.Index(fields=("endpoint", "id"), name="webhook_of_endpoint"),
            # The sweep reads only what waits; nearly all is over.
            models.Index(fields=("due_at",), name="webhook_waiting", condition=Q(state="waiting")),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
