"""The guide's studies: one with two arms that runs, and a diary that is still a draft."""

from __future__ import annotations

from datetime import datetime

from esmpress.accounts.models import Researcher
from esmpress.participants.enrolment import enrol
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.setting_up.naming import Naming
from esmpress.setting_up.templates import find_template, make_from_template
from esmpress.studies.launching import launch
from esmpress.studies.members import make_owner
from esmpress.studies.models import (
    Arm,
    ConsentDocument,
    FeedbackChart,
    Joining,
    Phase,
    Purpose,
    Schedule,
    Study,
)

PEOPLE = 24
GETTING_USED, WITH_BREAKS = 3, 7
FORTNIGHT = 14
SEED = "0123456789abcdef" * 2
AGREE = {
    "en": "My answers may be used for this research.",
    "pl": "Moje odpowiedzi mogą służyć temu badaniu.",
}
INFORMATION = {
    "en": "We would like to know **how breaks at work feel**.\n\n"
    "- It takes ten days.\n- Six times a day you answer a few questions, in a minute.",
    "pl": "Chcemy wiedzieć, **jak działają przerwy w pracy**.\n\n"
    "- Badanie trwa dziesięć dni.\n- Sześć razy dziennie pojawia się kilka pytań, na minutę.",
}
CONSENT = {
    "en": "Taking part is **voluntary**. You can stop at any time, without a reason.",
    "pl": "Udział jest **dobrowolny**. Można go przerwać w każdej chwili, bez podania powodu.",
}
CONSENT_TITLE = {"en": "Your consent", "pl": "Twoja zgoda"}


def draft_study(anna: Researcher, *, now: datetime) -> Study:
    """A diary whose questionnaire is published; nobody is enrolled."""
    study = _from_template("diary-month", "Evening diary", anna, now=now)
    writes = Arm.objects.create(study=study, name="writes letters", position=1)
    waits = Arm.objects.create(study=study, name="waits", weight=2, position=2)
    Phase.objects.create(study=study, name="before", days=FORTNIGHT, position=1)
    Phase.objects.create(study=study, arm=writes, name="letters", days=FORTNIGHT, position=2)
    Phase.objects.create(study=study, arm=waits, name="waiting", days=FORTNIGHT, position=3)
    evening = study.schedules.get()
    evening.scheme |= {"days": 2 * FORTNIGHT}
    evening.save()
    return study


def running_study(anna: Researcher, *, now: datetime) -> Study:
    """A study of two arms with its people, launched."""
    study = _from_template("esm-week", "Breaks at work", anna, now=now)
    _shape(study)
    _open_joining(study, anna, now=now)
    for number in range(1, PEOPLE + 1):
        enrol(
            study,
            email=f"person{number}@example.org",
            language="pl" if number % 3 else "en",
            time_zone="Europe/London" if number % 8 == 0 else study.time_zone,
            now=now,
        )
    launch(study, now=now)
    return study


def _from_template(key: str, name: str, anna: Researcher, *, now: datetime) -> Study:
    naming = Naming(name, name.lower().replace(" ", "-"), str(anna), anna.email)
    study = make_from_template(find_template(key), naming, researcher=anna)
    make_owner(study, anna, now=now)
    for questionnaire in Questionnaire.objects.filter(schedules__study=study):
        publish(questionnaire, now=now, researcher=anna)
    return study


def _shape(study: Study) -> None:
    """Arms, phases, and fewer prompts a day than the template has."""
    study.title = {"en": "Ten days at work", "pl": "Dziesięć dni w pracy"}
    study.start_rule, study.seed = Study.StartRule.SAME_DAY, SEED
    study.feedback_rule, study.feedback_after = Study.FeedbackRule.AFTER_ANSWERS, 10
    study.save()
    breaks = Arm.objects.create(study=study, name="short breaks", position=1)
    usual = Arm.objects.create(study=study, name="as usual", position=2)
    Phase.objects.create(study=study, name="getting used to it", days=GETTING_USED, position=1)
    Phase.objects.create(study=study, arm=breaks, name="breaks", days=WITH_BREAKS, position=2)
    Phase.objects.create(study=study, arm=usual, name="no breaks", days=WITH_BREAKS, position=3)
    moments = study.schedules.get()
    moments.scheme |= {"days": GETTING_USED + WITH_BREAKS, "blocks": 6, "min_gap_minutes": 45}
    moments.scheme |= {"response_window_minutes": 30, "reminders": [10]}
    moments.save()
    _add_chart(moments)


def _add_chart(moments: Schedule) -> None:
    FeedbackChart.objects.create(
        study=moments.study,
        questionnaire=moments.questionnaire,
        column="calm",
        title={"en": "How calm you were", "pl": "Ile było spokoju"},
    )


def _open_joining(study: Study, anna: Researcher, *, now: datetime) -> None:
    joining = Joining.objects.create(
        study=study,
        is_open=True,
        quota=60,
        information=INFORMATION,
        consent_title=CONSENT_TITLE,
        consent_text=CONSENT,
    )
    Purpose.objects.create(joining=joining, name="answers", text=AGREE)
    ConsentDocument.objects.create(
        study=study,
        number=1,
        title=CONSENT_TITLE,
        text=CONSENT,
        purposes=[{"name": "answers", "text": AGREE, "required": True}],
        published_at=now,
        published_by=anna,
    )
