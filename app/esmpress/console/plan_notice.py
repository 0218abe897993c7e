"""Says on the pages of a study and its schedules that the plan is not there yet, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from esmpress.console.jobs.admin import page_of
from esmpress.console.rights.asking import access_of
from esmpress.jobs.kinds import left_of
from esmpress.jobs.models import FINAL, Job
from esmpress.lazy_texts import lazily
from esmpress.prompts.long_work import PLAN
from esmpress.studies.models import Schedule, Study

UNDER_WAY = lazily(
    "The plan is being brought up to date. Nothing is sent by the plan before: who has no new one "
    "yet is asked nothing on the days it is about."
)


@dataclass(frozen=True)
class PlanNotice:
    """What is said, and the work it is about; 0 for who may not see that.

    `is_left` when somebody has to finish it, or wait.
    """

    sentences: list[str]
    job_id: int
    is_left: bool


class PlanNoticeAdmin(ModelAdmin):
    """Adds the notice to the pages of an Admin of studies, or of what belongs to them."""

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **more: Any
    ) -> Any:
        """The page, with the notice where there is something to say."""
        study = _study_of(more.get("obj"))
        if study is not None and study.is_running:
            shows_job = access_of(request).may(PLAN.right, study.pk)
            context["plan_notice"] = plan_notice(study, shows_job=shows_job, now=timezone.now())
        response: HttpResponse = super().render_change_form(request, context, *args, **more)
        return response


def plan_notice(study: Study, *, shows_job: bool, now: datetime) -> PlanNotice | None:
    """What is to be said of the newest planning of many; None once everybody has their plan."""
    job = Job.objects.filter(study=study, kind=PLAN.name).first()
    if job is None or job.state == Job.State.DONE:
        return None
    is_left = job.state in FINAL
    if is_left:
        left = left_of(job, now=now)
        sentences = [_("Not everybody has their plan."), left] if left else []
    else:
        sentences = [str(UNDER_WAY), *_how_it_goes(job, now=now)]
    return PlanNotice(sentences, job.pk if shows_job else 0, is_left) if sentences else None


def _how_it_goes(job: Job, *, now: datetime) -> list[str]:
    page = page_of(job, now=now)
    if page.is_running:
        return [page.reached] if page.reached else []
    by_itself = _("Without a worker, the plan is brought up to date by itself within an hour.")
    return [page.sentence, by_itself]


def _study_of(shown: Any) -> Study | None:
    return shown.study if isinstance(shown, Schedule) else shown
