"""How far a study is set up: the state of each step, by the same gaps that forbid its launch."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from esmpress.lazy_texts import lazily
from esmpress.setting_up.design_steps import design_step, questionnaires_step, study_step
from esmpress.setting_up.people_steps import consent_step, messages_step, participants_step
from esmpress.setting_up.sending_steps import launch_step, preflight_step
from esmpress.setting_up.states import Remark, Standing, State, Step
from esmpress.studies.gaps import Gap
from esmpress.studies.launching import NO_SCHEDULE, gaps_before_launch
from esmpress.studies.models import Study

Remarks = dict[Step, list[Remark]]
NOTHING_ASKED = lazily(
    "No schedule asks a questionnaire: publish one, and choose it in a schedule."
)


def standings_of(study: Study, *, now: datetime) -> list[Standing]:
    """Every step of a draft, in order; a constant number of statements, whatever it holds."""
    gaps = _by_step(gaps_before_launch(study))
    consent = consent_step(study)
    before = [
        study_step(study, gaps[Step.STUDY], today=now.date()),
        questionnaires_step(study, gaps[Step.QUESTIONNAIRES]),
        design_step(study, gaps[Step.DESIGN], is_ready=not any(gaps.values()), today=now.date()),
        messages_step(study),
        consent,
        participants_step(study, gaps[Step.PARTICIPANTS], consent=consent),
        preflight_step(study, now=now),
    ]
    return [*before, launch_step([one.step for one in before if one.state == State.MISSING])]


def missing_steps(study: Study) -> list[Step]:
    """The steps that are missing, in order, and no more: for a line in a list."""
    gaps = _by_step(gaps_before_launch(study))
    return [step for step in Step if gaps[step]]


def _by_step(gaps: list[Gap]) -> Remarks:
    """The gaps by the step each is closed in; what no schedule asks is missing, too."""
    found: Remarks = defaultdict(list)
    if NO_SCHEDULE in gaps:
        found[Step.QUESTIONNAIRES].append(Remark(NOTHING_ASKED))
    for gap in gaps:
        found[Step(gap.part)].append(Remark(gap.sentence, gap.questionnaire_id))
    return found
