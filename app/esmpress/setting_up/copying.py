"""Copies a study: all of its design, and nothing of people, data or its launch."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.questionnaires.making import free_slug, make_questionnaire, named_anew
from esmpress.questionnaires.models import Questionnaire, newest_versions
from esmpress.questionnaires.publishing import IncompleteDraft, draft_definition
from esmpress.setting_up.naming import Naming, SlugTaken
from esmpress.studies.models import Joining, Study, new_seed

Row = TypeVar("Row", bound=Model)
# Keys of the rows that were copied, and of those that came of them.
Keys = dict[int | None, int | None]


class NotCopied(Exception):
    """Questionnaires cannot be copied; `faults` says what to mend, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the sentences."""
        super().__init__(" ".join(faults))
        self.faults = faults


def copy_study(
    study: Study, naming: Naming, *, own_questionnaires: bool, researcher: Researcher | None
) -> Study:
    """A new draft with the same design and texts; its joining is closed, its consent a draft.

    It asks the same questionnaires, or with `own_questionnaires` copies nobody has published.
    Raises SlugTaken, and NotCopied for a questionnaire without a version whose draft has faults.
    """
    return named_anew(
        lambda: _copy(study, naming, own_questionnaires=own_questionnaires, researcher=researcher)
    )


def _copy(
    study: Study, naming: Naming, *, own_questionnaires: bool, researcher: Researcher | None
) -> Study:
    # Whoever saves its form meanwhile waits: the copy is of one state.
    study = Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    if Study.objects.filter(slug=naming.slug).exists():
        raise SlugTaken(naming.slug)
    made = _alike(study, **asdict(naming), seed=new_seed(), launched_at=None, ended_at=None)
    asked = _own_questionnaires(study) if own_questionnaires else {}
    arms, phases = _copy_design(study, made, asked)
    _copy_alert_rules(study, made, arms, phases, asked)
    for message in study.message_templates.all():
        _alike(message, study_id=made.pk, changed_by_id=researcher.pk if researcher else None)
    for chart in study.feedback_charts.all():
        questionnaire = asked.get(chart.questionnaire_id, chart.questionnaire_id)
        _alike(chart, study_id=made.pk, questionnaire_id=questionnaire)
    _copy_joining(study, made)
    return made


def _alike(row: Row, **changes: Any) -> Row:
    """A new row with the same fields but for the changes."""
    fields = (field for field in row._meta.concrete_fields if not field.primary_key)
    made = type(row)(**{field.attname: getattr(row, field.attname) for field in fields} | changes)
    made.save(force_insert=True)
    return made


def _copy_design(study: Study, made: Study, asked: Keys) -> tuple[Keys, Keys]:
    """Arms, phases and schedules; the keys of the first two."""
    none: Keys = {None: None}
    arms = none | {one.pk: _alike(one, study_id=made.pk).pk for one in study.arms.all()}
    phases = none | {
        one.pk: _alike(one, study_id=made.pk, arm_id=arms[one.arm_id]).pk
        for one in study.phases.all()
    }
    for schedule in study.schedules.order_by("pk"):
        _alike(
            schedule,
            study_id=made.pk,
            phase_id=phases[schedule.phase_id],
            questionnaire_id=asked.get(schedule.questionnaire_id, schedule.questionnaire_id),
        )
    return arms, phases


def _copy_alert_rules(study: Study, made: Study, arms: Keys, phases: Keys, asked: Keys) -> None:
    for rule in study.alert_rules.all():
        _alike(
            rule,
            study_id=made.pk,
            arm_id=arms[rule.arm_id],
            phase_id=phases[rule.phase_id],
            questionnaire_id=asked.get(rule.questionnaire_id, rule.questionnaire_id),
        )


def _copy_joining(study: Study, made: Study) -> None:
    """How people join, closed; versions of the consent are of those who agreed to them."""
    joining = Joining.objects.filter(study=study).first()
    if joining is None:
        return
    own = _alike(joining, study_id=made.pk, is_open=False)
    for purpose in joining.purposes.all():
        _alike(purpose, joining_id=own.pk)


def _own_questionnaires(study: Study) -> Keys:
    """A copy of each questionnaire the schedules ask: of what is published, or of its draft."""
    asked = list(Questionnaire.objects.filter(schedules__study=study).distinct().order_by("pk"))
    versions = newest_versions({one.pk for one in asked})
    faults: list[str] = []
    made: Keys = {}
    for one in asked:
        version = versions.get(one.pk)
        try:
            definition = version.parsed() if version else draft_definition(one)
        except IncompleteDraft as error:
            faults += [
                _("Questionnaire “%(one)s”, %(fault)s") % {"one": one, "fault": fault}
                for fault in error.faults
            ]
            continue
        slug = free_slug(one.slug, among=Questionnaire)
        made[one.pk] = make_questionnaire(definition, name=one.name, slug=slug).pk
    if faults:
        raise NotCopied(faults)
    return made
