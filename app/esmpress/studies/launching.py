"""Launching: from a draft to a running study, or a list of what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from esmpress.lazy_texts import lazily
from esmpress.questionnaires.models import QuestionnaireVersion, newest_versions
from esmpress.sampling.checking import clock_change_failures
from esmpress.sampling.preview.refusing import refusals
from esmpress.studies.design import design_of
from esmpress.studies.gaps import Gap, Part
from esmpress.studies.models import Schedule, Study, checked_scheme
from esmpress.studies.readiness import misfits
from esmpress.studies.versions import confirm_first

NO_SCHEDULE = Gap(Part.DESIGN, lazily("The study has no schedule yet."))


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
    return [str(gap.sentence) for gap in gaps_before_launch(study)]


def gaps_before_launch(study: Study) -> list[Gap]:
    """The same with the parts; a constant number of statements, whatever the study holds.

    How the parts fit together is looked at once each of them is in order.
    """
    if found := [*_gaps_of_title(study), *_gaps_of_schedules(study)]:
        return found
    return misfits(study) or [Gap(Part.DESIGN, one) for one in refusals(design_of(study))]


def _gaps_of_title(study: Study) -> Iterator[Gap]:
    if untitled := [code for code in study.languages if not study.title.get(code)]:
        yield Gap(
            Part.STUDY,
            _("The study's title in %(untitled)s is missing.") % {"untitled": ", ".join(untitled)},
        )


def _gaps_of_schedules(study: Study) -> Iterator[Gap]:
    schedules = list(study.schedules.select_related("questionnaire"))
    if not schedules:
        yield NO_SCHEDULE
    versions = newest_versions({schedule.questionnaire_id for schedule in schedules})
    for schedule in schedules:
        yield from _gap_of_scheme(schedule)
        version = versions.get(schedule.questionnaire_id)
        yield from _gap_of_questionnaire(schedule, version, set(study.languages))


def _gap_of_scheme(schedule: Schedule) -> Iterator[Gap]:
    try:
        checked_scheme(schedule.scheme)
    except ValidationError as error:
        yield Gap(
            Part.DESIGN,
            _("Schedule “%(schedule)s”: %(messages)s")
            % {"schedule": schedule, "messages": error.messages[0]},
        )


def _gap_of_questionnaire(
    schedule: Schedule, version: QuestionnaireVersion | None, languages: set[str]
) -> Iterator[Gap]:
    asked = schedule.questionnaire
    if version is None:
        sentence = _(
            "the questionnaire “%(asked)s” has no published version. Publish it first."
        ) % {"asked": asked}
    elif absent := languages - version.parsed().languages:
        listed = ", ".join(sorted(absent))
        sentence = _("the published questionnaire “%(asked)s” has no texts in %(listed)s.") % {
            "asked": asked,
            "listed": listed,
        }
    else:
        return
    yield Gap(
        Part.QUESTIONNAIRES,
        _("Schedule “%(schedule)s”: %(sentence)s") % {"schedule": schedule, "sentence": sentence},
        asked.pk,
    )


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
        raise AlreadyLaunched(_("“%(study)s” was launched before.") % {"study": study})
    if reasons := missing_for_launch(locked):
        raise NotReady(reasons)
    confirm_first(locked, now=now)
    Study.objects.filter(pk=study.pk).update(launched_at=now)
    study.refresh_from_db()
