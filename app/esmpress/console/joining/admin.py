"""The pages about joining a study by oneself, behind a button of the study's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, object_or_denied, page_values
from esmpress.console.joining.forms import JoiningForm, purpose_forms
from esmpress.console.joining.reading import read_document
from esmpress.console.joining.summary import summary_of
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import StudyScoped
from esmpress.lazy_texts import lazily
from esmpress.studies.consents import NotPublishable, publish_consent
from esmpress.studies.joining import missing_for_joining
from esmpress.studies.models import Joining, Study
from esmpress.studies.rights import Right

REFUSED = lazily("Nothing was saved: a field below has to be mended.")


class JoiningAdmin(StudyScoped):
    """Adds the pages to an Admin of studies: who may change one may write, who may see one look."""

    def get_urls(self) -> list[Any]:
        """The page of a version, before the address that stands for any study."""
        view = self.admin_site.admin_view(self.consent_page)
        under = "<path:object_id>/joining/consent/<int:number>/"
        return [path(under, view, name="studies_study_consent"), *super().get_urls()]

    def has_joining_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study."""
        return self.may(request, Right.SEE_STUDY, object_id)

    @action(
        description=lazily("Joining"),
        permissions=["joining"],
        url_path="joining",
        icon="person_add",
    )
    def joining(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form, and how it goes; a post saves, and publishes what people agree to if asked."""
        study: Study = object_or_denied(self, request, object_id)
        may_write = self.has_change_permission(request, study)
        if request.method == "POST" and not may_write:
            raise PermissionDenied
        joining = Joining.objects.filter(study=study).first() or Joining(study=study)
        posted = request.POST if request.method == "POST" else None
        right = Right.EDIT_DESIGN if may_write else Right.SEE_STUDY
        offered = access_of(request).questionnaires(right)
        form = JoiningForm(posted, instance=joining, questionnaires=offered)
        rows = purpose_forms(posted, joining)
        if request.method != "POST":
            return self._joining_page(request, study, form, rows)
        if not (form.is_valid() and rows.is_valid()):
            return self._joining_page(request, study, form, rows, problem=REFUSED)
        self._save_joining(request, study, form, rows)
        if "publish" in request.POST:
            self._publish_consent(request, study)
        return redirect("admin:studies_study_joining", object_id)

    def consent_page(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """One published version as people read it, in each language."""
        study = object_or_denied(self, request, object_id)
        document = study.consent_documents.filter(number=number).first()
        if document is None:
            raise Http404
        title = _("Consent, version %(number)s") % {"number": number}
        values = page_values(self, request, study, title=title)
        joining = reverse("admin:studies_study_joining", args=[study.pk])
        values |= {
            "trail": [*values["trail"], (_("Joining"), joining)],
            "texts": read_document(document),
            "joining": joining,
        }
        return render(request, "console/consent.html", values)

    @transaction.atomic
    def _save_joining(
        self, request: HttpRequest, study: Study, form: JoiningForm, rows: Any
    ) -> None:
        """Save the draft; it opens only when nothing is missing."""
        joining = form.save()
        rows.instance = joining
        rows.save()
        for position, row in enumerate(rows.forms):
            if row.instance.pk is not None:
                joining.purposes.filter(pk=row.instance.pk).update(position=position)
        changed = [*form.changed_data, *(["purposes"] if rows.has_changed() else [])]
        self.log_change(request, study, f"Changed how people join: {', '.join(changed)}.")
        self.message_user(request, _("Joining is saved."), messages.SUCCESS)
        if joining.is_open and missing_for_joining(joining) and "publish" not in request.POST:
            sentence = _("It stays closed as long as something is missing; the page says what.")
            self.message_user(request, sentence, messages.WARNING)

    def _publish_consent(self, request: HttpRequest, study: Study) -> None:
        try:
            document = publish_consent(
                study.joining, researcher=acting_researcher(request), now=timezone.now()
            )
        except NotPublishable as error:
            for reason in error.reasons:
                self.message_user(
                    request, _("Not published. %(reason)s") % {"reason": reason}, messages.ERROR
                )
            return
        sentence = _("Version %(number)s of the consent is published.") % {
            "number": document.number
        }
        self.log_change(request, study, sentence)
        self.message_user(request, sentence, messages.SUCCESS)

    def _joining_page(
        self, request: HttpRequest, study: Study, form: JoiningForm, rows: Any, problem: str = ""
    ) -> HttpResponse:
        may_write = self.has_change_permission(request, study)
        if not may_write:
            for one in (form, *rows.forms):
                for field in one.fields.values():
                    field.disabled = True
        saved = Joining.objects.filter(study=study).first()
        values = page_values(self, request, study, title=_("Joining")) | {
            "form": form,
            "rows": rows,
            "problem": problem,
            "may_write": may_write,
            "summary": summary_of(saved, now=timezone.now()) if saved else None,
            "media": self.media + form.media,
        }
        status = 422 if problem else 200
        return render(request, "console/joining.html", values, status=status)
