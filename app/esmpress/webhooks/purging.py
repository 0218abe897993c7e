"""What was told is not kept for long, and neither is a secret that signs nothing any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from esmpress.webhooks.models import Delivery, Endpoint

KEPT_FOR = timedelta(days=30)


def delete_old_events(*, now: datetime) -> int:
    """Delete events noted long ago, and secrets that were replaced; how many rows changed."""
    deleted, _ = Delivery.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    replaced = Endpoint.objects.filter(old_secret_until__lte=now)
    return deleted + replaced.update(sealed_old_secret=None, old_secret_until=None)
