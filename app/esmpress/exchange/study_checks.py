"""Whether the parts of a study file fit together, and fit this server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model

from esmpress.delivery.messages.checking import removed_from
from esmpress.delivery.messages.saving import FaultyText, check_text
from esmpress.delivery.messages.study_mail import OwnText, StudyMail
from esmpress.exchange.study_file import MessageFields, StudyFile
from esmpress.sampling.design import parse_design
from esmpress.sampling.malformed import MalformedScheme, name_schedule
from esmpress.studies.models import Arm, Phase, Study, checked_scheme

_START = ("start_rule", "start_date", "time_zone")
_DESIGN = ("arms", "phases", "schedules")


def faults_of(file: StudyFile, schemes: Sequence[dict[str, Any]], data: Any) -> list[str]:
    """A sentence for each fault of a file whose shape is sound; empty when it can be kept."""
    faults = [
        *_study_faults(file),
        *_language_faults(file),
        *_part_faults(file),
        *_name_faults(file),
        *_schedule_faults(file, schemes),
        *(fault for message in file.messages for fault in _message_faults(file, message)),
    ]
    return faults or list(_design_faults(data))


def remarks_on(file: StudyFile) -> Iterator[str]:
    """What is kept otherwise than it was written."""
    for message in file.messages:
        if removed := removed_from(message.html):
            yield f"{_named(message)}, html: removed is {', '.join(removed)}."


def study_of(file: StudyFile) -> Study:
    """The study as a row nobody has saved; raises ValidationError for a date that is none."""
    fields = file.study.model_dump(exclude={"start_date", "seed"})
    lists = {name: list(fields.pop(name)) for name in ("languages", "strata")}
    seed = {"seed": file.study.seed} if file.study.seed else {}
    return Study(**fields, **lists, **seed, start_date=_day(file.study.start_date))


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written is not None else None
    except ValueError as error:
        raise ValidationError({"start_date": "write a date like 2027-01-31."}) from error


def _study_faults(file: StudyFile) -> Iterator[str]:
    try:
        study = study_of(file)
        study.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        yield from _sentences(error, "study")


def _sentences(error: ValidationError, place: str) -> Iterator[str]:
    for field, messages in error.message_dict.items():
        for message in messages:
            sentence = message.removeprefix(f"{field}: ").rstrip(".")
            yield f"{place}, {field}: {sentence}."


def _language_faults(file: StudyFile) -> Iterator[str]:
    """Texts in languages this server does not have would be lost as soon as a form is saved."""
    known = {code for code, _ in settings.LANGUAGES}
    used = {
        "study, title": set(file.study.title),
        **{f"questionnaire “{one.slug}”": one.definition.languages for one in file.questionnaires},
        **{_named(message): {message.language} for message in file.messages},
    }
    for place, languages in used.items():
        if strange := sorted(languages - known):
            yield f"{place}: this server has no texts in {', '.join(strange)}."


def _part_faults(file: StudyFile) -> Iterator[str]:
    """What the tables have no room for."""
    rows: list[tuple[str, Model]] = [
        *((f"arm “{arm.name}”", Arm(name=arm.name, weight=arm.weight)) for arm in file.arms),
        *((f"phase “{one.name}”", Phase(name=one.name, days=one.days)) for one in file.phases),
    ]
    for place, row in rows:
        try:
            row.full_clean(exclude={"study"}, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            yield from _sentences(error, place)


def _name_faults(file: StudyFile) -> Iterator[str]:
    """Two of one name, and names of what is not there."""
    yield from _twice("arms", "name", (arm.name for arm in file.arms))
    yield from _twice("phases", "name", (phase.name for phase in file.phases))
    yield from _twice("schedules", "name", (one.name for one in file.schedules))
    yield from _twice("questionnaires", "slug", (one.slug for one in file.questionnaires))
    yield from _twice("messages", "kind and language", map(_named, file.messages))
    arms = {arm.name for arm in file.arms}
    for phase in file.phases:
        if phase.arm is not None and phase.arm not in arms:
            yield f"phase “{phase.name}”, arm: there is no arm “{phase.arm}”."


def _twice(what: str, field: str, names: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{what}: two have the {field} “{name}”."


def _schedule_faults(file: StudyFile, schemes: Sequence[dict[str, Any]]) -> Iterator[str]:
    slugs = {one.slug for one in file.questionnaires}
    phases = {phase.name for phase in file.phases}
    for schedule, scheme in zip(file.schedules, schemes, strict=True):
        whose = name_schedule(schedule.name)
        if schedule.id is not None:
            yield f"{whose}, id: leave it out; it is given when the study is imported."
        if schedule.questionnaire is None:
            yield f"{whose}, questionnaire: this field is missing."
        elif schedule.questionnaire not in slugs:
            yield (
                f"{whose}, questionnaire: “{schedule.questionnaire}” is not among the "
                "questionnaires of the file."
            )
        if schedule.phase is not None and schedule.phase not in phases:
            yield f"{whose}, phase: there is no phase “{schedule.phase}”."
        try:
            checked_scheme(scheme)
        except ValidationError as error:
            yield f"{whose}: {error.messages[0]}"


def _design_faults(data: Any) -> Iterator[str]:
    """Why arms, phases and schedules make no design; a study without schedules has none yet."""
    if not data["schedules"]:
        return
    start = {name: data["study"][name] for name in _START if name in data["study"]}
    try:
        parse_design(start | {name: data[name] for name in _DESIGN})
    except MalformedScheme as error:
        yield str(error)


def _message_faults(file: StudyFile, message: MessageFields) -> Iterator[str]:
    mail = StudyMail(
        pk=0,
        titles=file.study.title,
        contact_name=file.study.contact_name,
        contact_email=file.study.contact_email,
        color=file.study.mail_color,
        snooze_minutes=file.study.snooze_minutes,
        has_events=any(schedule.kind == "on_event" for schedule in file.schedules),
    )
    text = OwnText(message.subject, message.body, message.html)
    try:
        check_text(mail, text, kind=message.kind, language=message.language)
    except FaultyText as error:
        for field, sentences in error.faults.items():
            yield from (f"{_named(message)}, {field}: {sentence}" for sentence in sentences)


def _named(message: MessageFields) -> str:
    return f"{message.kind} in {message.language}"
