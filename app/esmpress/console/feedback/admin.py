"""The page about feedback to participants, behind a button of the study's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.feedback.forms import FeedbackRuleForm, chart_forms
from esmpress.console.rights.scoping import StudyScoped
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

REFUSED = lazily("Nothing was saved: a field below has to be mended.")


class FeedbackAdmin(StudyScoped):
    """Adds the page to an Admin of studies: who may change one may write, who may see one look."""

    def has_feedback_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study."""
        return self.may(request, Right.SEE_STUDY, object_id)

    @action(
        description=lazily("Feedback"),
        permissions=["feedback"],
        url_path="feedback",
        icon="monitoring",
    )
    def feedback(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Which charts of their own answers participants see, and when; a post saves."""
        study: Study = object_or_denied(self, request, object_id)
        if request.method == "POST" and not self.has_change_permission(request, study):
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        form, rows = FeedbackRuleForm(posted, instance=study), chart_forms(posted, study)
        if request.method != "POST":
            return self._feedback_page(request, study, form, rows)
        if not (form.is_valid() and rows.is_valid()):
            return self._feedback_page(request, study, form, rows, problem=REFUSED)
        self._save_feedback(request, study, form, rows)
        return redirect("admin:studies_study_feedback", object_id)

    @transaction.atomic
    def _save_feedback(
        self, request: HttpRequest, study: Study, form: FeedbackRuleForm, rows: Any
    ) -> None:
        given = form.cleaned_data
        Study.objects.filter(pk=study.pk).update(
            feedback_rule=given["feedback_rule"], feedback_after=given["feedback_after"]
        )
        rows.save()
        for position, row in enumerate(rows.forms):
            if row.instance.pk is not None:
                study.feedback_charts.filter(pk=row.instance.pk).update(position=position)
        changed = [*form.changed_data, *(["charts"] if rows.has_changed() else [])]
        self.log_change(request, study, f"Changed feedback: {', '.join(changed) or 'nothing'}.")
        self.message_user(request, _("Feedback is saved."), messages.SUCCESS)

    def _feedback_page(
        self,
        request: HttpRequest,
        study: Study,
        form: FeedbackRuleForm,
        rows: Any,
        problem: str = "",
    ) -> HttpResponse:
        may_write = self.has_change_permission(request, study)
        if not may_write:
            for one in (form, *rows.forms):
                for field in one.fields.values():
                    field.disabled = True
        values = page_values(self, request, study, title=_("Feedback")) | {
            "form": form,
            "rows": rows,
            "problem": problem,
            "may_write": may_write,
            "media": self.media + form.media,
        }
        status = 422 if problem else 200
        return render(request, "console/feedback.html", values, status=status)
