"""The form that enrols one participant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from esmpress.console.scheme_words import in_form_words
from esmpress.console.wake_times import WakeTimesField
from esmpress.lazy_texts import lazily
from esmpress.participants import enrolment
from esmpress.participants.models import Participant
from esmpress.studies.models import STRATUM_LENGTH

ENROLMENT_FIELDS = ("study", "email", "language", "time_zone", "stratum", "wake_times")


class EnrolmentForm(forms.ModelForm[Participant]):
    """One new participant."""

    email = forms.EmailField(
        label=lazily("E-mail address"),
        help_text=lazily("Where messages go. It is kept encrypted, apart from the answers."),
        widget=UnfoldAdminEmailInputWidget,
    )
    language = forms.ChoiceField(
        choices=settings.LANGUAGES,
        help_text=lazily("Of messages and questionnaires; one of the study's."),
        widget=UnfoldAdminSelectWidget,
    )
    time_zone = forms.CharField(
        required=False,
        help_text=lazily("The study's when left empty, else like Europe/London."),
        widget=UnfoldAdminTextInputWidget,
    )
    stratum = forms.CharField(
        required=False,
        max_length=STRATUM_LENGTH,
        help_text=lazily("Only where the study has strata: one of them."),
        widget=UnfoldAdminTextInputWidget,
    )
    wake_times = WakeTimesField()

    class Meta:
        model = Participant
        fields = ENROLMENT_FIELDS

    def clean(self) -> dict[str, Any]:
        """Enrol as part of the check, so that every reason to refuse shows in the form."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        study = cleaned["study"]
        given = {name: cleaned[name] for name in ("email", "language", "stratum", "wake_times")}
        try:
            self.instance = enrolment.enrol(
                study,
                **given,
                time_zone=cleaned["time_zone"] or study.time_zone,
                now=timezone.now(),
            )
        except enrolment.AlreadyEnrolled as error:
            self.add_error("email", str(error))
        except ValidationError as error:
            self._add_sentence(error.messages[0])
        return cleaned

    def _add_sentence(self, sentence: str) -> None:
        """Put what enrolment says beside the field it names first, if it names one."""
        field, colon, reason = sentence.partition(": ")
        is_named = bool(colon) and field in self.fields
        self.add_error(field if is_named else None, in_form_words(reason if is_named else sentence))

    def _post_clean(self) -> None:
        """The instance is complete and saved: enrolment made it."""
