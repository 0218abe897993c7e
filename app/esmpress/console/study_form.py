"""The forms of a study: its own fields, and the box for pasted participants."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from esmpress.console.texts import TextsField
from esmpress.studies.models import Study


class StudyForm(forms.ModelForm[Study]):
    """A study's own fields."""

    title = TextsField(label="Title", help_text="What participants see, in each language.")
    languages = forms.MultipleChoiceField(
        choices=settings.LANGUAGES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Fixed once the study is launched.",
    )

    class Meta:
        model = Study
        fields = (
            "name",
            "slug",
            "title",
            "languages",
            "time_zone",
            "contact_name",
            "contact_email",
            "start_rule",
        )

    def clean_title(self) -> dict[str, str]:
        """The title; a launched study keeps one in each of its languages."""
        title: dict[str, str] = self.cleaned_data["title"]
        if self.instance.launched_at is not None:
            missing = [code for code in self.instance.languages if not title.get(code)]
            if missing:
                raise ValidationError(f"The title in {', '.join(missing)} is missing.")
        return title

    def clean_languages(self) -> list[str]:
        """The languages; those somebody is enrolled in have to stay."""
        languages: list[str] = self.cleaned_data["languages"]
        if self.instance.pk:
            used = set(self.instance.participants.values_list("language", flat=True))
            if lost := used - set(languages):
                names = ", ".join(sorted(lost))
                raise ValidationError(f"There are participants whose language is {names}.")
        return languages


class PastedParticipantsForm(forms.Form):
    """Lines of e-mail addresses."""

    lines = forms.CharField(
        label="One participant a line",
        strip=False,  # blank lines at the top count, or the numbers of the others would not fit
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 12}),
        help_text="An e-mail address; after a comma, if they differ from the study's: the "
        "language and the time zone. Example: ola@example.org, pl, Europe/London",
    )
