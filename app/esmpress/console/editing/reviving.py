"""Rows of a form that somebody else has deleted meanwhile: they become new rows, as typed."""

from __future__ import annotations

import re
from typing import Any

from django.forms import BaseInlineFormSet


class RevivingFormSet(BaseInlineFormSet[Any, Any, Any]):
    """The rows of one parent; what was typed into one that is gone is not lost with it."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Put the rows that are gone behind those that are there."""
        super().__init__(data, *args, **kwargs)
        if self.is_bound and (gone := self._gone()):
            self.data = _behind(self.data, str(self.prefix), gone, self.initial_form_count())
            # It has counted the rows before.
            del self.management_form

    def _gone(self) -> list[int]:
        """The places of rows whose keys are none any more."""
        there = {str(pk) for pk in self.get_queryset().values_list("pk", flat=True)}
        places = range(self.initial_form_count())
        return [n for n in places if self.data.get(f"{self.prefix}-{n}-id") not in there]


def _behind(data: Any, prefix: str, gone: list[int], initial: int) -> Any:
    """What was posted, with the rows that are gone as the first of the new ones."""
    kept = [place for place in range(initial) if place not in gone]
    moved = {old: new for new, old in enumerate([*kept, *gone])}
    changed = data.copy()
    fields = [(name, found) for name in data if (found := _row_field(name, prefix, initial))]
    for name, _ in fields:
        del changed[name]
    for name, (place, field) in fields:
        # Without its key it is a new row.
        if not (place in gone and field == "id"):
            changed.setlist(f"{prefix}-{moved[place]}-{field}", data.getlist(name))
    changed[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    return changed


def _row_field(name: str, prefix: str, initial: int) -> tuple[int, str] | None:
    """The place and the field of a posted name, if it is of a row that was there."""
    found = re.fullmatch(rf"{re.escape(prefix)}-(\d+)-(.+)", name)
    return (int(found[1]), found[2]) if found and int(found[1]) < initial else None
