"""Whose turn a sweep is: one worker at a time does it, the others pass over it."""

from __future__ import annotations

from esmpress.alerts.models import Turn


def take_turn(sweep: str) -> Turn | None:
    """The sweep's row, ours until the transaction ends; None while another worker has it."""
    Turn.objects.bulk_create([Turn(sweep=sweep)], ignore_conflicts=True)
    return Turn.objects.select_for_update(skip_locked=True).filter(pk=sweep).first()
