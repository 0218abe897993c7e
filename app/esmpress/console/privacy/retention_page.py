"""The page of a study's rules of retention, behind a button of its page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.privacy.retention_forms import RetentionForm
from esmpress.console.privacy.retention_words import line_of
from esmpress.console.rights.scoping import StudyScoped
from esmpress.lazy_texts import lazily
from esmpress.retention.foreseeing import foresee
from esmpress.studies.models import RetentionRule, Study
from esmpress.studies.rights import Right


class RetentionAdmin(StudyScoped):
    """Adds the page to an Admin of studies: who may see one looks, its owners decide."""

    def has_retention_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study's people."""
        return self.may(request, Right.SEE_PEOPLE, object_id)

    @action(
        description=lazily("Retention"),
        permissions=["retention"],
        url_path="retention",
        icon="auto_delete",
    )
    def retention(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The rules, and what they would do; a post looks only, or saves."""
        study: Study = object_or_denied(self, request, object_id)
        if request.method != "POST":
            rules = list(study.retention_rules.all())
            return self._retention_page(request, study, RetentionForm(None, study=study), rules)
        if not self.may(request, Right.DELETE, object_id):
            raise PermissionDenied
        form = RetentionForm(request.POST, study=study)
        if not form.is_valid():
            return self._retention_page(request, study, form, [])
        rules = form.rules()
        if "save" not in request.POST or not self._is_sure(form, rules):
            return self._retention_page(request, study, form, rules)
        self._save_rules(request, study, rules)
        return redirect("admin:studies_study_retention", object_id)

    def _is_sure(self, form: RetentionForm, rules: list[RetentionRule]) -> bool:
        """Whether nothing goes within the hour, or whoever saves has seen that it does."""
        goes = any(seen.rows_now for seen in foresee(rules, now=timezone.now()))
        if goes and not form.cleaned_data["sure"]:
            form.add_error("sure", _("Something goes within the hour: look at it, and say so."))
        return not form.errors

    @transaction.atomic
    def _save_rules(self, request: HttpRequest, study: Study, rules: list[RetentionRule]) -> None:
        study.retention_rules.exclude(data__in=[rule.data for rule in rules]).delete()
        for rule in rules:
            values = {"days": rule.days, "counted_from": rule.counted_from}
            RetentionRule.objects.update_or_create(study=study, data=rule.data, defaults=values)
        told = ", ".join(f"{rule.data} {rule.days}" for rule in rules) or "none"
        self.log_change(request, study, f"Changed the rules of retention: {told}.")
        self.message_user(request, _("The rules are saved."), messages.SUCCESS)

    def _retention_page(
        self, request: HttpRequest, study: Study, form: RetentionForm, rules: list[RetentionRule]
    ) -> HttpResponse:
        may_write = self.may(request, Right.DELETE, str(study.pk))
        if not may_write:
            for field in form.fields.values():
                field.disabled = True
        values: dict[str, Any] = page_values(self, request, study, title=_("Retention")) | {
            "form": form,
            "lines": [line_of(seen) for seen in foresee(rules, now=timezone.now())],
            "may_write": may_write,
            "media": self.media + form.media,
        }
        status = 422 if form.errors else 200
        return render(request, "console/retention.html", values, status=status)
