"""Wake times in forms: the rows of day windows, kept as one span for each weekday."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from esmpress.console.window_rows import (
    WEEKDAY_NAMES,
    Window,
    WindowsField,
    name_weekdays,
)
from esmpress.lazy_texts import lazily
from esmpress.participants.enrolment import check_wake_times
from esmpress.participants.models import Participant
from esmpress.prompts.own_hours import WakeTimes


class WakeTimesField(WindowsField):
    """From getting up to going to bed by weekday, as a participant has it; None for unknown."""

    def __init__(self, **options: Any) -> None:
        """A field that may be left empty."""
        super().__init__(
            label=lazily("Awake"),
            help_text=lazily(
                "From getting up to going to bed, like 07:30 to 23:00; bed may be after "
                "midnight. On weekdays without a row nothing is asked that follows this."
            ),
            **options,
        )

    def compress(self, data_list: Sequence[str]) -> Any:
        """The span of each weekday; raises ValidationError for rows that do not go together."""
        windows = super().compress(data_list)
        found: dict[str, dict[str, str]] = {}
        for window in windows:
            for weekday in window["weekdays"]:
                if weekday in found:
                    raise ValidationError(
                        gettext("%(WEEKDAY_NAMES)s has two rows; give it one.")
                        % {"WEEKDAY_NAMES": WEEKDAY_NAMES[weekday]}
                    )
                found[weekday] = {"from": window["from"], "to": window["to"]}
        try:
            check_wake_times(found)
        except ValidationError as error:
            raise ValidationError(_in_form_words(error.messages[0])) from error
        return found or None


def _in_form_words(sentence: str) -> str:
    """What the domain says, with the weekday instead of the path to it."""
    path, _, reason = sentence.partition(": ")
    name = WEEKDAY_NAMES.get(path.split(", ")[-1])
    return f"{name}: {reason}" if name else f"{reason[:1].upper()}{reason[1:]}"


class WakeTimesForm(forms.Form):
    """A participant's wake times."""

    wake_times = WakeTimesField()

    def __init__(self, data: Any, *, participant: Participant) -> None:
        """Show what is known."""
        super().__init__(data, initial={"wake_times": to_windows(participant.wake_times)})


def to_windows(wake: WakeTimes | None) -> list[Window]:
    """Wake times as the rows of a form: weekdays with the same hours in one window."""
    weekdays: dict[tuple[str, str], list[str]] = {}
    for weekday, span in (wake or {}).items():
        weekdays.setdefault((span["from"], span["to"]), []).append(weekday)
    return [
        {"weekdays": names, "from": start, "to": end} for (start, end), names in weekdays.items()
    ]


def described_wake_times(wake: WakeTimes | None) -> str:
    """Wake times in words."""
    rows = (
        f"{name_weekdays(window['weekdays'])} {window['from']}-{window['to']}"
        for window in to_windows(wake)
    )
    return "; ".join(rows) or gettext("unknown")
