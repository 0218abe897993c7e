"""What the phone shows of a draft: a definition as the participant's page gets it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from esmpress.console.authoring.typed_draft import only_item, only_page
from esmpress.questionnaires.arranging import AS_DEFINED, arrange, needs_arranging
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.drafts import Draft, read_draft
from esmpress.questionnaires.effort import estimate_seconds
from esmpress.questionnaires.lint import Finding, findings
from esmpress.questionnaires.models import Questionnaire

_MINUTE = 60
WHOLE, PAGE, ITEM = "whole", "page", "item"


class MomentForm(forms.Form):
    """What is chosen beside the phone; what cannot be read counts as not chosen."""

    day = forms.IntegerField(min_value=1, max_value=1000, required=False)
    beep = forms.IntegerField(min_value=1, max_value=200, required=False)
    draw = forms.IntegerField(min_value=0, max_value=10**6, required=False)
    part = forms.ChoiceField(choices=[(one, one) for one in (WHOLE, PAGE, ITEM)], required=False)

    def chosen(self, name: str, otherwise: Any) -> Any:
        """What was chosen, or what stands in for it."""
        self.is_valid()
        value = self.cleaned_data.get(name)
        return otherwise if value in (None, "") else value


def preview_of(
    fields: dict[str, Any],
    moment: MomentForm,
    *,
    draft: Draft,
    item: str = "",
    page: str = "",
) -> dict[str, Any]:
    """The preview as JSON; `item` or `page` is the name of what is being written.

    `draft` is what `fields` were read as. Without a definition nothing can be shown yet.
    """
    part = moment.chosen("part", WHOLE)
    if part == ITEM and item:
        draft = read_draft(only_item(fields, item))
    elif part == PAGE and page:
        draft = read_draft(only_page(fields, page))
    left_out = draft.left_out
    if part != WHOLE:
        # What stands elsewhere is not known here, and no fault.
        left_out = [one for one in left_out if "is left out: it has" in one]
    if draft.definition is None:
        return {"definition": None, "left_out": left_out, "languages": []}
    languages = _languages(draft.definition)
    return {
        **_as_asked(draft.definition, moment, languages),
        "languages": [
            {"code": code, "name": name} for code, name in settings.LANGUAGES if code in languages
        ],
        "left_out": left_out,
        "time": in_minutes(estimate_seconds(draft.definition)),
    }


def _as_asked(
    definition: Definition, moment: MomentForm, languages: Iterable[str]
) -> dict[str, Any]:
    """What the participant API would send: definition, arrangement and moment."""
    draw = moment.chosen("draw", 0)
    seed = hashlib.sha256(f"preview|{draw}".encode()).digest()
    arrangement = (
        arrange(definition, seed=seed, turn=draw) if needs_arranging(definition) else AS_DEFINED
    )
    return {
        "definition": _in_each(definition.model_dump(mode="json"), languages),
        "arrangement": arrangement.model_dump(mode="json"),
        "moment": {
            "day": moment.chosen("day", 1),
            "beep": moment.chosen("beep", 1),
            "previous": {},
            "earlier": {},
        },
    }


def remarks(draft: Draft, *, item: str) -> list[dict[str, str]]:
    """What is to be said about an item while it is written."""
    found = findings(draft.definition) if draft.definition else []
    return [said(one) for one in found if one.item == item]


def faults_typed(form: forms.BaseForm) -> list[dict[str, str]]:
    """What is wrong with what was typed; what was not typed yet is no fault."""
    return [
        {
            "level": "warning",
            "sentence": gettext("“%(label)s”: %(sentence)s")
            % {"label": form[field].label, "sentence": sentence},
            "help": "",
        }
        for field, errors in form.errors.as_data().items()
        if field in form.fields
        for error in errors
        if error.code != "required"
        for sentence in error.messages
    ]


def said(finding: Finding) -> dict[str, str]:
    """A finding for a page or for JSON."""
    return {"level": finding.level, "sentence": finding.sentence, "help": help_on(finding)}


def help_on(finding: Finding) -> str:
    """Where a finding is explained."""
    return f"{reverse('admin:questionnaires_questionnaire_advice')}#{finding.topic}"


def in_minutes(seconds: float) -> str:
    """A length of time in words."""
    if seconds < _MINUTE:
        return gettext("about %(seconds)s s") % {"seconds": round(seconds)}
    return gettext("about %(int)s min %(int_2)s s") % {
        "int": int(seconds // _MINUTE),
        "int_2": f"{int(seconds % _MINUTE):02d}",
    }


def phone_values(questionnaire: Questionnaire, source: str, *, part: str = WHOLE) -> dict[str, Any]:
    """What the template of the phone needs; `source` is the address of the JSON."""
    codes = set(questionnaire.title) or {settings.LANGUAGE_CODE}
    return {
        "phone": {
            "address": f"{settings.PUBLIC_URL}/preview",
            "source": source,
            "part": part,
            "languages": [one for one in settings.LANGUAGES if one[0] in codes],
        }
    }


def _languages(definition: Definition) -> list[str]:
    """The languages any text is there in, in the order of the platform."""
    used = {code for text in definition.placed_texts() for code in text.texts}
    return [code for code, _ in settings.LANGUAGES if code in used]


def _in_each(value: Any, languages: Iterable[str]) -> Any:
    """The definition with each text in each language: of a missing one, another stands there."""
    codes = list(languages)
    if isinstance(value, list):
        return [_in_each(one, codes) for one in value]
    if not isinstance(value, dict):
        return value
    if value and value.keys() <= set(codes) and all(isinstance(v, str) for v in value.values()):
        first = next(value[code] for code in codes if code in value)
        return {code: value.get(code, first) for code in codes}
    return {name: _in_each(one, codes) for name, one in value.items()}
