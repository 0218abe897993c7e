"""The form of a new version of a launched schedule: its scheme, and the date it applies from."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from esmpress.console.schedule_form import SCHEME_ROWS, SchemeForm
from esmpress.console.scheme_words import KINDS, LABELS
from esmpress.lazy_texts import lazily
from esmpress.sampling.checking import infeasibilities
from esmpress.sampling.design import StudyDesign
from esmpress.sampling.malformed import name_schedule
from esmpress.sampling.schemes import parse_scheme
from esmpress.studies.design import Protocol
from esmpress.studies.models import Schedule
from esmpress.studies.versions import KINDS_OF_THEIR_OWN, check_version, latest_today

VERSION_ROWS = ("apply_from", *SCHEME_ROWS)


class VersionForm(SchemeForm):
    """A new version; what it stands for is in `scheme`, and the schedule stays as it is."""

    apply_from = forms.DateField(
        label=LABELS["apply_from"],
        help_text=lazily(
            "The first date, on each participant's own calendar, that is planned by it."
        ),
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
    )

    def __init__(self, data: Any = None, *, schedule: Schedule, now: datetime) -> None:
        """Show the newest scheme, and the first date a version can apply from."""
        self.schedule = schedule
        self.now = now
        first = latest_today(schedule.study, now=now) + timedelta(days=1)
        # A copy, for the checks put the new scheme into it.
        super().__init__(data, instance=copy(schedule), initial={"apply_from": first})
        self.fields["kind"] = forms.ChoiceField(
            choices=[(kind, words) for kind, words in KINDS.items() if _can_become(schedule, kind)],
            label=LABELS["kind"],
            help_text=self.base_fields["kind"].help_text,
            widget=UnfoldAdminSelectWidget,
        )

    @property
    def scheme(self) -> dict[str, Any]:
        """The scheme of the new version, once the form is valid."""
        scheme: dict[str, Any] = self.instance.scheme
        return scheme

    def clean(self) -> dict[str, Any]:
        """The fields; a version that cannot be confirmed now says which one to change."""
        cleaned = super().clean()
        if not self.errors:
            self._check_change()
        if not self.errors:
            self._check_design()
        return cleaned

    def repeats_newest(self) -> bool:
        """Whether the newest version says the same, and applies from the same date."""
        newest = self.schedule.versions.latest("number")
        return (
            newest.apply_from == self.cleaned_data.get("apply_from")
            and parse_scheme(newest.scheme) == self.instance.parsed_scheme()
        )

    def _check_change(self) -> None:
        apply_from = self.cleaned_data["apply_from"]
        if parse_scheme(self.scheme) == self.schedule.parsed_scheme():
            self.add_error("kind", _("Nothing is different yet: change a field below."))
            return
        try:
            check_version(self.schedule, self.scheme, apply_from=apply_from, now=self.now)
        except ValidationError as error:
            self.add_sentence(error.messages[0])

    def _check_design(self) -> None:
        """The prompts of the whole study have to find room with the new version in it."""
        for fault in infeasibilities(self._design())[:1]:
            self.add_sentence(fault)

    def add_sentence(self, sentence: str) -> None:
        """Put what the domain says beside its field; which schedule is meant goes without saying.

        Sentences about one of a study's schedules begin with its name.
        """
        own = name_schedule(self.schedule.name)
        is_own = sentence.casefold().startswith(own.casefold())
        super().add_sentence(sentence[len(own) :].lstrip(",: ") if is_own else sentence)

    def _design(self) -> StudyDesign:
        study = self.schedule.study
        schemes = {one.pk: one.scheme for one in study.schedules.all()}
        return Protocol(study).design(schemes | {self.schedule.pk: self.scheme})


def _can_become(schedule: Schedule, kind: str) -> bool:
    now = schedule.scheme["kind"]
    return kind == now or not {kind, now}.intersection(KINDS_OF_THEIR_OWN)
