"""The forms of how people join a study: the page, who can, and what they agree to."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from esmpress.console.texts import TextsField, ask_in
from esmpress.lazy_texts import lazily
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.texts import PlacedText
from esmpress.studies.consents import faults_of_text
from esmpress.studies.eligibility import faults_of_eligibility
from esmpress.studies.models import Joining, Purpose

MARKUP = lazily("**bold**, *slanted*, ## heading, - list, [words](https://…).")
# To write into without having to ask for it.
EMPTY_ROWS = 1


class JoiningForm(forms.ModelForm[Joining]):
    """Everything but the purposes; what is there has to be right, what is missing can wait."""

    information = TextsField(
        long=True,
        required=False,
        label=lazily("What people read first"),
        help_text=lazily(
            "What the study is about, who runs it, what it asks for and gives. {markup}",
            markup=MARKUP,
        ),
    )
    consent_title = TextsField(
        required=False,
        label=lazily("Title"),
        help_text=lazily("The heading above what people agree to, like “Consent to take part”."),
    )
    consent_text = TextsField(
        long=True,
        required=False,
        label=lazily("Text"),
        help_text=lazily(
            "What people agree to; a copy of it is mailed to them. {markup}", markup=MARKUP
        ),
    )

    class Meta:
        model = Joining
        fields = (
            "is_open",
            "quota",
            "stratum",
            "information",
            "eligibility",
            "eligible_if",
            "consent_title",
            "consent_text",
        )
        widgets: ClassVar = {
            "is_open": UnfoldBooleanSwitchWidget,
            "quota": UnfoldAdminIntegerFieldWidget,
            "eligible_if": UnfoldAdminTextInputWidget,
        }

    def __init__(self, *args: Any, questionnaires: QuerySet[Questionnaire], **kwargs: Any) -> None:
        """Offer the study's strata, if it has some, and those questionnaires that are published."""
        super().__init__(*args, **kwargs)
        ask_in(self, self.instance.study.languages)
        self._offer_strata()
        self.fields["eligibility"] = forms.ModelChoiceField(
            questionnaires.filter(versions__isnull=False).distinct(),
            required=False,
            label=_("Questions"),
            empty_label=_("None: everybody can join"),
            widget=UnfoldAdminSelectWidget,
            help_text=_(
                "A published questionnaire that decides who can join. Its answers are not kept."
            ),
        )
        condition = self.fields["eligible_if"]
        condition.label = _("Condition")
        condition.help_text = _(
            "Which answers let somebody join, as in questionnaires: age >= 18 and smokes == false"
        )

    def _offer_strata(self) -> None:
        strata = self.instance.study.strata
        if not strata:
            del self.fields["stratum"]
            return
        self.fields["stratum"] = forms.ChoiceField(
            choices=[("", "—"), *((one, one) for one in strata)],
            required=False,
            widget=UnfoldAdminSelectWidget,
            help_text=_("Of those who join by themselves."),
        )

    def clean(self) -> dict[str, Any]:
        """The fields; a condition stands and falls with its questions."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("eligibility") is None:
            cleaned["eligible_if"] = ""
        elif not cleaned.get("eligible_if", "").strip():
            self.add_error("eligible_if", _("Write which answers let somebody join."))
        else:
            self._check_condition(cleaned)
        for name, allowed in _TEXTS.items():
            for sentence in _faults(cleaned.get(name) or {}, allowed):
                self.add_error(name, sentence)
        return cleaned

    def _check_condition(self, cleaned: dict[str, Any]) -> None:
        tried = Joining(
            study=self.instance.study,
            eligibility=cleaned["eligibility"],
            eligible_if=cleaned["eligible_if"],
        )
        for sentence in faults_of_eligibility(tried):
            self.add_error("eligible_if", sentence)


class PurposeForm(forms.ModelForm[Purpose]):
    """One thing people agree to."""

    name = forms.CharField(
        max_length=40,
        label=lazily("Name in the data"),
        help_text=lazily("For the data, for example: taking_part, interview."),
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "taking_part"}),
    )
    text = TextsField(
        label=lazily("What people tick"), help_text=lazily("**bold**, *slanted* and links.")
    )
    is_required = forms.BooleanField(
        required=False,
        initial=True,
        label=lazily("Needed to take part"),
        help_text=lazily("Off: people can join without ticking it."),
        widget=UnfoldBooleanSwitchWidget,
    )

    class Meta:
        model = Purpose
        fields = ("name", "text", "is_required")

    def has_changed(self) -> bool:
        """Whether there is a purpose: a row without words is none, whatever is switched on."""
        words = [name for name in self.changed_data if name != "is_required"]
        return bool(words or (self.instance.pk and self.changed_data))

    def clean_text(self) -> dict[str, str]:
        """The text, whose markup can be read."""
        text: dict[str, str] = self.cleaned_data["text"]
        for sentence in _faults(text, Allowed.HELP):
            raise forms.ValidationError(sentence)
        return text


def purpose_forms(data: Any, joining: Joining) -> Any:
    """The purposes as rows, with empty ones below them."""
    made = forms.inlineformset_factory(
        Joining, Purpose, form=PurposeForm, extra=EMPTY_ROWS, can_delete=True
    )
    rows = made(data, instance=joining, prefix="purposes")
    for row in rows:
        ask_in(row, joining.study.languages)
    return rows


_TEXTS = {
    "information": Allowed.INTRODUCTION,
    "consent_title": Allowed.LABEL,
    "consent_text": Allowed.INTRODUCTION,
}


def _faults(texts: dict[str, str], allowed: Allowed) -> list[str]:
    """What is wrong with what was typed; a language that is missing is told elsewhere."""
    placed = PlacedText("", _("Text"), texts, allowed)
    return [fault.removeprefix("Text, t").capitalize() for fault in faults_of_text(placed, [])]
