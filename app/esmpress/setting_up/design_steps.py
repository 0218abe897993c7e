"""How the study itself stands, what it asks, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.languages.choosing import name_in_english
from esmpress.questionnaires.models import DraftItem, Questionnaire, newest_versions
from esmpress.questionnaires.publishing import IncompleteDraft, draft_definition
from esmpress.setting_up.states import Remark, Standing, Step, done_or_warned, missing
from esmpress.studies.launching import warnings_for_launch
from esmpress.studies.models import Study


def study_step(study: Study, gaps: list[Remark], *, today: date) -> Standing:
    """Its title in each language, and its first day."""
    if gaps:
        return missing(Step.STUDY, _("Participants would not see what it is called."), gaps)
    languages = get_text_list([_(name_in_english(code)) for code in study.languages], _("and"))
    return done_or_warned(
        Step.STUDY,
        _("Named in %(languages)s.") % {"languages": languages},
        list(_past_start(study, today)),
    )


def _past_start(study: Study, today: date) -> Iterator[str]:
    if study.start_date is not None and study.start_date <= today:
        yield (
            _(
                "The first day, %(start_date)s, is over: whoever joins starts on the day "
                "after joining. Write a later date, or choose another rule."
            )
            % {"start_date": study.start_date}
        )


def questionnaires_step(study: Study, gaps: list[Remark]) -> Standing:
    """Whether each questionnaire the schedules ask is published, in all languages of the study."""
    if gaps:
        return missing(Step.QUESTIONNAIRES, _("Participants cannot be asked everything yet."), gaps)
    asked = _questionnaires(study)
    sentence = _("Published: %(listed)s.") % {"listed": _listed([one.name for one in asked])}
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
                _(
                    "The draft of “%(one)s” has changes that nobody gets before it is "
                    "published again."
                )
                % {"one": one}
            )


def _has_changed(questionnaire: Questionnaire, published: str) -> bool:
    try:
        return draft_definition(questionnaire).content_hash() != published
    except IncompleteDraft:
        return True


def design_step(study: Study, gaps: list[Remark], *, is_ready: bool, today: date) -> Standing:
    """Whether arms, phases and schedules make a design that can be kept."""
    if gaps:
        return missing(Step.DESIGN, _("Nobody can be asked by this design yet."), gaps)
    warnings = warnings_for_launch(study, today=today) if is_ready else []
    return done_or_warned(Step.DESIGN, _counted(study), warnings)


def _counted(study: Study) -> str:
    """Like: 2 arms, 1 phase, 2 schedules: “moments”, “evening”."""
    schedules = list(study.schedules.values_list("name", flat=True))
    arms, phases, asked = study.arms.count(), study.phases.count(), len(schedules)
    counts = [
        words % {"count": count}
        for count, words in (
            (arms, ngettext("%(count)s arm", "%(count)s arms", arms)),
            (phases, ngettext("%(count)s phase", "%(count)s phases", phases)),
            (asked, ngettext("%(count)s schedule", "%(count)s schedules", asked)),
        )
        if count
    ]
    return f"{', '.join(counts)}: {_listed(schedules)}."


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
