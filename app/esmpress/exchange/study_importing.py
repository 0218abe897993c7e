"""Keeps the study of a file as a draft of its own, with its questionnaires."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from esmpress.accounts.models import Researcher
from esmpress.delivery.messages.own_html import cleaned
from esmpress.delivery.models import MessageTemplate
from esmpress.exchange.study_checks import study_of
from esmpress.exchange.study_reading import ReadStudy
from esmpress.exchange.study_refusals import RefusedStudyFile
from esmpress.questionnaires.making import (
    LONGEST_SLUG,
    free_slug,
    make_questionnaire,
    named_anew,
)
from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import Arm, Phase, Schedule, Study


def import_study(
    read: ReadStudy, *, slug: str | None = None, researcher: Researcher | None
) -> Study:
    """The study of a file as a new draft, its questionnaires as new drafts that nobody published.

    Without a `slug` it keeps that of the file, with -2 where it is taken; so do questionnaires.
    Raises RefusedStudyFile for a slug that cannot be given.
    """
    return named_anew(lambda: _import(read, slug=slug, researcher=researcher))


def _import(read: ReadStudy, *, slug: str | None, researcher: Researcher | None) -> Study:
    study = study_of(read.file)
    study.slug = _checked(slug) if slug else free_slug(study.slug, among=Study)
    study.save()
    arms = {
        arm.name: Arm.objects.create(study=study, position=place, **arm.model_dump())
        for place, arm in enumerate(read.file.arms)
    }
    phases = {
        phase.name: Phase.objects.create(
            study=study,
            position=place,
            name=phase.name,
            days=phase.days,
            arm=arms[phase.arm] if phase.arm else None,
        )
        for place, phase in enumerate(read.file.phases)
    }
    _add_schedules(study, read, phases, researcher)
    _add_messages(study, read, researcher)
    return study


def _checked(slug: str) -> str:
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise RefusedStudyFile([f"slug: {error.messages[0]}"]) from error
    if len(slug) > LONGEST_SLUG:
        raise RefusedStudyFile([f"slug: at most {LONGEST_SLUG} characters are possible."])
    if Study.objects.filter(slug=slug).exists():
        raise RefusedStudyFile([f"slug: there is a study “{slug}” already; choose another."])
    return slug


def _add_schedules(
    study: Study, read: ReadStudy, phases: dict[str, Phase], researcher: Researcher | None
) -> None:
    questionnaires = {
        one.slug: make_questionnaire(
            one.definition,
            name=one.name,
            slug=free_slug(one.slug, among=Questionnaire),
            made_by=researcher,
        )
        for one in read.file.questionnaires
    }
    for schedule, scheme in zip(read.file.schedules, read.schemes, strict=True):
        Schedule.objects.create(
            study=study,
            name=schedule.name,
            questionnaire=questionnaires[schedule.questionnaire or ""],
            phase=phases[schedule.phase] if schedule.phase else None,
            scheme=scheme,
        )


def _add_messages(study: Study, read: ReadStudy, researcher: Researcher | None) -> None:
    for message in read.file.messages:
        MessageTemplate.objects.create(
            study=study,
            kind=message.kind,
            language=message.language,
            subject=message.subject,
            body=message.body,
            html=cleaned(message.html) if message.html.strip() else "",
            changed_by=researcher,
        )
