"""Rows of an inline that have an order: a new one comes after all that are there."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from esmpress.console.editing.reviving import RevivingFormSet


class OrderedFormSet(RevivingFormSet):
    """The rows of one parent, by their `position`."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        """The saved row, after all that are there."""
        # By its own manager, for in the formset of a new parent no row is known.
        rows = type(form.instance)._default_manager.filter(**{self.fk.name: self.instance})
        last = rows.aggregate(last=Max("position"))["last"]
        form.instance.position = 0 if last is None else last + 1
        return super().save_new(form, commit)
