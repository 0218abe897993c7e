"""Launching: from a draft to a running study, or a list of what is missing."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction

from esmpress.sampling.checking import clock_change_failures
from esmpress.sampling.preview.refusing import refusals
from esmpress.studies.design import design_of
from esmpress.studies.models import Schedule, Study, checked_scheme
from esmpress.studies.readiness import misfits
from esmpress.studies.versions import confirm_first


class NotReady(Exception):
    """The study cannot be launched yet; `reasons` says why, one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        """Keep the reasons in the order a researcher would mend them."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class AlreadyLaunched(Exception):
    """The study runs or has ended."""


def missing_for_launch(study: Study) -> list[str]:
    """What stands between the study and its launch, one sentence each; empty when ready."""
    reasons = []
    if untitled := [code for code in study.languages if not study.title.get(code)]:
        reasons.append(f"The study's title in {', '.join(untitled)} is missing.")
    schedules = list(study.schedules.select_related("questionnaire"))
    if not schedules:
        reasons.append("The study has no schedule yet.")
    for schedule in schedules:
        reasons += _missing_for_schedule(schedule, set(study.languages))
    return reasons or misfits(study) or refusals(design_of(study))


def _missing_for_schedule(schedule: Schedule, languages: set[str]) -> list[str]:
    reasons = []
    try:
        checked_scheme(schedule.scheme)
    except ValidationError as error:
        reasons.append(f"Schedule “{schedule}”: {error.messages[0]}")
    version = schedule.questionnaire.latest_version()
    if version is None:
        reasons.append(
            f"Schedule “{schedule}”: the questionnaire “{schedule.questionnaire}” has no "
            "published version. Publish it first."
        )
    elif absent := languages - version.parsed().languages:
        reasons.append(
            f"Schedule “{schedule}”: the published questionnaire “{schedule.questionnaire}” has no "
            f"texts in {', '.join(sorted(absent))}."
        )
    return reasons


def warnings_for_launch(study: Study, *, today: date) -> list[str]:
    """What has no place on the coming year's clock changes in the study's zone, one sentence each.

    Takes a study that is ready. The preview warns of much more.
    """
    return clock_change_failures(design_of(study), ZoneInfo(study.time_zone), today=today)


@transaction.atomic
def launch(study: Study, *, now: datetime) -> None:
    """Start the study, with version 1 of its schedules; raises NotReady, or AlreadyLaunched."""
    # What is checked is what is confirmed: a schedule that comes meanwhile waits, and is refused.
    locked = Study.objects.select_for_update().get(pk=study.pk)
    if locked.launched_at is not None:
        raise AlreadyLaunched(f"“{study}” was launched before.")
    if reasons := missing_for_launch(locked):
        raise NotReady(reasons)
    confirm_first(locked, now=now)
    Study.objects.filter(pk=study.pk).update(launched_at=now)
    study.refresh_from_db()
