"""Trying a study out before its launch: made-up people answer it, and leave their data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.jobs.admin import to_job
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.scheme_words import in_form_words
from esmpress.jobs.asking import ask_for
from esmpress.jobs.tasks import wake
from esmpress.studies.launching import missing_for_launch
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

# Of the command simulate_study, more can be asked.
MOST_PARTICIPANTS = 500
LARGEST_SEED = 2**31 - 1
TITLE = gettext_lazy("Simulate data")


class SimulationForm(forms.Form):
    """How many made-up people take part, and how they behave."""

    participants = forms.IntegerField(
        label=gettext_lazy("Participants"),
        min_value=1,
        max_value=MOST_PARTICIPANTS,
        initial=20,
        help_text=gettext_lazy("Made-up people, 500 at most; 20 are enough to try an analysis."),
        widget=UnfoldAdminIntegerFieldWidget,
    )
    compliance = forms.IntegerField(
        label=gettext_lazy("Compliance in percent"),
        min_value=0,
        max_value=100,
        initial=75,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=gettext_lazy("How many of the prompts are answered, on average."),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        min_value=0,
        max_value=LARGEST_SEED,
        initial=7,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=gettext_lazy(
            "The same number gives the same data again; another one gives other people, moments "
            "and answers."
        ),
    )


class TryingOutAdmin(StudyScoped):
    """Adds the page to an Admin of studies; whoever may see a study may try it out."""

    def has_simulate_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study."""
        return self.may(request, Right.SEE_STUDY, object_id)

    @action(description=TITLE, permissions=["simulate"], url_path="simulate", icon="science")
    def simulate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what comes out, and have it done on a post."""
        study = object_or_denied(self, request, object_id)
        if reasons := missing_for_launch(study):
            return self._cannot_simulate(request, study, reasons)
        form = SimulationForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self._simulate(request, study, form.cleaned_data)
        return confirm(
            self,
            request,
            study,
            title=str(TITLE),
            sentences=[
                _(
                    "The whole study happens with made-up people: invitations, answers, what they "
                    "miss. You get a file of the same form as an export, to try your analysis on."
                ),
                _("Nothing is sent, and nothing of this study or its participants changes."),
            ],
            button=_("Simulate"),
            form=form,
            status=422 if form.errors else 200,
        )

    def _cannot_simulate(
        self, request: HttpRequest, study: Study, reasons: list[str]
    ) -> HttpResponse:
        return confirm(
            self,
            request,
            study,
            title=str(TITLE),
            sentences=[_("What could not be launched cannot be simulated either:")],
            problems=[in_form_words(reason) for reason in reasons],
            status=422 if request.method == "POST" else 200,
        )

    def _simulate(self, request: HttpRequest, study: Study, wanted: dict[str, Any]) -> HttpResponse:
        with transaction.atomic():
            job = ask_for(
                "simulation",
                study=study,
                asked_by=acting_researcher(request),
                parameters=wanted,
                now=timezone.now(),
            )
            self.log_change(request, study, "Asked for simulated data.")
            transaction.on_commit(wake)
        return to_job(job)
