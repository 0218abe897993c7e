"""The pages of a study's messages: which texts it sends, and each of them to be written."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, object_or_denied, page_values
from esmpress.console.message_form import LANGUAGE_NAMES, MessageForm
from esmpress.console.message_preview import preview_of
from esmpress.console.message_test import (
    MAX_TESTS,
    SENT,
    TooManyTests,
    outcome_in_words,
    send_test,
)
from esmpress.console.wall_clock import on_wall_clock
from esmpress.delivery.messages import read_studies
from esmpress.delivery.messages.composing import Kind, text_of
from esmpress.delivery.messages.placeholders import PLACEHOLDERS
from esmpress.delivery.messages.saving import drop_text, save_text
from esmpress.delivery.outcomes import Accepted
from esmpress.studies.models import Study

REFUSED = "Nothing was saved or sent: a field below has to be mended."


class MessagesAdmin(ModelAdmin):
    """Adds the pages to an Admin of studies; whoever may change a study may change its messages."""

    def get_urls(self) -> list[Any]:
        """The pages of one message, before the address that stands for any study."""
        under = "<path:object_id>/messages/<slug:kind>/<slug:language>"
        views = {
            "": ("message", self.message_page),
            "preview/": ("message_preview", require_POST(self.message_preview)),
            "test/": ("message_test", require_POST(self.message_test)),
            "standard/": ("message_standard", require_POST(self.message_standard)),
        }
        own = [
            path(f"{under}/{end}", self.admin_site.admin_view(view), name=f"studies_study_{name}")
            for end, (name, view) in views.items()
        ]
        return own + list(super().get_urls())

    def has_messages_permission(self, request: HttpRequest, _object_id: str | None = None) -> bool:
        """Whoever may change studies."""
        return request.user.has_perm("studies.change_study")

    @action(description="Messages", permissions=["messages"], url_path="messages", icon="mail")
    def message_texts(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Which text is sent, by kind and language, and the way to each."""
        study = object_or_denied(self, request, object_id)
        values = page_values(self, request, study, title="Messages")
        rows = {"rows": _rows(study), "media": self.media}
        return render(request, "console/messages.html", values | rows)

    def message_page(
        self, request: HttpRequest, object_id: str, kind: str, language: str
    ) -> HttpResponse:
        """The form of one text beside its preview; a post saves it."""
        form = self._form(request, object_id, kind, language)
        if request.method != "POST":
            return self._form_page(request, form)
        if not form.is_valid():
            return self._form_page(request, form, problem=REFUSED, status=422)
        researcher = acting_researcher(request)
        save_text(form.study, form.text, kind=kind, language=language, researcher=researcher)
        self.log_change(request, form.study, f"Changed the {form.title}.")
        self.message_user(request, f"The {form.title} is saved.", messages.SUCCESS)
        for remark in form.remarks:
            self.message_user(request, remark, messages.WARNING)
        return redirect("admin:studies_study_message", object_id, kind, language)

    def message_preview(
        self, request: HttpRequest, object_id: str, kind: str, language: str
    ) -> HttpResponse:
        """What was typed, as a participant would see it; nothing is saved."""
        form = self._form(request, object_id, kind, language)
        shown = asdict(preview_of(form, now=timezone.now()))
        return JsonResponse(shown | {"faults": form.faults, "remarks": form.remarks})

    def message_test(
        self, request: HttpRequest, object_id: str, kind: str, language: str
    ) -> HttpResponse:
        """Send what was typed to who typed it, and say what became of it; nothing is saved."""
        form = self._form(request, object_id, kind, language)
        if not form.is_valid():
            return self._form_page(request, form, problem=REFUSED, status=422)
        researcher = acting_researcher(request)
        try:
            outcome = send_test(form, researcher, now=timezone.now())
        except TooManyTests:
            sentence = f"{MAX_TESTS} test mails in ten minutes are enough: wait a little."
            return self._form_page(request, form, problem=sentence, status=429)
        self.log_change(request, form.study, f"{SENT} of the {form.title}.")
        sentence = outcome_in_words(outcome, researcher)
        if not isinstance(outcome, Accepted):
            return self._form_page(request, form, problem=sentence)
        return self._form_page(request, form, notice=sentence)

    def message_standard(
        self, request: HttpRequest, object_id: str, kind: str, language: str
    ) -> HttpResponse:
        """Go back to the standard text."""
        form = self._form(request, object_id, kind, language)
        if drop_text(form.study, kind=kind, language=language):
            sentence = f"The {form.title} has the standard text again."
            self.log_change(request, form.study, sentence)
            self.message_user(request, sentence, messages.SUCCESS)
        return redirect("admin:studies_study_message", object_id, kind, language)

    def _form(self, request: HttpRequest, object_id: str, kind: str, language: str) -> MessageForm:
        """The form of a message; raises Http404, or PermissionDenied for who may not change it."""
        study = object_or_denied(self, request, object_id)
        if not self.has_messages_permission(request):
            raise PermissionDenied
        if kind not in Kind.values or language not in study.languages:
            raise Http404
        posted = request.POST if request.method == "POST" else None
        return MessageForm(posted, study=study, kind=kind, language=language)

    def _form_page(
        self,
        request: HttpRequest,
        form: MessageForm,
        *,
        problem: str = "",
        notice: str = "",
        status: int = 200,
    ) -> HttpResponse:
        values = page_values(
            self, request, form.study, title=form.title[:1].upper() + form.title[1:]
        )
        values |= {
            "form": form,
            "problem": problem,
            "notice": notice,
            "preview": preview_of(form, now=timezone.now()),
            "placeholders": PLACEHOLDERS.values(),
            "researcher": acting_researcher(request),
            "media": self.media,
        }
        return render(request, "console/message.html", values, status=status)


def _rows(study: Study) -> list[dict[str, Any]]:
    mail = read_studies([study.pk])[study.pk]
    owns = {(own.kind, own.language): own for own in study.message_templates.all()}
    return [
        {
            "kind": kind.label.capitalize(),
            "language": LANGUAGE_NAMES.get(language, language),
            "subject": text_of(mail, kind=kind, language=language).subject,
            "own": owns.get((kind, language)),
            "changed": on_wall_clock(owns[kind, language].changed_at, study.time_zone)
            if (kind, language) in owns
            else "",
            "url": reverse("admin:studies_study_message", args=[study.pk, kind, language]),
        }
        for kind in Kind
        for language in study.languages
    ]
