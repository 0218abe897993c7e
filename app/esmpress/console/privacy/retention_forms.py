"""The form of a study's rules of retention: for each class of data so many days, or for good."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldBooleanWidget,
)

from esmpress.lazy_texts import lazily
from esmpress.studies.models import LONGEST_DAYS, RetentionRule, Study

Data, CountedFrom = RetentionRule.Data, RetentionRule.CountedFrom

# What goes, and what that means.
_TELLS = {
    Data.CONTACT: lazily(
        "Days after which the addresses go, with letters, requests to join and all links: nobody "
        "can tell any more whose the answers are. Empty: they are kept."
    ),
    Data.ANSWERS: lazily(
        "Days after which all answers and photos go, with the files of exports in ESMpress. That "
        "somebody was asked, and whether they answered, stays. Empty: they are kept."
    ),
    Data.PHOTOS: lazily(
        "Days after which photos alone go, where answers are kept longer. Empty: as the answers."
    ),
    Data.MESSAGES: lazily(
        "Days after which messages go, with what mail servers reported of them; columns and "
        "figures of delivery are empty afterwards. Empty: they are kept."
    ),
}


class RetentionForm(forms.Form):
    """Two fields for each class: how many days, counted from what."""

    sure = forms.BooleanField(
        required=False,
        label=lazily("I have looked at what goes, and want it deleted"),
        help_text=lazily("Needed where something goes within the hour. It cannot be brought back."),
        widget=UnfoldBooleanWidget,
    )

    def __init__(self, data: Any, *, study: Study) -> None:
        """With the rules there are."""
        super().__init__(data)
        self.study = study
        standing = {rule.data: rule for rule in study.retention_rules.all()}
        for one in Data:
            rule = standing.get(one.value)
            self.fields[f"{one.value}_days"] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=LONGEST_DAYS,
                label=str(one.label).capitalize(),
                help_text=_TELLS[one],
                initial=rule.days if rule else None,
                widget=UnfoldAdminIntegerFieldWidget,
            )
            self.fields[f"{one.value}_from"] = forms.ChoiceField(
                choices=CountedFrom.choices,
                label=_("Counted from"),
                help_text=_("Their own end: when they withdrew."),
                initial=rule.counted_from if rule else CountedFrom.STUDY,
                widget=UnfoldAdminSelectWidget,
            )

    def rules(self) -> list[RetentionRule]:
        """The rules as they were typed, unsaved."""
        given = self.cleaned_data
        return [
            RetentionRule(
                study=self.study,
                data=one.value,
                days=given[f"{one.value}_days"],
                counted_from=given[f"{one.value}_from"],
            )
            for one in Data
            if given.get(f"{one.value}_days")
        ]

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Days and what they are counted from, for each class."""
        return [(self[f"{one.value}_days"], self[f"{one.value}_from"]) for one in Data]
