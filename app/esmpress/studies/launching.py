"""Launching: from a draft to a running study, or a list of what is missing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction

from esmpress.sampling.feasibility import cut_date
from esmpress.sampling.schemes import Scheme
from esmpress.sampling.spacing import close_pairs
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.studies.models import Schedule, Study, checked_scheme
from esmpress.studies.readiness import misfits
from esmpress.studies.versions import confirm_first

# Both clock changes of a year lie in it.
DAYS_LOOKED_AHEAD = 366


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
    return reasons or misfits(study)


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
    """What a researcher should know before launching, although it can be launched.

    The minimum gap is kept within each schedule's day; between days and schedules it is only
    looked at here. So are the clock changes of the coming year in the study's zone.
    """
    schedules = list(study.schedules.all())
    schemes = [schedule.parsed_scheme() for schedule in schedules]
    close = [
        f"{_pair(schedules[pair.first], schedules[pair.second])} can come as close as "
        f"{pair.minutes} minutes, although the minimum gap is {pair.gap} minutes: it is kept "
        "within one day of one schedule."
        for pair in close_pairs(schemes)
    ]
    return close + [
        f"Schedule “{schedule}”, a day without prompts: {reason}"
        for schedule, scheme in zip(schedules, schemes, strict=True)
        for reason in _impossible_days(scheme, study.time_zone, today)
    ]


def _impossible_days(scheme: Scheme, time_zone: str, today: date) -> list[str]:
    reasons = []
    for ahead in range(DAYS_LOOKED_AHEAD):
        try:
            cut_date(scheme, today + timedelta(days=ahead), ZoneInfo(time_zone))
        except InfeasibleDesign as error:
            reasons.append(str(error))
    return reasons


def _pair(first: Schedule, second: Schedule) -> str:
    if first == second:
        return f"Prompts of “{first}” on two days"
    return f"Prompts of “{first}” and “{second}”"


@transaction.atomic
def launch(study: Study, *, now: datetime) -> None:
    """Start the study, with version 1 of its schedules; raises NotReady, or AlreadyLaunched."""
    if reasons := missing_for_launch(study):
        raise NotReady(reasons)
    launched = Study.objects.filter(pk=study.pk, launched_at__isnull=True).update(launched_at=now)
    if not launched:
        raise AlreadyLaunched(f"“{study}” was launched before.")
    confirm_first(study, now=now)
    study.refresh_from_db()
