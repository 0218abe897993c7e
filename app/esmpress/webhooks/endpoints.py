"""What researchers do with the endpoints of a study."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.studies.models import Study
from esmpress.webhooks.addresses import check_url
from esmpress.webhooks.models import TEST, Delivery, Endpoint, Kind
from esmpress.webhooks.signing import new_secret

# Each costs every response that comes in a row.
MOST_ENDPOINTS = 5
# As long the secret before signs as well.
BOTH_FOR = timedelta(hours=24)


@transaction.atomic
def add_endpoint(
    study: Study,
    *,
    name: str,
    url: str,
    kinds: Collection[str],
    made_by: Researcher,
    now: datetime,
) -> tuple[Endpoint, str]:
    """A new endpoint that is on, and its secret, which nobody can be shown again.

    Raises ValidationError for an address webhooks may not go to, and where there are enough.
    """
    check_url(url)
    # Of two who add the last one, the second sees the first.
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    if study.webhook_endpoints.count() >= MOST_ENDPOINTS:
        said = _("A study has %(most)s endpoints at most. Delete one first.")
        raise ValidationError(said % {"most": MOST_ENDPOINTS})
    wanted = [kind.value for kind in Kind if kind in kinds]
    made = Endpoint(study=study, name=name, url=url, kinds=wanted, made_by=made_by, made_at=now)
    secret = new_secret()
    made.set_secret(secret)
    made.save()
    return made, secret


@transaction.atomic
def replace_secret(endpoint: Endpoint, *, now: datetime) -> str:
    """A new secret, shown once; the one before signs as well for a day, and ends any before it."""
    row = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    row.sealed_old_secret, row.old_secret_until = row.sealed_secret, now + BOTH_FOR
    secret = new_secret()
    row.set_secret(secret)
    row.save(update_fields=["sealed_secret", "sealed_old_secret", "old_secret_until"])
    return secret


def switch_off(endpoint: Endpoint, *, now: datetime) -> bool:
    """Tell it nothing more; False when it was off. What waits is given up when it comes due."""
    on = Endpoint.objects.filter(pk=endpoint.pk, off_at__isnull=True)
    return bool(on.update(off_at=now, off_reason=Endpoint.Off.BY_HAND))


def switch_on(endpoint: Endpoint) -> bool:
    """Tell it what happens from now on; False when it was on."""
    off = Endpoint.objects.filter(pk=endpoint.pk, off_at__isnull=False)
    return bool(off.update(off_at=None, off_reason="", failing_since=None))


@transaction.atomic
def delete_endpoint(endpoint: Endpoint) -> None:
    """Delete it with all it was told.

    Held first: whoever notes an event for it in this moment is waited for, and does not fail.
    """
    for row in Endpoint.objects.select_for_update().filter(pk=endpoint.pk):
        row.delete()


def send_test(endpoint: Endpoint, *, now: datetime) -> Delivery:
    """An event that tells nothing, on its way like any other."""
    return Delivery.objects.create(endpoint=endpoint, kind=TEST, created_at=now, due_at=now)


def send_again(endpoint: Endpoint, delivery_id: int, *, now: datetime) -> bool:
    """Send an event once more that is over, under the same id; False for one that waits."""
    over = endpoint.deliveries.filter(pk=delivery_id).exclude(state=Delivery.State.WAITING)
    return bool(
        over.update(
            state=Delivery.State.WAITING,
            due_at=now,
            ended_at=None,
            attempts=0,
            claim=None,
            status_code=None,
            failure="",
        )
    )
