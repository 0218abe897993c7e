"""The form of a scheme: fields a researcher understands, turned into a scheme and back."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from esmpress.console.list_fields import BlocksField, DatesField, ListField, MinutesField
from esmpress.console.scheme_values import to_scheme, to_values
from esmpress.console.scheme_words import (
    ANCHORS,
    KINDS,
    LABELS,
    OPERATORS,
    in_form_words,
    path_in,
)
from esmpress.console.window_rows import WEEKDAY_NAMES, WindowsField
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Schedule, checked_scheme

# The field of the form beside which a sentence about a part of the scheme stands.
_FIELD_OF_PATH = {
    "delay_minutes": "delay_from",
    "delay_minutes, from": "delay_from",
    "delay_minutes, to": "delay_to",
    "condition": "condition_item",
    "bursts": "burst_rule",
}
# The fields by rows, for the inline of a study and for the page of a new version.
SCHEME_ROWS: tuple[Any, ...] = (
    ("kind", "days"),
    ("after_days", "time"),
    ("times", "jitter_minutes"),
    "prompts_per_day",
    ("blocks", "block_list"),
    "block_margin_minutes",
    ("every_minutes", "random_offset"),
    ("offset_minutes", "offset_side", "anchor"),
    ("earliest", "latest"),
    ("after", "daily_limit"),
    "cool_down_minutes",
    ("condition_item", "condition_operator", "condition_value"),
    ("delay_from", "delay_to"),
    "windows",
    "own_hours",
    ("weekdays", "excluded_dates"),
    "burst_rule",
    ("burst_length_days", "burst_every_days"),
    ("burst_per_month", "burst_min_days_between"),
    ("burst_weekdays", "burst_weekend_days"),
    ("min_gap_minutes", "max_gap_minutes"),
    ("response_window_minutes", "finish_within_minutes"),
    "reminders",
)


def _number(path: str, help_text: str = "", *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=LABELS[path],
        min_value=0,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminIntegerFieldWidget,
    )


def _line(path: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=LABELS[path], required=False, help_text=help_text, widget=UnfoldAdminTextInputWidget
    )


def _choice(label: str, choices: dict[str, str], help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices.items()),
        help_text=help_text,
        required=False,
        widget=UnfoldAdminSelectWidget,
    )


class SchemeForm(forms.ModelForm[Schedule]):
    """The scheme of a schedule, whatever its kind; it is checked as it is saved."""

    kind = forms.ChoiceField(
        choices=list(KINDS.items()),
        label=LABELS["kind"],
        help_text=lazily("How the moments of prompts are chosen; the fields below follow it."),
        widget=UnfoldAdminSelectWidget,
    )
    days = _number(
        "days", lazily("Counted from each participant's first day, or that of the phase.")
    )
    after_days = _number("after_days", lazily("0 is the first day, of the study or of the phase."))
    time = _line(
        "time", lazily("Like 18:00. Leave it empty for a random time of the part of the day.")
    )
    times = ListField(
        label=LABELS["times"],
        help_text=lazily("Times of the day with commas between, like 11:00, 14:00."),
    )
    jitter_minutes = _number(
        "jitter_minutes",
        lazily("Prompts come at most so much before or after; 0 when left empty."),
    )
    prompts_per_day = _number("prompts_per_day", lazily("All within the part of the day below."))
    blocks = _number(
        "blocks", lazily("The day is cut into so many equal blocks; each holds one prompt.")
    )
    block_list = BlocksField(
        label=lazily("Or blocks one by one"),
        help_text=lazily("Like 09:00-11:00, 14:00-16:30, 20:00-22:00."),
    )
    block_margin_minutes = _number(
        "block_margin_minutes",
        lazily("Kept free at both ends of a block; 0 when left empty."),
    )
    every_minutes = _number(
        "every_minutes", lazily("Counted from the beginning of the part of the day.")
    )
    random_offset = forms.BooleanField(
        label=LABELS["random_offset"],
        required=False,
        help_text=lazily("At a random minute of the first interval, instead of at its beginning."),
        widget=UnfoldBooleanWidget,
    )
    offset_minutes = _number("offset_minutes", lazily("Like 30; 0 is the moment itself."))
    offset_side = _choice(
        lazily("Before or after"),
        {"before": lazily("before"), "after": lazily("after")},
        lazily("Whether prompts come before that moment or after it."),
    )
    anchor = _choice(LABELS["anchor"], ANCHORS, lazily("By the wake times of each participant."))
    earliest = _line("earliest", lazily("Like 06:00: an earlier prompt waits until then."))
    latest = _line("latest", lazily("Like 23:00: a later prompt comes then."))
    after = _line("after", lazily("Its name, as it stands in this study."))
    daily_limit = _number("daily_limit", lazily("Prompts a day; empty for any number."))
    cool_down_minutes = _number("cool_down_minutes", lazily("0 when left empty."))
    condition_item = _line(
        "condition, item",
        lazily("The item's name in the data; empty for any answer."),
    )
    condition_operator = _choice(
        LABELS["condition, operator"],
        OPERATORS,
        lazily("How the answer is held against the value beside."),
    )
    condition_value = _line(
        "condition, value",
        lazily("A number, an option's number or a text; several with commas between."),
    )
    delay_from = _number(
        "delay_minutes, from",
        lazily("After the answer; drawn between the two."),
    )
    delay_to = _number("delay_minutes, to", lazily("The same as the shortest for a fixed delay."))
    windows = WindowsField(
        label=LABELS["windows"],
        help_text=lazily(
            "When prompts may come, like 09:00 to 21:00; no prompt comes at 21:00 "
            "itself. After midnight it is still the same study day. Weekdays without "
            "a row have no prompts; without any row the whole day counts."
        ),
    )
    own_hours = forms.BooleanField(
        label=lazily("Each participant's own waking hours instead"),
        required=False,
        help_text=lazily("By weekday, as they stand with the participant."),
        widget=UnfoldBooleanWidget,
    )
    weekdays = forms.MultipleChoiceField(
        label=LABELS["weekdays"],
        choices=list(WEEKDAY_NAMES.items()),
        required=False,
        help_text=lazily("Every day when nothing is ticked."),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    excluded_dates = DatesField(
        label=LABELS["excluded_dates"], help_text=lazily("Like 2027-12-24, 2027-12-25.")
    )
    burst_rule = _choice(
        LABELS["bursts"],
        {
            "": lazily("none: every study day"),
            "regular": lazily("every so many days"),
            "monthly": lazily("so many a month, at random"),
        },
        lazily("Stretches of days with prompts, and days of rest between them."),
    )
    burst_length_days = _number(
        "bursts, length_days", lazily("How many days in a row have prompts, like 7.")
    )
    burst_every_days = _number(
        "bursts, every_days", lazily("From the first day of one to the next.")
    )
    burst_per_month = _number("bursts, per_month", lazily("Months are counted from the first day."))
    burst_min_days_between = _number("bursts, min_days_between", lazily("0 when left empty."))
    burst_weekdays = _number("bursts, weekdays", lazily("Empty for any days."))
    burst_weekend_days = _number("bursts, weekend_days", lazily("Empty for any days."))
    min_gap_minutes = _number(
        "min_gap_minutes",
        lazily("Between two prompts at least, also of other schedules; empty for none."),
    )
    max_gap_minutes = _number(
        "max_gap_minutes", lazily("Between two prompts of a day at most; empty for none.")
    )
    response_window_minutes = _number(
        "response_window_minutes", lazily("How long the link can be opened."), required=True
    )
    finish_within_minutes = _number("finish_within_minutes", lazily("30 when left empty."))
    reminders = MinutesField(
        label=LABELS["reminders"],
        help_text=lazily("Like 10, 20; empty for none. Sent if nothing was opened yet."),
    )

    class Meta:
        model = Schedule
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the stored scheme."""
        instance = kwargs.get("instance")
        if instance is not None and instance.scheme:
            kwargs["initial"] = to_values(instance.scheme) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The fields, with the scheme they describe put into the schedule."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            scheme = to_scheme(cleaned)
            try:
                checked_scheme(scheme)
            except ValidationError as error:
                self.add_sentence(error.messages[0])
            else:
                self.instance.scheme = scheme
        return cleaned

    def add_sentence(self, sentence: str) -> None:
        """Put what the domain says beside the field it is about, in the form's words.

        The theme does not show what is said about a whole inline form.
        """
        field = self._field_of(path_in(sentence))
        self.add_error(field, in_form_words(sentence))

    def _field_of(self, path: str) -> str:
        field = _FIELD_OF_PATH.get(path, path.replace("condition, ", "condition_"))
        field = field.replace("bursts, ", "burst_")
        if field == "blocks" and self.cleaned_data.get("block_list"):
            return "block_list"
        return field if field in self.fields else "kind"


class ScheduleForm(SchemeForm):
    """A schedule of a draft: what it asks, in which phase, and its scheme."""

    class Meta(SchemeForm.Meta):
        fields = ("name", "questionnaire", "phase")
        help_texts: ClassVar = {
            "questionnaire": lazily(
                "What its prompts ask. It has to be published before the launch."
            ),
        }
