"""The forms of acts on many participants."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from esmpress.participants.pausing import LONGEST
from esmpress.studies.models import check_time_zone
from esmpress.withdrawal import Level


class ManyForm(forms.Form):
    """Nothing to fill in; told how many people it is about."""

    # What is written for each press anew.
    anew: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any = None, *, initial: Any = None, count: int) -> None:
        """Keep the number."""
        super().__init__(data, initial=initial)
        self.count = count

    def again(self, *, count: int) -> ManyForm:
        """The form for others, with what was chosen for those before."""
        chosen = {name: said for name, said in self.cleaned_data.items() if name not in self.anew}
        return type(self)(initial=chosen, count=count)


class PauseManyForm(ManyForm):
    """Until when, if that is known."""

    until = forms.DateField(
        required=False,
        label=gettext_lazy("Ask again on"),
        help_text=gettext_lazy(
            "The day on which they are asked again, like 2027-01-31, at most 90 days ahead. "
            "Empty: until somebody resumes them."
        ),
        widget=UnfoldAdminSingleDateWidget,
    )

    def clean_until(self) -> date | None:
        """A day that can be, for who is anywhere near the server's clock."""
        until: date | None = self.cleaned_data["until"]
        today = timezone.now().date()
        if until is not None and until <= today - timedelta(days=1):
            raise ValidationError(_("The pause has to end on a day to come."))
        if until is not None and until > today + LONGEST + timedelta(days=1):
            raise ValidationError(_("A pause has 90 days at most."))
        return until


class MoveManyForm(ManyForm):
    """Another time zone."""

    time_zone = forms.CharField(
        label=gettext_lazy("New time zone"),
        help_text=gettext_lazy("Like Europe/London."),
        widget=UnfoldAdminTextInputWidget,
    )

    def clean_time_zone(self) -> str:
        """A zone there is."""
        zone: str = self.cleaned_data["time_zone"]
        check_time_zone(zone)
        return zone


class WithdrawManyForm(ManyForm):
    """How far, and that whoever presses knows how many people it is about."""

    anew = ("sure",)

    level = forms.ChoiceField(
        label=gettext_lazy("How far?"),
        help_text=gettext_lazy("As they wished. Nobody of them is asked anything again."),
        choices=[
            (Level.STOP.value, gettext_lazy("Stop: answers and address are kept")),
            (Level.FORGET.value, gettext_lazy("Forget: the address is deleted too")),
            (Level.EXCLUDE.value, gettext_lazy("Leave out: the answers are in no export any more")),
            (Level.ERASE.value, gettext_lazy("Erase: the answers are deleted")),
        ],
        widget=UnfoldAdminRadioSelectWidget,
    )
    sure = forms.IntegerField(
        label=gettext_lazy("How many people are withdrawn?"),
        help_text=gettext_lazy("Write the number that stands above: this cannot be undone."),
        widget=UnfoldAdminIntegerFieldWidget(attrs={"autocomplete": "off"}),
    )

    def clean_sure(self) -> int:
        """The number that was shown."""
        sure: int = self.cleaned_data["sure"]
        if sure != self.count:
            sentence = _("It is {count}. Look at the list once more, then write that number.")
            raise ValidationError(sentence.format(count=self.count))
        return sure
