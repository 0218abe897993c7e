"""Addresses Beat sends to; the work is in photos."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.responses import photos


@shared_task
def delete_unused_photos() -> int:
    """Delete the photos that no response named."""
    return photos.delete_unused_photos(now=timezone.now())
