"""The form on top of a preview: who is imagined to take part, and what the mail server can take."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from esmpress.lazy_texts import lazily
from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.preview.assumptions import MAX_PARTICIPANTS
from esmpress.sampling.schemes import MalformedScheme, parse_wake_times
from esmpress.sampling.wake_times import WakeTimes
from esmpress.studies.models import Study, check_time_zone

MAX_ZONES = 12
MAX_JOINING_DAYS = 92
MAX_LIMIT = 1_000_000
DEFAULT_PARTICIPANTS = 100
DEFAULT_JOINING_DAYS = 7


def _number(label: str, low: int, high: int, help_text: str) -> forms.IntegerField:
    widget = UnfoldAdminIntegerFieldWidget(attrs={"min": low, "max": high})
    sentence = lazily(
        "{label}: write a whole number from {low} to {high}.",
        label=label,
        low=low,
        high=high,
    )
    kinds = ("required", "invalid", "min_value", "max_value")
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        widget=widget,
        help_text=help_text,
        error_messages=dict.fromkeys(kinds, sentence),
    )


def _line(label: str, help_text: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=400,
        widget=UnfoldAdminTextInputWidget,
        help_text=help_text,
        error_messages={"required": lazily("{label}: this field is missing.", label=label)},
    )


def _date(label: str, help_text: str) -> forms.DateField:
    widget = UnfoldAdminSingleDateWidget(attrs={"type": "date"}, format="%Y-%m-%d")
    sentence = lazily("{label}: write a date that exists as YYYY-MM-DD.", label=label)
    return forms.DateField(
        label=label,
        widget=widget,
        input_formats=["%Y-%m-%d"],
        help_text=help_text,
        error_messages=dict.fromkeys(("required", "invalid"), sentence),
    )


class PreviewForm(forms.Form):
    """What a preview takes for granted; each field is checked and named in a sentence."""

    participants = _number(
        lazily("Participants"),
        1,
        MAX_PARTICIPANTS,
        lazily("How many to imagine, at most {most}.", most=MAX_PARTICIPANTS),
    )
    time_zones = _line(
        lazily("Time zones"), lazily("One or several with commas between, like Europe/Warsaw.")
    )
    first_joining = _date(lazily("Joining from"), lazily("They join evenly from this date"))
    last_joining = _date(lazily("Joining until"), lazily("to this one."))
    wake = _line(
        lazily("Wake hours"),
        lazily("Of all of them, like 07:30-23:00; for schedules that follow the own day."),
        required=False,
    )
    arm = forms.ChoiceField(
        label=lazily("Arm"),
        required=False,
        help_text=lazily("Whose prompts are drawn."),
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": lazily("Arm: the study has no arm “%(value)s”.")},
    )
    hourly_limit = _number(
        lazily("Sending limit"),
        0,
        MAX_LIMIT,
        lazily("Mails an hour your provider takes; 0 when unknown."),
    )

    def __init__(self, study: Study, data: Any, *, today: date) -> None:
        """A form for a study; without data it holds the defaults."""
        super().__init__(data or self._defaults(study, today))
        names = [(arm.name, arm.name) for arm in study.arms.all()]
        arm = self.fields["arm"]
        assert isinstance(arm, forms.ChoiceField)
        arm.choices = [
            ("", gettext("all, by their weights") if names else gettext("the study has no arms")),
            *names,
        ]

    @staticmethod
    def _defaults(study: Study, today: date) -> dict[str, Any]:
        first = today + timedelta(days=1)
        return {
            "participants": DEFAULT_PARTICIPANTS,
            "time_zones": study.time_zone,
            "first_joining": first,
            "last_joining": first + timedelta(days=DEFAULT_JOINING_DAYS - 1),
            "wake": "07:30-23:00",
            "arm": "",
            "hourly_limit": settings.DELIVERY_HOURLY_LIMIT,
        }

    def clean_time_zones(self) -> tuple[ZoneInfo, ...]:
        """The zones, each once."""
        names = [name.strip() for name in self.cleaned_data["time_zones"].split(",")]
        names = list(dict.fromkeys(name for name in names if name))
        if not 1 <= len(names) <= MAX_ZONES:
            raise ValidationError(
                gettext("Time zones: write 1 to %(most)s with commas between.")
                % {"most": MAX_ZONES}
            )
        for name in names:
            _check_zone(name)
        return tuple(map(ZoneInfo, names))

    def clean_wake(self) -> WakeTimes | None:
        """The same waking hours on every day of the week; None when left empty."""
        written: str = self.cleaned_data["wake"].replace(" ", "").replace("–", "-")
        if not written:
            return None
        begin, _, end = written.partition("-")
        try:
            return parse_wake_times({weekday: {"from": begin, "to": end} for weekday in WEEKDAYS})
        except MalformedScheme as error:
            raise ValidationError(gettext("Wake hours: write them like 07:30-23:00.")) from error

    def clean(self) -> dict[str, Any]:
        """The fields; the dates in order and not too far apart."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first_joining"), cleaned.get("last_joining")
        if first and last:
            if last < first:
                self.add_error(
                    "last_joining",
                    gettext("Joining until: this is before the date they join from."),
                )
            elif (last - first).days >= MAX_JOINING_DAYS:
                self.add_error(
                    "last_joining",
                    gettext("Joining until: let them join within %(most)s days.")
                    % {"most": MAX_JOINING_DAYS},
                )
        return cleaned


def _check_zone(name: str) -> None:
    try:
        check_time_zone(name)
    except ValidationError as error:
        raise ValidationError(
            gettext("Time zones: %(problem)s") % {"problem": error.messages[0]}
        ) from None
