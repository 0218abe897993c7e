"""Versions of a questionnaire in the Admin: two of them compared, and the codebook of each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.rights.questionnaires import QuestionnaireScoped
from esmpress.lazy_texts import lazily
from esmpress.questionnaires.codebook import Codebook, as_csv, as_markdown, codebook_of
from esmpress.questionnaires.codebook.columns import UnknownLanguage
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.diffing import Difference, differences
from esmpress.questionnaires.faults import FaultyDefinition, checked_definition
from esmpress.questionnaires.logic.expression import PUBLISHED
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import draft_fields

DRAFT = "draft"
_FORMATS = {"csv": (as_csv, "text/csv"), "markdown": (as_markdown, "text/markdown")}


@dataclass(frozen=True)
class Choice:
    """A version that can be compared, or the draft."""

    value: str
    label: str
    languages: tuple[str, ...]


class ComparingAdmin(QuestionnaireScoped):
    """Adds the pages to an Admin of questionnaires: for whoever may see them."""

    def get_urls(self) -> list[Any]:
        """The codebooks, before the address that stands for any questionnaire."""
        view = self.admin_site.admin_view(self.codebook)
        name = "questionnaires_questionnaire_codebook"
        own = path("<path:object_id>/codebook/<slug:version>/<slug:form>/", view, name=name)
        return [own, *super().get_urls()]

    @action(
        description=lazily("Compare"),
        permissions=["view"],
        url_path="compare",
        icon="difference",
    )
    def compare(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What differs between two versions, or the newest and the draft."""
        questionnaire: Questionnaire = object_or_denied(self, request, object_id)
        choices = _choices(questionnaire)
        versions = [choice.value for choice in choices if choice.value != DRAFT]
        before = request.GET.get("before") or (versions[0] if versions else DRAFT)
        after = request.GET.get("after") or DRAFT
        problems: list[str] = []
        found: list[Difference] = []
        try:
            found = differences(_read(questionnaire, before), _read(questionnaire, after))
        except FaultyDefinition as error:
            problems = error.faults
        values = page_values(self, request, questionnaire, title=_("Compare")) | {
            "choices": choices,
            "before": before,
            "after": after,
            "problems": problems,
            "places": [
                (place, list(group)) for place, group in groupby(found, key=lambda one: one.place)
            ],
            "count": len(found),
        }
        return render(request, "console/exchange_compare.html", values)

    def codebook(
        self, request: HttpRequest, object_id: str, version: str, form: str
    ) -> HttpResponse:
        """The codebook of a version, or of a draft, to be kept."""
        questionnaire: Questionnaire = object_or_denied(self, request, object_id)
        if form not in _FORMATS:
            raise Http404
        write, kind = _FORMATS[form]
        text = write(_codebook(questionnaire, version, request.GET.get("language")))
        ending = "md" if form == "markdown" else form
        name = f"{questionnaire.slug}-{version}-codebook.{ending}"
        self.log_change(request, questionnaire, f"Downloaded the codebook of {version}, {form}.")
        return HttpResponse(
            text,
            content_type=f"{kind}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _choices(questionnaire: Questionnaire) -> list[Choice]:
    """The draft, then the versions, the newest first."""
    found = [
        Choice(
            str(version.number),
            _("Version %(number)s, %(published_at)s")
            % {
                "number": version.number,
                "published_at": date_format(version.published_at, _("j M Y")),
            },
            tuple(sorted(version.parsed().languages)),
        )
        for version in questionnaire.versions.order_by("-number")
    ]
    return [*found, Choice(DRAFT, _("Draft"), ())]


def _read(questionnaire: Questionnaire, version: str) -> Definition:
    """A version, or the draft as far as it goes; raises FaultyDefinition, or Http404."""
    if version == DRAFT:
        return checked_definition(draft_fields(questionnaire), context=PUBLISHED)
    if not (version.isascii() and version.isdecimal()):
        raise Http404
    found = questionnaire.versions.filter(number=int(version[:6])).first()
    if found is None:
        raise Http404
    return found.parsed()


def _codebook(questionnaire: Questionnaire, version: str, language: str | None) -> Codebook:
    number = None if version == DRAFT else int(version) if version.isdecimal() else None
    try:
        definition = _read(questionnaire, version)
        return codebook_of(
            definition, questionnaire=questionnaire.slug, version=number, language=language
        )
    except (FaultyDefinition, UnknownLanguage) as error:
        raise Http404(str(error)) from error
