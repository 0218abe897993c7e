"""The form field of day windows: rows of weekdays with a time from and a time to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from esmpress.lazy_texts import lazily
from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.wall_times import TIME_PATTERN

# With a row for each weekday, every set of windows can be written down.
ROWS = 7
SHOWN_ROWS = 2
_PARTS = ("weekdays", "from", "to")
# What the rows say before anybody has chosen.
_PROPOSED = ("every_day", "weekend", *WEEKDAYS[:5])
_WORKDAYS, _WEEKEND = WEEKDAYS[:5], WEEKDAYS[5:]
WEEKDAY_NAMES: dict[str, str] = {
    "mon": lazily("Monday"),
    "tue": lazily("Tuesday"),
    "wed": lazily("Wednesday"),
    "thu": lazily("Thursday"),
    "fri": lazily("Friday"),
    "sat": lazily("Saturday"),
    "sun": lazily("Sunday"),
}
# The larger groups first: windows are shown in as few rows as there can be.
_GROUPS: dict[str, tuple[str, ...]] = {
    "every_day": WEEKDAYS,
    "workdays": _WORKDAYS,
    "weekend": _WEEKEND,
    **{weekday: (weekday,) for weekday in WEEKDAYS},
}
_GROUP_NAMES = {
    "every_day": lazily("Every day"),
    "workdays": lazily("Monday to Friday"),
    "weekend": lazily("Saturday and Sunday"),
    **WEEKDAY_NAMES,
}
Window = dict[str, Any]


def parse_time(text: str) -> str:
    """`text` as a time of day; raises ValidationError unless it is one, HH:MM."""
    if re.fullmatch(f"{TIME_PATTERN}|24:00", text):
        return text
    if text:
        raise ValidationError(
            gettext("write times of day as HH:MM, like 09:00 (not “%(text)s”)") % {"text": text}
        )
    raise ValidationError(gettext("write times of day as HH:MM, like 09:00"))


def name_weekdays(weekdays: Sequence[str]) -> str:
    """Weekdays in words, in as few groups as there can be."""
    return ", ".join(str(_GROUP_NAMES[group]) for group in _grouped(weekdays))


def _grouped(weekdays: Sequence[str]) -> Iterator[str]:
    left = set(weekdays)
    for group, members in _GROUPS.items():
        if left.issuperset(members):
            left.difference_update(members)
            yield group


def _rows_of(parts: Sequence[Any]) -> list[Sequence[Any]]:
    return [parts[start : start + len(_PARTS)] for start in range(0, len(parts), len(_PARTS))]


class WindowsWidget(forms.MultiWidget):
    """A row for each window; the rows a study seldom needs are folded up."""

    template_name = "console/windows_widget.html"

    class Media:
        css: ClassVar = {"all": ("console/kinds.css",)}

    def __init__(self) -> None:
        """Make the inputs of every row."""
        super().__init__([widget for _ in range(ROWS) for widget in _row_widgets()])

    def decompress(self, value: Sequence[Window] | None) -> list[str]:
        """The rows of the windows, and empty ones."""
        rows = [
            [group, window["from"], window["to"]]
            for window in value or ()
            for group in _grouped(window["weekdays"])
        ]
        empty = [[group, "", ""] for group in _PROPOSED[len(rows) :]]
        return [part for row in rows + empty for part in row]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The inputs by rows, named for those who hear them."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        rows = _rows_of(context["widget"]["subwidgets"])
        for number, row in enumerate(rows, start=1):
            for part, label in zip(row, _PARTS, strict=True):
                part["attrs"]["aria-label"] = gettext("row %(number)s, %(label)s") % {
                    "number": number,
                    "label": label,
                }
        more = rows[SHOWN_ROWS:]
        is_used = any(part["value"] for row in more for part in row[1:])
        context["widget"] |= {"rows": rows[:SHOWN_ROWS], "more_rows": more, "is_used": is_used}
        return context


def _row_widgets() -> list[forms.Widget]:
    return [
        UnfoldAdminSelectWidget(choices=list(_GROUP_NAMES.items())),
        *(UnfoldAdminTextInputWidget(attrs={"placeholder": "HH:MM"}) for _ in _PARTS[1:]),
    ]


class WindowsField(forms.MultiValueField):
    """Windows as a scheme has them; rows without times are none."""

    def __init__(self, **options: Any) -> None:
        """A field that may be left empty."""
        fields = [field for _ in range(ROWS) for field in _row_fields()]
        super().__init__(
            fields=fields,
            widget=WindowsWidget(),
            required=False,
            require_all_fields=False,
            **options,
        )

    def prepare_value(self, value: Any) -> list[str]:
        """The parts of all rows, from windows, or as they were typed."""
        if isinstance(value, list) and not any(isinstance(part, dict) for part in value):
            return value
        shown: list[str] = self.widget.decompress(value)
        return shown

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other rows were filled in than were there."""
        return super().has_changed(self.prepare_value(initial), data)

    def compress(self, data_list: Sequence[str]) -> list[Window]:
        """The windows, equal times of several rows in one; raises ValidationError for a row."""
        found: dict[tuple[str, str], list[str]] = {}
        for number, (group, start, end) in enumerate(_rows_of(data_list), start=1):
            if start or end:
                found.setdefault(_read_span(number, start, end), []).extend(_GROUPS[group])
        return [
            {"weekdays": weekdays, "from": start, "to": end}
            for (start, end), weekdays in found.items()
        ]


def _row_fields() -> list[forms.Field]:
    choices = list(_GROUP_NAMES.items())
    return [forms.ChoiceField(choices=choices), *(forms.CharField(required=False) for _ in "ft")]


def _read_span(number: int, start: str, end: str) -> tuple[str, str]:
    try:
        return parse_time(start), parse_time(end)
    except ValidationError as error:
        raise ValidationError(
            gettext("Row %(number)s: %(message)s.") % {"number": number, "message": error.message}
        ) from error
