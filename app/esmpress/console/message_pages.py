"""The pages of a study's message texts: which it sends, and each of them to be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, confirm, object_or_denied, page_values
from esmpress.console.message_form import MessageForm
from esmpress.console.message_preview import MessagePreview, preview_of
from esmpress.console.message_test import (
    MAX_TESTS,
    TooManyTests,
    outcome_for_the_log,
    outcome_in_words,
    send_test,
)
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.wall_clock import on_wall_clock
from esmpress.delivery.messages import read_studies
from esmpress.delivery.messages.checking import KILO, MAX_BODY, MAX_HTML
from esmpress.delivery.messages.composing import Kind, text_of
from esmpress.delivery.messages.placeholders import PLACEHOLDERS
from esmpress.delivery.messages.saving import ChangedMeanwhile, drop_text, save_text
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.delivery.outcomes import Accepted
from esmpress.languages.choosing import name_in_english
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

_View = Callable[..., HttpResponse]

LIST = lazily("Message texts")
REFUSED = lazily("Nothing was saved or sent: a field below has to be mended.")
CHANGED = lazily(
    "Nothing was saved: somebody else has changed this text since you began. Theirs stands beside "
    "yours; take over what you need of it, and save again to replace theirs."
)
NOT_DROPPED = lazily("Nothing was deleted: somebody else has changed this text. Look at it first.")


class MessagesAdmin(StudyScoped):
    """Adds the pages to an Admin of studies: who may change one may write, who may see one look."""

    def get_urls(self) -> list[Any]:
        """The pages of one message, before the address that stands for any study."""
        under = "<path:object_id>/messages/<slug:kind>/<slug:language>"
        views = {
            "": ("message", self.message_page),
            "preview/": ("message_preview", require_POST(self.message_preview)),
            "test/": ("message_test", self.message_test),
            "standard/": ("message_standard", self.message_standard),
        }
        own = [
            path(f"{under}/{end}", self._unless_too_long(view), name=f"studies_study_{name}")
            for end, (name, view) in views.items()
        ]
        return own + list(super().get_urls())

    def has_messages_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study."""
        return self.may(request, Right.SEE_STUDY, object_id)

    @action(description=LIST, permissions=["messages"], url_path="messages", icon="mail")
    def message_texts(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Which text is sent, by kind and language, and the way to each."""
        study = object_or_denied(self, request, object_id)
        values = page_values(self, request, study, title=LIST)
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
        try:
            self._save(request, form)
        except ChangedMeanwhile:
            form.show_newest()
            return self._form_page(request, form, problem=CHANGED, status=409, other=True)
        self.message_user(
            request, _("The %(title)s is saved.") % {"title": form.title}, messages.SUCCESS
        )
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
        if request.method != "POST":
            return _to_form(form)
        if not form.is_valid():
            return self._form_page(request, form, problem=REFUSED, status=422)
        researcher = acting_researcher(request)
        try:
            outcome = send_test(form, researcher, now=timezone.now())
        except TooManyTests:
            sentence = _("%(MAX_TESTS)s test mails in ten minutes are enough: wait a little.") % {
                "MAX_TESTS": MAX_TESTS
            }
            return self._form_page(request, form, problem=sentence, status=429)
        self.log_change(request, form.study, outcome_for_the_log(outcome, form.title))
        sentence = outcome_in_words(outcome, researcher)
        if not isinstance(outcome, Accepted):
            return self._form_page(request, form, problem=sentence)
        return self._form_page(request, form, notice=sentence)

    def message_standard(
        self, request: HttpRequest, object_id: str, kind: str, language: str
    ) -> HttpResponse:
        """Go back to the standard text."""
        form = self._form(request, object_id, kind, language)
        if request.method != "POST":
            return _to_form(form)
        sentence = _("The %(title)s has the standard text again.") % {"title": form.title}
        try:
            with transaction.atomic():
                seen = form.seen_text
                before = drop_text(form.study, kind=kind, language=language, seen=seen)
                if before:
                    self.log_change(request, form.study, f"{sentence} {_in_full(before)}")
        except ChangedMeanwhile:
            self.message_user(request, NOT_DROPPED, messages.ERROR)
        else:
            self.message_user(request, sentence, messages.SUCCESS)
        return _to_form(form)

    def _save(self, request: HttpRequest, form: MessageForm) -> None:
        """Save what was typed; the history keeps what was sent until now."""
        with transaction.atomic():
            before = save_text(
                form.study,
                form.text,
                kind=form.kind,
                language=form.language,
                seen=form.seen_text,
                researcher=acting_researcher(request),
            )
            if before:
                said = f"Changed the {form.title}. {_in_full(before)}"
                self.log_change(request, form.study, said)

    def _form(self, request: HttpRequest, object_id: str, kind: str, language: str) -> MessageForm:
        """The form of a message; raises Http404, or PermissionDenied for who may only look."""
        study = object_or_denied(self, request, object_id)
        if request.method == "POST" and not self.has_change_permission(request, study):
            raise PermissionDenied
        if kind not in Kind.values or language not in study.languages:
            raise Http404
        posted = request.POST if request.method == "POST" else None
        return MessageForm(posted, study=study, kind=kind, language=language)

    def _unless_too_long(self, view: _View) -> _View:
        """The view behind the Admin's guards; what is too long to be read at all is explained."""
        guarded: _View = self.admin_site.admin_view(view)
        explained: _View = self.admin_site.admin_view(csrf_exempt(self._too_long))

        # Exempt until its size is known: to look for the token reads all of it, or fails.
        @csrf_exempt
        def sized(request: HttpRequest, object_id: str, **which: str) -> HttpResponse:
            try:
                request.POST.keys()
            except RequestDataTooBig:
                return explained(request, object_id)
            return guarded(request, object_id, **which)

        return sized

    def _too_long(self, request: HttpRequest, object_id: str) -> HttpResponse:
        study = object_or_denied(self, request, object_id)
        if request.accepts("text/html"):
            title, sentences = _("This text is too long"), _too_long()
            return confirm(self, request, study, title=title, sentences=sentences, status=413)
        return JsonResponse(asdict(MessagePreview()) | {"faults": _too_long()[1:2], "remarks": []})

    def _form_page(
        self,
        request: HttpRequest,
        form: MessageForm,
        *,
        problem: str = "",
        notice: str = "",
        status: int = 200,
        other: bool = False,
    ) -> HttpResponse:
        heading = form.title[:1].upper() + form.title[1:]
        may_write = self.has_change_permission(request, form.study)
        if not may_write:
            form.make_read_only()
        values = page_values(self, request, form.study, title=heading)
        texts = reverse("admin:studies_study_message_texts", args=[form.study.pk])
        values |= {
            "trail": [*values["trail"], (LIST, texts)],
            "form": form,
            "heading": heading,
            "may_write": may_write,
            "other": form.newest if other else None,
            "is_unsaved": form.is_unsaved,
            "problem": problem,
            "notice": notice,
            "preview": preview_of(form, now=timezone.now()),
            "placeholders": PLACEHOLDERS.values(),
            "texts": _texts(form),
            "researcher": acting_researcher(request),
            "media": self.media,
        }
        return render(request, "console/message.html", values, status=status)


def _to_form(form: MessageForm) -> HttpResponse:
    return redirect("admin:studies_study_message", form.study.pk, form.kind, form.language)


def _in_full(before: OwnText) -> str:
    """The text sent until now, so that one can say later what participants read."""
    html = f"\nHTML:\n{before.html}" if before.html else ""
    return f"Until then it was:\nSubject: {before.subject}\nText:\n{before.body}{html}"


def _texts(form: MessageForm) -> list[dict[str, Any]]:
    """The ways to the study's other texts, and the place of this one among them."""
    return [
        {
            "title": f"{_(kind.label).capitalize()}, {_(name_in_english(language))}",
            "url": reverse("admin:studies_study_message", args=[form.study.pk, kind, language]),
            "is_this": (kind, language) == (form.kind, form.language),
        }
        for kind in Kind
        for language in form.study.languages
    ]


def _rows(study: Study) -> list[dict[str, Any]]:
    mail = read_studies([study.pk])[study.pk]
    owns = {(own.kind, own.language): own for own in study.message_templates.all()}
    return [
        {
            "kind": _(kind.label).capitalize(),
            "language": _(name_in_english(language)),
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


def _too_long() -> list[str]:
    return [
        _("Nothing was saved or sent."),
        _("At most %(text)s kB of text and %(html)s kB of HTML are possible.")
        % {"text": MAX_BODY // KILO, "html": MAX_HTML // KILO},
        _("Go back in the browser: what you typed is still there. Then shorten it."),
    ]
