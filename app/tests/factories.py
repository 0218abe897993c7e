"""Makes rows for tests: complete, plain, and changed by keyword."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from esmpress.accounts.models import Researcher
from esmpress.participants import enrolment
from esmpress.participants.models import Participant
from esmpress.prompts import links
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.studies.members import add_member
from esmpress.studies.models import Arm, Phase, Role, Schedule, Study
from esmpress.studies.versions import confirm_first

LAUNCHED_AT = datetime(2027, 1, 10, 12, 0, tzinfo=UTC)
SCHEDULED_AT = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

FIXED: dict[str, Any] = {
    "kind": "fixed",
    "days": 7,
    "times": ["10:00", "16:00"],
    "response_window_minutes": 30,
    "finish_within_minutes": 15,
    "reminders": [10],
}
RANDOM: dict[str, Any] = {
    "kind": "random_in_blocks",
    "days": 7,
    "blocks": 4,
    "windows": [{"weekdays": EVERY_DAY, "from": "09:00", "to": "21:00"}],
    "min_gap_minutes": 45,
    "response_window_minutes": 30,
}
BOTH = {"en": "text", "pl": "tekst"}
ITEMS: tuple[dict[str, Any], ...] = (
    {
        "name": "stress",
        "kind": "slider",
        "settings": {"min": 0, "max": 100, "min_label": BOTH, "max_label": BOTH},
    },
    {
        "name": "company",
        "kind": "single_choice",
        "settings": {"options": [{"value": 1, "label": BOTH}, {"value": 2, "label": BOTH}]},
    },
    {"name": "sleep", "kind": "number", "required": False, "settings": {"min": 0, "max": 24}},
    {"name": "note", "kind": "text", "required": False, "settings": {"max_length": 20}},
)
ANSWERS: dict[str, object] = {"stress": 63, "company": 2, "sleep": 7, "note": "fine"}

_count = itertools.count(1)


def make_member(study: Study, role: str = Role.OWNER, **fields: Any) -> Researcher:
    """A researcher without any permission of Django's who has a role in the study."""
    email = fields.pop("email", f"{role}-{next(_count)}@example.org")
    researcher = Researcher.objects.create_user(email, **fields)
    add_member(study, researcher, role, given_by=researcher, now=LAUNCHED_AT)
    return researcher


def make_questionnaire(*, published: bool = True, **fields: Any) -> Questionnaire:
    """A questionnaire with four items in two languages, published unless told otherwise."""
    number = next(_count)
    defaults = {"name": "Affect", "slug": f"affect-{number}", "title": BOTH}
    questionnaire = Questionnaire.objects.create(**defaults | fields)
    for item in ITEMS:
        questionnaire.add_item(text=BOTH, **item)
    if published:
        publish(questionnaire, now=LAUNCHED_AT, researcher=None)
    return questionnaire


def make_study(
    *,
    scheme: dict[str, Any] = FIXED,
    questionnaire: Questionnaire | None = None,
    arms: Mapping[str, int] | None = None,
    phases: Sequence[Mapping[str, Any]] = (),
    schedules: Mapping[str, Mapping[str, Any]] | None = None,
    **fields: Any,
) -> Study:
    """A running study in Warsaw with one schedule, or those named, with their `phase` if any.

    `arms` maps names to weights; `phases` have name, days and the name of their arm, if any.
    """
    defaults: dict[str, Any] = {
        "name": "Affect week",
        "slug": f"study-{next(_count)}",
        "title": {"en": "A week of feelings", "pl": "Tydzień z emocjami"},
        "languages": ["en", "pl"],
        "time_zone": "Europe/Warsaw",
        "contact_name": "Dr Nowak",
        "contact_email": "nowak@example.org",
        "seed": "00" * 16,
        "launched_at": LAUNCHED_AT,
    }
    values = defaults | fields
    launched = {name: values.pop(name, None) for name in ("launched_at", "ended_at")}
    study = Study.objects.create(**values)
    _add_arms_and_phases(study, arms or {}, phases)
    questionnaire = questionnaire or make_questionnaire()
    for name, one in (schedules or {"moments": scheme}).items():
        make_schedule(study, name=name, scheme=one, questionnaire=questionnaire)
    if launched["launched_at"]:
        confirm_first(study, now=launched["launched_at"])
        Study.objects.filter(pk=study.pk).update(**launched)
        study.refresh_from_db()
    return study


def _add_arms_and_phases(
    study: Study, arms: Mapping[str, int], phases: Sequence[Mapping[str, Any]]
) -> None:
    for position, (name, weight) in enumerate(arms.items()):
        Arm.objects.create(study=study, name=name, weight=weight, position=position)
    for position, phase in enumerate(phases):
        arm = study.arms.get(name=phase["arm"]) if "arm" in phase else None
        Phase.objects.create(study=study, position=position, **{**phase, "arm": arm})


def make_schedule(
    study: Study,
    *,
    name: str = "moments",
    scheme: Mapping[str, Any] = FIXED,
    questionnaire: Questionnaire | None = None,
) -> Schedule:
    """A schedule, in a phase if its scheme names one; a running study is launched again with it."""
    scheme = dict(scheme)
    phase = scheme.pop("phase", None)
    mine = Study.objects.filter(pk=study.pk)
    mine.update(launched_at=None)
    schedule = Schedule.objects.create(
        study=study,
        name=name,
        questionnaire=questionnaire or make_questionnaire(),
        scheme=scheme,
        phase=study.phases.get(name=phase) if phase else None,
    )
    if study.launched_at is not None:
        confirm_first(study, now=study.launched_at)
        mine.update(launched_at=study.launched_at)
    return schedule


def make_participant(
    study: Study | None = None, *, start_date: date | None = date(2027, 1, 11), **fields: Any
) -> Participant:
    """An enrolled participant whose study day 1 is 11 January 2027."""
    study = study or make_study()
    values: dict[str, Any] = {
        "email": f"participant{next(_count)}@example.org",
        "language": "en",
        "time_zone": study.time_zone,
        "now": LAUNCHED_AT,
    }
    participant = enrolment.enrol(study, **values | fields)
    participant.start_date = start_date
    participant.save()
    return participant


def make_prompt(participant: Participant | None = None, **fields: Any) -> Prompt:
    """A planned prompt at 10:00 in Warsaw that can be opened for 30 minutes."""
    participant = participant or make_participant()
    scheduled_at = fields.get("scheduled_at", SCHEDULED_AT)
    schedule = fields.get("schedule") or participant.study.schedules.earliest("pk")
    confirm_first(participant.study, now=LAUNCHED_AT)
    defaults: dict[str, Any] = {
        "participant": participant,
        "schedule": schedule,
        "schedule_version": schedule.versions.last(),
        "study_day": 1,
        "beep": next(_count),
        "scheduled_at": scheduled_at,
        "time_zone": participant.time_zone,
        "utc_offset_minutes": 60,
        "open_until": scheduled_at + timedelta(minutes=30),
        "finish_within_minutes": 15,
        "algorithm": 1,
    }
    return Prompt.objects.create(**defaults | fields)


def make_sent_prompt(participant: Participant | None = None, **fields: Any) -> tuple[Prompt, str]:
    """A prompt whose invitation is out, and the token of its link."""
    sent_at = fields.get("scheduled_at", SCHEDULED_AT)
    prompt = make_prompt(participant, **{"status": Prompt.Status.SENT, "sent_at": sent_at} | fields)
    link = links.issue_links([prompt])[prompt.pk]
    return prompt, link.rpartition("/")[2]
