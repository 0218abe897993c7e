"""How the study itself stands, what it asks, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch
from django.template.defaultfilters import pluralize

from esmpress.languages.choosing import name_in_english
from esmpress.questionnaires.models import DraftItem, Questionnaire, newest_versions
from esmpress.questionnaires.publishing import IncompleteDraft, draft_definition
from esmpress.setting_up.states import Remark, Standing, Step, done_or_warned, missing
from esmpress.studies.launching import warnings_for_launch
from esmpress.studies.models import Study


def study_step(study: Study, gaps: list[Remark], *, today: date) -> Standing:
    """Its title in each language, and its first day."""
    if gaps:
        return missing(Step.STUDY, "Participants would not see what it is called.", gaps)
    languages = " and ".join(name_in_english(code) for code in study.languages)
    return done_or_warned(Step.STUDY, f"Named in {languages}.", list(_past_start(study, today)))


def _past_start(study: Study, today: date) -> Iterator[str]:
    if study.start_date is not None and study.start_date <= today:
        yield (
            f"The first day, {study.start_date}, is over: whoever joins starts on the day after "
            "joining. Write a later date, or choose another rule."
        )


def questionnaires_step(study: Study, gaps: list[Remark]) -> Standing:
    """Whether each questionnaire the schedules ask is published, in all languages of the study."""
    if gaps:
        return missing(Step.QUESTIONNAIRES, "Participants cannot be asked everything yet.", gaps)
    asked = _questionnaires(study)
    sentence = f"Published: {_listed([one.name for one in asked])}."
    return done_or_warned(Step.QUESTIONNAIRES, sentence, list(_unpublished(asked)))


def _questionnaires(study: Study) -> list[Questionnaire]:
    """Those that schedules ask, with their drafts."""
    items = Prefetch("draft_items", DraftItem.objects.select_related("page"))
    found = Questionnaire.objects.filter(schedules__study=study).distinct()
    return list(found.prefetch_related(items, "draft_pages", "draft_rotations"))


def _unpublished(asked: list[Questionnaire]) -> Iterator[str]:
    versions = newest_versions({one.pk for one in asked})
    for one in asked:
        if _has_changed(one, versions[one.pk].content_hash):
            yield (
                f"The draft of “{one}” has changes that nobody gets before it is published again."
            )


def _has_changed(questionnaire: Questionnaire, published: str) -> bool:
    try:
        return draft_definition(questionnaire).content_hash() != published
    except IncompleteDraft:
        return True


def design_step(study: Study, gaps: list[Remark], *, is_ready: bool, today: date) -> Standing:
    """Whether arms, phases and schedules make a design that can be kept."""
    if gaps:
        return missing(Step.DESIGN, "Nobody can be asked by this design yet.", gaps)
    warnings = warnings_for_launch(study, today=today) if is_ready else []
    return done_or_warned(Step.DESIGN, _counted(study), warnings)


def _counted(study: Study) -> str:
    """Like: 2 arms, 1 phase, 2 schedules: “moments”, “evening”."""
    parts = {"arm": study.arms.count(), "phase": study.phases.count()}
    schedules = list(study.schedules.values_list("name", flat=True))
    parts["schedule"] = len(schedules)
    counts = [f"{number} {part}{pluralize(number)}" for part, number in parts.items() if number]
    return f"{', '.join(counts)}: {_listed(schedules)}."


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
