"""The texts of a questionnaire in the Admin: which are missing, files for translators, and back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext, ngettext
from unfold.decorators import action

from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.exchange_uploads import FileField, NoUpload, upload_of
from esmpress.console.rights.questionnaires import QuestionnaireScoped
from esmpress.lazy_texts import lazily
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.texts import PlacedText
from esmpress.questionnaires.translating import Taken, draft_texts, take_translations
from esmpress.questionnaires.translations import (
    RefusedTranslations,
    completeness,
    read_csv,
    read_xliff,
    written_as_csv,
    written_as_xliff,
)
from esmpress.questionnaires.translations.translation import MAX_BYTES

_NAMED = 20


class TranslationForm(forms.Form):
    """The file translators send back."""

    file = FileField(
        accept=".csv,.xlf,.xliff",
        label=lazily("CSV or XLIFF file"),
        help_text=lazily("One of the files from here, filled in; only the draft changes."),
    )


class TranslationsAdmin(QuestionnaireScoped):
    """Adds the pages to an Admin of questionnaires: who may change one may bring texts in."""

    def get_urls(self) -> list[Any]:
        """The files, before the address that stands for any questionnaire."""
        view = self.admin_site.admin_view(self.translation_file)
        name = "questionnaires_questionnaire_translation_file"
        under = "<path:object_id>/translations/<slug:form>/<slug:source>/"
        return [path(under, view, name=name), *super().get_urls()]

    @action(
        description=lazily("Translations"),
        permissions=["view"],
        url_path="translations",
        icon="translate",
    )
    def translations(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Which texts are there in which language; a post takes the texts of a file."""
        questionnaire: Questionnaire = object_or_denied(self, request, object_id)
        if request.method == "POST" and not self.has_change_permission(request, questionnaire):
            raise PermissionDenied
        if request.method != "POST":
            return self._translations_page(request, questionnaire)
        try:
            upload = upload_of(request, limit=MAX_BYTES)
            # Both are told from each other by what they hold, whatever they are called.
            is_xml = upload.content.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")[:1] == b"<"
            file = (read_xliff if is_xml else read_csv)(upload.content)
            languages = [code for code, _ in settings.LANGUAGES]
            taken = take_translations(questionnaire, file, languages=languages)
        except NoUpload as error:
            return self._translations_page(request, questionnaire, problems=[str(error)])
        except RefusedTranslations as error:
            return self._translations_page(request, questionnaire, problems=error.faults)
        self._say_taken(request, questionnaire, taken)
        return redirect("admin:questionnaires_questionnaire_translations", object_id)

    def _say_taken(self, request: HttpRequest, questionnaire: Questionnaire, taken: Taken) -> None:
        if not taken.added + taken.changed:
            self.message_user(request, gettext("The draft has all these texts already."))
            return
        texts = ngettext(
            "%(added)s text added, %(changed)s changed.",
            "%(added)s texts added, %(changed)s changed.",
            taken.added,
        ) % {"added": taken.added, "changed": taken.changed}
        self.log_change(request, questionnaire, f"Translations: {texts}")
        self.message_user(request, texts, messages.SUCCESS)
        if taken.outdated:
            more = len(taken.outdated) - _NAMED
            places = ", ".join(taken.outdated[:_NAMED])
            if more > 0:
                places = gettext("%(places)s and %(more)s more") % {"places": places, "more": more}
            sentence = gettext(
                "The text was changed after the file was made; look at: %(places)s."
            ) % {"places": places}
            self.message_user(request, sentence, messages.WARNING)

    def translation_file(
        self, request: HttpRequest, object_id: str, form: str, source: str
    ) -> HttpResponse:
        """All texts for translators: as CSV, or as XLIFF for one language (`?target=pl`)."""
        questionnaire: Questionnaire = object_or_denied(self, request, object_id)
        others = [code for code, _ in settings.LANGUAGES if code != source]
        target = request.GET.get("target", "")
        known = source in dict(settings.LANGUAGES) and (form == "csv" or target in others)
        if not known or form not in ("csv", "xliff"):
            raise Http404
        try:
            texts = draft_texts(questionnaire)
        except RefusedTranslations as error:
            return self._translations_page(request, questionnaire, problems=error.faults)
        name = f"{questionnaire.slug}-{source}"
        self.log_change(request, questionnaire, f"Downloaded the texts for translators, {form}.")
        if form == "csv":
            # Spreadsheets tell UTF-8 by its mark.
            content = f"\ufeff{written_as_csv(texts, source=source, targets=others)}"
            return _attached(content, f"{name}.csv", "text/csv")
        written = written_as_xliff(
            texts, source=source, target=target, questionnaire=questionnaire.slug
        )
        return _attached(written, f"{name}-{target}.xlf", "application/xliff+xml")

    def _translations_page(
        self,
        request: HttpRequest,
        questionnaire: Questionnaire,
        *,
        problems: list[str] | None = None,
    ) -> HttpResponse:
        texts: list[PlacedText] = []
        faults: list[str] = []
        try:
            texts = draft_texts(questionnaire)
        except RefusedTranslations as error:
            faults = error.faults
        names = dict(settings.LANGUAGES)
        states = completeness(texts, list(names))
        may_write = self.has_change_permission(request, questionnaire)
        values = page_values(self, request, questionnaire, title=gettext("Translations")) | {
            "problems": problems,
            "faults": faults,
            "states": [(names[state.language], state) for state in states] if texts else [],
            "languages": list(names.items()),
            "form": TranslationForm() if may_write else None,
        }
        status = 422 if problems else 200
        return render(request, "console/translations.html", values, status=status)


def _attached(content: str, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
