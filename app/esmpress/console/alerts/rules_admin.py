"""The rules of a study's alerts, behind a button of its page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import RestrictedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from esmpress.alerts.models import AlertRule
from esmpress.alerts.risks import raise_risks
from esmpress.console.alerts.mail_health import troubled_members
from esmpress.console.alerts.risk_form import ItemForm, RiskForm, watched_items
from esmpress.console.alerts.rule_forms import FORMS, RuleForm
from esmpress.console.alerts.rule_words import rule_lines
from esmpress.console.confirming import confirm, object_or_denied, page_values
from esmpress.console.rights.scoping import StudyScoped
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

PAGE = "admin:studies_study_alert_rules"
Kind = AlertRule.Kind


class AlertRulesAdmin(StudyScoped):
    """Adds the pages of rules to an Admin of studies: whoever may see one may look."""

    def get_urls(self) -> list[Any]:
        """The pages of one rule, before the address that stands for any study."""
        under = "<path:object_id>/alert-rules"
        views = (
            (f"{under}/add/", "alert_rule_add", self.add_alert_rule),
            (f"{under}/<int:rule_id>/", "alert_rule", self.alert_rule),
            (f"{under}/<int:rule_id>/delete/", "alert_rule_removal", self.remove_alert_rule),
        )
        own = [
            path(route, self.admin_site.admin_view(view), name=f"studies_study_{name}")
            for route, name, view in views
        ]
        return own + list(super().get_urls())

    def has_alert_rules_permission(
        self, request: HttpRequest, object_id: str | None = None
    ) -> bool:
        """Whoever may see the study."""
        return self.may(request, Right.SEE_STUDY, object_id)

    @action(
        description=gettext_lazy("Alerts"),
        permissions=["alert_rules"],
        url_path="alert-rules",
        icon="notification_important",
    )
    def alert_rules(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is watched, and who cannot be mailed."""
        study: Study = object_or_denied(self, request, object_id)
        may_edit = self.may(request, Right.EDIT_DESIGN, object_id)
        rules = study.alert_rules.select_related("arm", "phase", "questionnaire")
        values = page_values(self, request, study, title=_("Alerts")) | {
            "lines": rule_lines(
                rules,
                sees_arms=self.may(request, Right.SEE_ARMS, object_id),
                sees_conditions=may_edit or self.may(request, Right.SEE_ANSWERS, object_id),
            ),
            "kinds": Kind.choices,
            "may_edit": may_edit,
            "may_be_mailed": self.may(request, Right.ACT_ON_PEOPLE, object_id),
            "may_see_people": self.may(request, Right.SEE_PEOPLE, object_id),
            "troubled": troubled_members(study),
            "media": self.media,
        }
        return render(request, "console/alert_rules.html", values)

    def add_alert_rule(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A new rule of the kind the address names; of an answer, first which item."""
        study = self._study_to_watch(request, object_id)
        kind, item = request.GET.get("kind", ""), request.GET.get("item", "")
        if kind not in Kind.values:
            raise Http404
        rule = AlertRule(study=study, kind=kind, since=timezone.now())
        if kind == Kind.RISK:
            if item not in dict(watched_items(study)):
                return self._ask_watched_item(request, study)
            questionnaire, _bar, rule.column = item.partition("|")
            rule.questionnaire_id = int(questionnaire)
        return self._rule_page(request, study, rule)

    def alert_rule(self, request: HttpRequest, object_id: str, rule_id: int) -> HttpResponse:
        """One rule, to be changed."""
        study = self._study_to_watch(request, object_id)
        return self._rule_page(request, study, self._rule_of(request, study, rule_id))

    def remove_alert_rule(self, request: HttpRequest, object_id: str, rule_id: int) -> HttpResponse:
        """Ask first; a rule that has raised something stays, for its alerts are the history."""
        study = self._study_to_watch(request, object_id)
        rule = self._rule_of(request, study, rule_id)
        if request.method != "POST":
            return confirm(
                self,
                request,
                study,
                title=_("Delete this rule?"),
                sentences=[_("A rule that has raised alerts can only be switched off.")],
                button=_("Delete the rule"),
            )
        try:
            rule.delete()
        except RestrictedError:
            said = _("Nothing was deleted: the rule has raised alerts. Switch it off instead.")
            self.message_user(request, said, messages.ERROR)
            return redirect(PAGE, study.pk)
        return self._rule_noted(request, study, _("A rule of alerts was deleted."))

    def _study_to_watch(self, request: HttpRequest, object_id: str) -> Study:
        """The study; raises PermissionDenied for who may not edit its design."""
        study: Study = object_or_denied(self, request, object_id)
        if not self.may(request, Right.EDIT_DESIGN, object_id):
            raise PermissionDenied
        return study

    def _rule_of(self, request: HttpRequest, study: Study, rule_id: int) -> AlertRule:
        """The study's rule; raises Http404, also for one that tells an arm one may not see."""
        found = study.alert_rules.select_related("phase", "study").filter(pk=rule_id).first()
        sees_arms = self.may(request, Right.SEE_ARMS, str(study.pk))
        if found is None or (found.tells_arm and not sees_arms):
            raise Http404
        return found

    def _ask_watched_item(self, request: HttpRequest, study: Study) -> HttpResponse:
        values = page_values(self, request, study, title=_("An answer that needs a human")) | {
            "form": ItemForm(study),
            "has_items": bool(watched_items(study)),
        }
        return render(request, "console/alert_item.html", values)

    def _rule_page(self, request: HttpRequest, study: Study, rule: AlertRule) -> HttpResponse:
        made: type[RuleForm] = FORMS.get(rule.kind, RiskForm)
        posted = request.POST if request.method == "POST" else None
        sees_arms = self.may(request, Right.SEE_ARMS, str(study.pk))
        form = made(posted, rule=rule, study=study, sees_arms=sees_arms)
        if posted is not None and form.is_valid():
            return self._save_rule(request, study, rule, form)
        values = page_values(self, request, study, title=str(Kind(rule.kind).label).capitalize())
        back = reverse(PAGE, args=[study.pk])
        values |= {
            "trail": [*values["trail"], (_("Alerts"), back)],
            "form": form,
            "rule": rule,
            "asked": rule.column if rule.kind == Kind.RISK else "",
            "back": back,
            "media": self.media,
        }
        status = 422 if form.errors else 200
        return render(request, "console/alert_rule.html", values, status=status)

    @transaction.atomic
    def _save_rule(
        self, request: HttpRequest, study: Study, rule: AlertRule, form: RuleForm
    ) -> HttpResponse:
        """Save it; what came until now is read by the rules as they were."""
        now = timezone.now()
        raise_risks(now=now)
        for name, value in form.values().items():
            if name == "is_on" and value and not rule.is_on:
                rule.since = now
            setattr(rule, name, value)
        rule.save()
        return self._rule_noted(request, study, _("The rule is saved."))

    def _rule_noted(self, request: HttpRequest, study: Study, said: str) -> HttpResponse:
        self.log_change(request, study, said)
        self.message_user(request, said, messages.SUCCESS)
        return redirect(PAGE, study.pk)
