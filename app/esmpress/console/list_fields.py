"""Form fields for lists on one line, with commas between: times, minutes, dates, blocks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextInputWidget

from esmpress.console.window_rows import parse_time

# A week has 10080 minutes.
MINUTE_DIGITS = 5
_BETWEEN_TIMES = re.compile(r"\s*[-–]\s*")


class ListField(forms.CharField):
    """Entries with commas between; empty for none."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, **options: Any) -> None:
        """A field that may be left empty."""
        super().__init__(required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        """The entries as they are typed; what was typed stays as it is."""
        if value is None or isinstance(value, str):
            return value
        return ", ".join(map(self.write, value))

    def to_python(self, value: Any) -> Any:
        """The entries; raises ValidationError for one that cannot be read."""
        parts = (part.strip() for part in (value or "").split(","))
        return [self.read(part) for part in parts if part]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other entries were typed than were there."""
        return super().has_changed(initial or [], data)

    def read(self, part: str) -> Any:
        """One entry, from what was typed."""
        return part

    def write(self, entry: Any) -> str:
        """One entry, as it is typed."""
        return str(entry)


class MinutesField(ListField):
    """Whole minutes."""

    def read(self, part: str) -> int:
        """The number; raises ValidationError."""
        if not part.isdecimal() or len(part) > MINUTE_DIGITS:
            raise ValidationError(
                _("Write whole minutes, like 10 (not “%(part)s”).") % {"part": part}
            )
        return int(part)


class DatesField(ListField):
    """Dates like 2027-12-24."""

    def read(self, part: str) -> str:
        """The date, as a scheme has it; raises ValidationError."""
        try:
            return date.fromisoformat(part).isoformat()
        except ValueError as error:
            raise ValidationError(
                _("Write dates that exist as YYYY-MM-DD, like 2027-12-24 (not “%(part)s”).")
                % {"part": part}
            ) from error


class BlocksField(ListField):
    """Blocks like 09:00-11:00."""

    def read(self, part: str) -> dict[str, str]:
        """The block, as a scheme has it; raises ValidationError."""
        times = _BETWEEN_TIMES.split(part)
        try:
            start, end = (parse_time(time) for time in times)
        except ValueError as error:
            raise ValidationError(
                _("Write blocks as HH:MM-HH:MM, like 09:00-11:00 (not “%(part)s”).")
                % {"part": part}
            ) from error
        except ValidationError as error:
            raise ValidationError(
                _("In the block “%(part)s”, %(message)s.")
                % {"part": part, "message": error.message}
            ) from error
        return {"from": start, "to": end}

    def write(self, entry: dict[str, str]) -> str:
        """The block as it is typed."""
        return f"{entry['from']}-{entry['to']}"
