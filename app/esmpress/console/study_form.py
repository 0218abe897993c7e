"""The forms of a study: its own fields, and the box for pasted participants."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminColorInputWidget,
    UnfoldAdminTextareaWidget,
)

from esmpress.console.texts import LinesField, TextsField, ask_in
from esmpress.delivery.messages.places import has_controls
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study


class ColorField(forms.CharField):
    """A colour like #0f5c5c, whatever the case of its letters."""

    widget = UnfoldAdminColorInputWidget

    def to_python(self, value: Any) -> Any:
        """The colour in small letters."""
        return (super().to_python(value) or "").lower()


class ContactForm(forms.ModelForm[Study]):
    """A form with the contact of a study."""

    def clean_contact_name(self) -> str:
        """The name; it stands in the header of every message, which is one line."""
        name: str = self.cleaned_data["contact_name"]
        if has_controls(name):
            raise ValidationError(_("Take out line breaks and invisible characters."))
        return name


class StudyForm(ContactForm):
    """A study's own fields."""

    title = TextsField(
        label=lazily("Title"),
        help_text=lazily("What participants see, in each language."),
    )
    languages = forms.MultipleChoiceField(
        label=lazily("Languages"),
        choices=settings.LANGUAGES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=lazily("Fixed once the study is launched."),
    )

    strata = LinesField(
        label=lazily("Strata"),
        help_text=lazily(
            "Groups within which the arms are balanced, one a line, like clinic and "
            "community; empty for none. Each participant then belongs to one."
        ),
    )

    mail_color = ColorField(
        label=lazily("Colour of messages"),
        help_text=lazily(
            "Of the button and the links; made readable where it is too pale or too dark."
        ),
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
            "start_date",
            "travel_rule",
            "strata",
            "mail_color",
            "reminders_until",
            "snooze_minutes",
            "resend_uncertain",
        )
        help_texts: ClassVar = {
            "time_zone": lazily(
                "Of whoever is enrolled without one of their own, like Europe/Warsaw."
            ),
            "contact_name": lazily("Stands in every message."),
            "contact_email": lazily("Where participants' replies go."),
            "start_rule": lazily("Study day 1 of each participant, which schedules count from."),
            "reminders_until": lazily(
                "Until answered, who has opened the link and not finished is reminded as well."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A launched study asks for texts in its languages, which stay."""
        super().__init__(*args, **kwargs)
        if self.instance.launched_at is not None:
            ask_in(self, self.instance.languages)

    def clean(self) -> dict[str, Any]:
        """The fields; a date only with the rule that has one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "start_date" not in self.fields or "start_date" in self.errors:
            return cleaned
        is_fixed = cleaned.get("start_rule") == Study.StartRule.FIXED_DATE
        if is_fixed and cleaned["start_date"] is None:
            self.add_error("start_date", _("Write the date of the first day."))
        elif not is_fixed:
            cleaned["start_date"] = None
        return cleaned

    def clean_strata(self) -> list[str]:
        """The strata; those somebody is enrolled in have to stay."""
        strata: list[str] = self.cleaned_data["strata"]
        if self.instance.pk:
            used = set(self.instance.participants.values_list("stratum", flat=True)) - {""}
            if lost := used - set(strata):
                names = ", ".join(sorted(lost))
                raise ValidationError(
                    _("There are participants whose stratum is %(names)s.") % {"names": names}
                )
        return strata

    def clean_title(self) -> dict[str, str]:
        """The title; a launched study keeps one in each of its languages."""
        title: dict[str, str] = self.cleaned_data["title"]
        if self.instance.launched_at is not None:
            missing = [code for code in self.instance.languages if not title.get(code)]
            if missing:
                raise ValidationError(
                    _("The title in %(missing)s is missing.") % {"missing": ", ".join(missing)}
                )
        return title

    def clean_languages(self) -> list[str]:
        """The languages; those somebody is enrolled in have to stay."""
        languages: list[str] = self.cleaned_data["languages"]
        if self.instance.pk:
            used = set(self.instance.participants.values_list("language", flat=True))
            if lost := used - set(languages):
                names = ", ".join(sorted(lost))
                raise ValidationError(
                    _("There are participants whose language is %(names)s.") % {"names": names}
                )
        return languages


class PastedParticipantsForm(forms.Form):
    """Lines of e-mail addresses."""

    lines = forms.CharField(
        label=lazily("One participant a line"),
        strip=False,  # blank lines at the top count, or the numbers of the others would not fit
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 12}),
        help_text=lazily(
            "An e-mail address; after a comma, if they differ from the study's: the "
            "language and the time zone. Example: ola@example.org, pl, Europe/London"
        ),
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        """Say which strata there are, for then each line needs one."""
        super().__init__(*args, **kwargs)
        if study.strata:
            named = " or ".join(study.strata)
            self.fields["lines"].help_text += _(". Each line needs its stratum: %(named)s.") % {
                "named": named
            }
