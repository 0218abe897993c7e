"""Whose turn a sweep is, so that two workers never do the same one at once."""

from __future__ import annotations

from django.db import models


class Turn(models.Model):
    """A sweep of alerts; whoever has locked its row does the work."""

    sweep = models.CharField(max_length=10, primary_key=True)
    # Of the sweep that reads answers: all responses up to this one were read, and none of them can
    # still be on its way into the table.
    response_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.sweep
