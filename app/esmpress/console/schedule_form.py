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

# A week has 10080 minutes.
MINUTE_DIGITS = 5
KINDS = (
    ("random_in_blocks", "at random, one prompt in each block of the day"),
    ("fixed", "at fixed times"),
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
_WINDOW_LABELS = (("window_from", _WINDOW["from"]), ("window_to", _WINDOW["to"]))
_LABELS = _NUMBERS | _LISTS | {"windows": "From and To"}
# Names of one word, such as blocks, are names only where a sentence begins with them.
_FIELD_NAME = re.compile(
    "|".join(rf"\b{name}\b" if "_" in name else rf"(?:^|(?<=: )){name}(?=[:,])" for name in _LABELS)
)
_KIND_FIELDS = {
    "random_in_blocks": ("blocks", "block_margin_minutes", "window_from", "window_to"),
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

    kind = forms.ChoiceField(choices=KINDS, label="When to ask", widget=UnfoldAdminSelectWidget)
    days = _number("days", "Counted from each participant's first day.", required=True)
    window_from = _line(_WINDOW["from"], "When the day begins for prompts, like 09:00.")
    window_to = _line(_WINDOW["to"], "When it ends, like 21:00; no prompt comes at 21:00 itself.")
    blocks = _number("blocks", "The day is cut into so many equal blocks; each holds one prompt.")
    block_margin_minutes = _number(
        "block_margin_minutes", "Kept free at both ends of a block; 0 when left empty."
    )
    times = _line("Times", "Times of the day with commas between, like 11:00, 14:00.")
    jitter_minutes = _number(
        "jitter_minutes", "Prompts come at most so much before or after; 0 when left empty."
    )
    min_gap_minutes = _number(
        "min_gap_minutes", "Between two prompts of a day at least; empty for none."
    )
    max_gap_minutes = _number(
        "max_gap_minutes", "Between two prompts of a day at most; empty for none."
    )
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
                sentence = error.messages[0]
                # Beside a field: the theme does not show what is said about a whole inline form.
                self.add_error(_field_of(sentence), in_form_words(sentence))
            else:
                self.instance.scheme = scheme
        return cleaned


def in_form_words(sentence: str) -> str:
    """A sentence of the sampling engine with the form's labels for its field names."""
    return _FIELD_NAME.sub(lambda found: f"“{_LABELS[found[0]]}”", sentence)


def _field_of(sentence: str) -> str:
    """The form's field a sentence of the sampling engine is about: the first it names."""
    named = _FIELD_NAME.search(sentence)
    if named is None:
        return "kind"
    return "window_from" if named[0] == "windows" else named[0]


def _scheme(cleaned: dict[str, Any]) -> dict[str, Any]:
    kind = cleaned["kind"]
    foreign = {name for other, names in _KIND_FIELDS.items() if other != kind for name in names}
    scheme: dict[str, Any] = {"kind": kind}
    for name in sorted({*_NUMBERS, *_LISTS} - foreign):
        value = cleaned.get(name)
        if name in _LISTS:
            value = _list(name, value or "")
        if value not in (None, "", []):
            scheme[name] = value
    has_window = cleaned.get("window_from") or cleaned.get("window_to")
    if has_window and "window_from" not in foreign:
        window = {"from": cleaned["window_from"], "to": cleaned["window_to"]}
        scheme["windows"] = [{"weekdays": list(WEEKDAYS), **window}]
    return scheme


def _list(name: str, text: str) -> list[Any]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if name == "times":
        return parts
    if not all(part.isdecimal() and len(part) <= MINUTE_DIGITS for part in parts):
        raise ValidationError(f"{name}: write whole minutes, like 10.")
    return [int(part) for part in parts]


def _initial(scheme: dict[str, Any]) -> dict[str, Any]:
    initial = {name: scheme[name] for name in ("kind", *_NUMBERS) if name in scheme}
    initial |= {name: ", ".join(map(str, scheme.get(name, []))) for name in _LISTS}
    window = (scheme.get("windows") or [{}])[0]
    return initial | {"window_from": window.get("from"), "window_to": window.get("to")}


def described(scheme: dict[str, Any]) -> list[tuple[str, str]]:
    """The form's label and the value of each field of a stored scheme."""
    initial = _initial(scheme)
    shown = [("When to ask", dict(KINDS)[scheme["kind"]])]
    for name, label in (("days", _NUMBERS["days"]), *_WINDOW_LABELS, *_LABELS.items()):
        value = initial.get(name)
        if value not in (None, "") and label not in dict(shown):
            shown.append((label, str(value)))
    return shown
