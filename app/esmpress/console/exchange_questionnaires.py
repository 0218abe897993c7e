"""Questionnaires from elsewhere in the Admin: looked at row by row, then kept as a new draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from esmpress.console.confirming import acting_researcher
from esmpress.console.exchange_uploads import FileField, NoUpload, Upload, upload_of
from esmpress.console.rights.questionnaires import QuestionnaireScoped
from esmpress.exchange.formr.reading import import_formr
from esmpress.exchange.imported import Imported, NothingImported
from esmpress.exchange.spreadsheets import MAX_BYTES, RefusedSpreadsheet
from esmpress.exchange.xlsform.reading import import_xlsform
from esmpress.lazy_texts import lazily
from esmpress.questionnaires.making import LONGEST_SLUG, free_slug, make_questionnaire
from esmpress.questionnaires.models import Questionnaire

TITLE = lazily("Import a questionnaire")
XLSFORM, FORMR = "xlsform", "formr"
_READERS: dict[str, Callable[..., Imported]] = {XLSFORM: import_xlsform, FORMR: import_formr}


class SourceForm(forms.Form):
    """The file, what wrote it, and the language of texts it names none for."""

    system = forms.ChoiceField(
        label=lazily("Written for"),
        choices=[
            (XLSFORM, lazily("ODK, KoboToolbox (XLSForm, .xlsx)")),
            (FORMR, lazily("formr (.xlsx or .csv)")),
        ],
        help_text=lazily("The program the file was made for, or made by."),
        widget=UnfoldAdminSelectWidget,
    )
    language = forms.ChoiceField(
        label=lazily("Language of texts whose language the file does not name"),
        choices=settings.LANGUAGES,
        help_text=lazily("Files in one language seldom name it."),
        widget=UnfoldAdminSelectWidget,
    )
    file = FileField(
        accept=".xlsx,.csv",
        label=lazily("File"),
        help_text=lazily("You see what would come before anything is imported."),
    )


class NewQuestionnaireForm(forms.Form):
    """What the questionnaire is called here; how it was read comes along."""

    name = forms.CharField(
        label=lazily("Name"),
        max_length=120,
        help_text=lazily("For researchers; participants never see it."),
        widget=UnfoldAdminTextInputWidget,
    )
    slug = forms.SlugField(
        label=lazily("Slug"),
        max_length=LONGEST_SLUG,
        help_text=lazily("Short name in file names and commands."),
        widget=UnfoldAdminTextInputWidget,
    )
    system = forms.CharField(widget=forms.HiddenInput)
    language = forms.CharField(widget=forms.HiddenInput)

    def clean_slug(self) -> str:
        """The slug; raises ValidationError where another questionnaire has it."""
        slug: str = self.cleaned_data["slug"]
        if Questionnaire.objects.filter(slug=slug).exists():
            raise forms.ValidationError(
                gettext("There is a questionnaire “%(slug)s” already.") % {"slug": slug}
            )
        return slug


class QuestionnaireFilesAdmin(QuestionnaireScoped):
    """Adds the page to an Admin of questionnaires."""

    actions_list: ClassVar = ["import_file"]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may add questionnaires."""
        return self.has_add_permission(request)

    @action(description=TITLE, permissions=["import"], url_path="import-file", icon="upload_file")
    def import_file(self, request: HttpRequest) -> HttpResponse:
        """Take a file, show what comes of each row, and keep the draft on a second post."""
        if request.method != "POST":
            return self._import_page(request, source=SourceForm())
        source = SourceForm(request.POST)
        if not source.is_valid():
            return self._import_page(request, source=source, status=422)
        try:
            upload = upload_of(request, limit=MAX_BYTES)
            made = _READERS[source.cleaned_data["system"]](
                upload.content,
                name=upload.name,
                languages=[code for code, _ in settings.LANGUAGES],
                language=source.cleaned_data["language"],
            )
        except (NoUpload, RefusedSpreadsheet, NothingImported) as error:
            return self._import_page(request, source=source, problems=[str(error)], status=422)
        # Whoever posts a new name has seen the report.
        form = NewQuestionnaireForm(request.POST if upload.confirmed else None)
        if upload.confirmed and form.is_valid():
            return self._keep_import(request, made, form)
        return self._import_report(request, upload, made, form, source)

    def _keep_import(
        self, request: HttpRequest, made: Imported, form: NewQuestionnaireForm
    ) -> HttpResponse:
        questionnaire = make_questionnaire(
            made.definition,
            name=form.cleaned_data["name"],
            slug=form.cleaned_data["slug"],
            made_by=acting_researcher(request),
        )
        self.log_addition(request, questionnaire, f"Imported.\n{made.report()}")
        count = len(made.definition.items)
        sentence = ngettext(
            "“%(questionnaire)s” is imported as a draft with %(count)s item.",
            "“%(questionnaire)s” is imported as a draft with %(count)s items.",
            count,
        ) % {"questionnaire": questionnaire, "count": count}
        self.message_user(request, sentence, messages.SUCCESS)
        return redirect("admin:questionnaires_questionnaire_change", questionnaire.pk)

    def _import_report(
        self,
        request: HttpRequest,
        upload: Upload,
        made: Imported,
        form: NewQuestionnaireForm,
        source: SourceForm,
    ) -> HttpResponse:
        slug = slugify(made.name)[:LONGEST_SLUG] or "questionnaire"
        initial = {"name": made.name[:120], "slug": free_slug(slug, among=Questionnaire)}
        shown = (
            form if form.is_bound else NewQuestionnaireForm(initial=initial | source.cleaned_data)
        )
        definition = made.definition
        count, pages = len(definition.items), len(definition.pages)
        values = {
            "upload": upload,
            "comes": [
                (gettext("Items"), _on_pages(count, pages)),
                (gettext("Languages"), ", ".join(sorted(definition.languages))),
            ],
            "remarks": [
                *made.remarks,
                *(
                    gettext("To mend before publishing: %(sentence)s") % {"sentence": sentence}
                    for sentence in made.to_mend
                ),
            ],
            "rows": made.lines,
            "form": shown,
            "source": source,
        }
        return self._import_page(request, status=422 if form.errors else 200, **values)

    def _import_page(
        self, request: HttpRequest, *, status: int = 200, **values: Any
    ) -> HttpResponse:
        address = reverse("admin:questionnaires_questionnaire_changelist")
        shared: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": TITLE,
            "page_name": TITLE,
            "subject": gettext("Questionnaires"),
            "trail": [(gettext("Questionnaires"), address)],
            "back": address,
            "opts": self.model._meta,
            "intro": gettext(
                "Nothing in the file is run or fetched. First you see what comes of each row."
            ),
            "choices": values.get("source"),
        }
        return render(request, "console/exchange_import.html", shared | values, status=status)


def _on_pages(count: int, pages: int) -> str:
    return ngettext("%(count)s, on %(pages)s page", "%(count)s, on %(pages)s pages", pages) % {
        "count": count,
        "pages": pages,
    }
