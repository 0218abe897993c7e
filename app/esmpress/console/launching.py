"""Launching a study in the Admin: what is missing, what pre-flight says, the question, the act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.decorators import action

from esmpress.accounts.models import Researcher
from esmpress.console.confirming import acting_researcher, confirm, object_or_denied, page_values
from esmpress.console.preflight import PreflightAdmin
from esmpress.console.preflight_forms import AlthoughForm
from esmpress.console.preflight_words import although, headline, looked_up
from esmpress.console.scheme_words import in_form_words
from esmpress.delivery.preflight.checklist import Checklist, checklist
from esmpress.jobs.tasks import wake
from esmpress.lazy_texts import lazily
from esmpress.prompts.long_work import AT_ONCE, ask_for_plan
from esmpress.prompts.planning import plan_study
from esmpress.studies import launching
from esmpress.studies.models import Study


class LaunchingAdmin(PreflightAdmin):
    """Adds the launch to an Admin of studies."""

    @action(
        description=lazily("Launch"),
        permissions=["launch"],
        url_path="launch",
        icon="rocket_launch",
    )
    def launch(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what is missing, or ask; then start the study and plan its first two days."""
        study = object_or_denied(self, request, object_id)
        if study.launched_at is not None or launching.missing_for_launch(study):
            return self._cannot_launch(request, study)
        found = checklist(study, now=timezone.now())
        form = AlthoughForm(found.red, request.POST if request.method == "POST" else None)
        if request.method != "POST" or (found.red and not form.is_valid()):
            return self._before_launch(request, study, found, form)
        return self._launch(request, study, found)

    def _launch(self, request: HttpRequest, study: Study, found: Checklist) -> HttpResponse:
        now = timezone.now()
        try:
            launching.launch(study, now=now)
        except (launching.NotReady, launching.AlreadyLaunched):
            # Somebody else was faster: at launching it, or at changing it.
            study.refresh_from_db()
            return self._cannot_launch(request, study)
        self.log_change(request, study, although(found.red))
        sentence = _plan_first_days(study, acting_researcher(request), now=now)
        self.message_user(request, sentence, messages.SUCCESS)
        return redirect("admin:studies_study_change", study.pk)

    def _cannot_launch(self, request: HttpRequest, study: Study) -> HttpResponse:
        is_post = request.method == "POST"
        if study.launched_at is not None and is_post:
            self.message_user(
                request, _("“%(study)s” was launched before.") % {"study": study}, messages.ERROR
            )
            return redirect("admin:studies_study_change", study.pk)
        reasons: list[str] = []
        sentences = [_("This study was launched before.")]
        if study.launched_at is None:
            sentences = [_("The study cannot be launched yet:")]
            reasons = [in_form_words(reason) for reason in launching.missing_for_launch(study)]
        return confirm(
            self,
            request,
            study,
            title=_("Launch"),
            sentences=sentences,
            problems=reasons,
            status=422 if is_post else 200,
        )

    def _before_launch(
        self, request: HttpRequest, study: Study, found: Checklist, form: AlthoughForm
    ) -> HttpResponse:
        enrolled = study.participants.enrolled().count()
        values: dict[str, Any] = page_values(
            self, request, study, title=_("Launch this study?")
        ) | {
            "sentences": [
                ngettext(
                    "%(count)s participant enrolled; more can join later.",
                    "%(count)s participants enrolled; more can join later.",
                    enrolled,
                )
                % {"count": enrolled},
                _(
                    "Invitations will go out by the schedules, which later change only from a "
                    "date on."
                ),
            ],
            "problems": launching.warnings_for_launch(study, today=timezone.now().date()),
            "button": _("Launch"),
            "list": found,
            "headline": headline(found),
            "looked_up": looked_up(found, now=timezone.now()),
            "although": form if found.red else None,
        }
        status = 422 if request.method == "POST" else 200
        return render(request, "console/launch.html", values, status=status)


def _plan_first_days(study: Study, researcher: Researcher, *, now: datetime) -> str:
    """Plan a few people at once, or ask for the planning of many; says which."""
    people = study.participants.taking_part().count()
    if people > AT_ONCE:
        with transaction.atomic():
            ask_for_plan(study, asked_by=researcher, people=people, now=now)
            transaction.on_commit(wake)
        return _("“%(study)s” runs. The first days are being planned.") % {"study": study}
    planned = plan_study(study, now=now)
    return ngettext(
        "“%(study)s” runs: %(count)s prompt planned for the next 48 hours.",
        "“%(study)s” runs: %(count)s prompts planned for the next 48 hours.",
        planned,
    ) % {"study": study, "count": planned}
