"""The form of a schedule: fields a researcher understands, turned into a scheme and back."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from esmpress.sampling.fields import WEEKDAYS
from esmpress.studies.models import Schedule, checked_scheme

KINDS = (
    ("random_in_blocks", "random: one prompt in each block of the day"),
    ("fixed", "fixed: at the listed times"),
)
_NUMBERS = {
    "days": "Study days",
    "blocks": "Blocks a day",
    "block_margin_minutes": "Block margin (minutes)",
    "jitter_minutes": "Jitter (minutes)",
    "min_gap_minutes": "Minimum gap (minutes)",
    "max_gap_minutes": "Maximum gap (minutes)",
    "response_window_minutes": "Time to open (minutes)",
    "finish_within_minutes": "Time to finish once opened (minutes)",
}
_LISTS = {"times": "Times", "reminders": "Reminder after (minutes)"}
_WINDOW = {"from": "From", "to": "To"}
_LABELS = _NUMBERS | _LISTS | {"windows": "From and To"}
_KIND_FIELDS = {
    "random_in_blocks": ("blocks", "block_margin_minutes"),
    "fixed": ("times", "jitter_minutes"),
}


def _number(name: str, help_text: str = "", *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=_NUMBERS[name],
        min_value=0,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminIntegerFieldWidget,
    )


def _line(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=UnfoldAdminTextInputWidget
    )


class ScheduleForm(forms.ModelForm[Schedule]):
    """A schedule's questionnaire and scheme; the scheme is checked as it is saved."""

    kind = forms.ChoiceField(choices=KINDS, label="Prompts", widget=UnfoldAdminSelectWidget)
    days = _number("days", "Counted from each participant's first day.", required=True)
    window_from = _line(_WINDOW["from"], "Random prompts: start of the day, like 09:00.")
    window_to = _line(_WINDOW["to"], "Like 21:00; the end itself is not part of the day.")
    blocks = _number("blocks", "Random prompts: the day is cut into so many equal blocks.")
    block_margin_minutes = _number("block_margin_minutes", "Kept free at both ends of a block.")
    times = _line("Times", "Fixed prompts: times of the day with commas, like 11:00, 14:00.")
    jitter_minutes = _number("jitter_minutes", "Fixed prompts: at most so much before or after.")
    min_gap_minutes = _number("min_gap_minutes", "Between two prompts of a day, at least.")
    max_gap_minutes = _number("max_gap_minutes", "Between two prompts of a day, at most.")
    response_window_minutes = _number(
        "response_window_minutes", "How long the link can be opened.", required=True
    )
    finish_within_minutes = _number("finish_within_minutes", "30 when left empty.")
    reminders = _line(
        _LISTS["reminders"], "One number; empty for none. Sent if nothing was opened yet."
    )

    class Meta:
        model = Schedule
        fields = ("name", "questionnaire")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the stored scheme."""
        instance = kwargs.get("instance")
        if instance is not None and instance.scheme:
            kwargs["initial"] = _initial(instance.scheme) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The fields, with the scheme they describe put into the schedule."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                scheme = _scheme(cleaned)
                checked_scheme(scheme)
            except ValidationError as error:
                raise ValidationError(in_form_words(error.messages[0])) from error
            self.instance.scheme = scheme
        return cleaned


def in_form_words(sentence: str) -> str:
    """A sentence of the sampling engine with the form's labels for its field names."""
    for name, label in _LABELS.items():
        sentence = re.sub(rf"\b{name}\b", f"“{label}”", sentence)
    return sentence


def _scheme(cleaned: dict[str, Any]) -> dict[str, Any]:
    kind = cleaned["kind"]
    wanted = {*_NUMBERS, *_LISTS} - {
        name for other, names in _KIND_FIELDS.items() if other != kind for name in names
    }
    scheme: dict[str, Any] = {"kind": kind}
    for name in sorted(wanted):
        value = cleaned.get(name)
        if name in _LISTS:
            value = _list(name, value or "")
        if value not in (None, "", []):
            scheme[name] = value
    if cleaned.get("window_from") or cleaned.get("window_to"):
        window = {"from": cleaned["window_from"], "to": cleaned["window_to"]}
        scheme["windows"] = [{"weekdays": list(WEEKDAYS), **window}]
    return scheme


def _list(name: str, text: str) -> list[Any]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if name == "times":
        return parts
    if not all(part.isdecimal() for part in parts):
        raise ValidationError(f"{_LISTS[name]}: write whole minutes, like 10.")
    return [int(part) for part in parts]


def _initial(scheme: dict[str, Any]) -> dict[str, Any]:
    initial = {name: scheme[name] for name in ("kind", *_NUMBERS) if name in scheme}
    initial |= {name: ", ".join(map(str, scheme.get(name, []))) for name in _LISTS}
    window = (scheme.get("windows") or [{}])[0]
    return initial | {"window_from": window.get("from"), "window_to": window.get("to")}
