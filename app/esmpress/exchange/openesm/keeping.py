"""Keeps a data set as a study that has ended: nothing of it is ever sent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction

from esmpress.accounts.models import Researcher
from esmpress.exchange.openesm.moment_rows import BATCH, keep_moments
from esmpress.exchange.openesm.occasions import times_of_day
from esmpress.exchange.openesm.placing import WINDOW, Placed, place
from esmpress.exchange.openesm.reading import DataSet
from esmpress.exchange.openesm.refusals import RefusedDataSet
from esmpress.participants.models import Participant
from esmpress.questionnaires.making import LONGEST_SLUG, free_slug, make_questionnaire
from esmpress.questionnaires.models import Questionnaire, QuestionnaireVersion
from esmpress.questionnaires.publishing import publish
from esmpress.studies.launching import launch
from esmpress.studies.members import make_owner
from esmpress.studies.models import Schedule, Study

# A name of nobody, at which no mail can arrive.
NOBODY = "openesm@imported.invalid"
_A_DAY = timedelta(days=1)


@transaction.atomic
def keep_data_set(
    read: DataSet,
    *,
    slug: str,
    language: str,
    zone: ZoneInfo,
    first: date,
    owner: Researcher | None,
    now: datetime,
) -> Study:
    """The study of a data set, all of it or nothing; raises RefusedDataSet.

    Moments without an instant are counted from `first`, study day 1, on the clock of `zone`.
    """
    _check_slug(slug)
    placed = place(read.moments, first=first, zone=zone)
    begins = min(one.scheduled_at for one in placed) - _A_DAY
    ends = max(one.open_until for one in placed) + _A_DAY
    if ends > now:
        raise RefusedDataSet(["Some moments lie in the future: choose an earlier first day."])
    study = _study(read, slug=slug, language=language, zone=zone)
    version = _asked(study, read, made_by=owner, now=begins)
    launch(study, now=begins)
    people = _people(study, placed, language=language, now=begins)
    keep_moments(study, version, people, placed)
    Study.objects.filter(pk=study.pk).update(ended_at=ends)
    if owner is not None:
        make_owner(study, owner, now=now)
    study.refresh_from_db()
    return study


def _check_slug(slug: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise RefusedDataSet([f"slug: {error.messages[0]}"]) from error
    if len(slug) > LONGEST_SLUG:
        raise RefusedDataSet([f"slug: at most {LONGEST_SLUG} characters are possible."])
    if Study.objects.filter(slug=slug).exists():
        raise RefusedDataSet([f"slug: there is a study “{slug}” already; choose another."])


def _study(read: DataSet, *, slug: str, language: str, zone: ZoneInfo) -> Study:
    return Study.objects.create(
        name=read.metadata.name,
        slug=slug,
        title={language: read.metadata.name},
        languages=[language],
        time_zone=zone.key,
        contact_name="openESM",
        contact_email=NOBODY,
    )


def _asked(
    study: Study, read: DataSet, *, made_by: Researcher | None, now: datetime
) -> QuestionnaireVersion:
    """What was asked: a published questionnaire, and a schedule of the same days and beeps."""
    questionnaire = make_questionnaire(
        read.definition,
        name=read.metadata.name,
        slug=free_slug(study.slug, among=Questionnaire),
        made_by=made_by,
    )
    occasions = [one.occasion for one in read.moments]
    Schedule.objects.create(
        study=study,
        name="moments",
        questionnaire=questionnaire,
        scheme={
            "kind": "fixed",
            "days": max(one.day for one in occasions),
            "times": times_of_day(max(one.beep for one in occasions)),
            "response_window_minutes": int(WINDOW.total_seconds()) // 60,
        },
    )
    return publish(questionnaire, now=now, researcher=made_by)


def _people(
    study: Study, placed: list[Placed], *, language: str, now: datetime
) -> dict[str, Participant]:
    """A participant for each id, numbered in the order they come in, without any address."""
    days: dict[str, date] = {}
    for one in placed:
        occasion = one.moment.occasion
        local = one.scheduled_at.astimezone(ZoneInfo(study.time_zone)).date()
        days.setdefault(occasion.who, local - timedelta(days=occasion.day - 1))
    people = [
        Participant(
            study=study,
            number=number,
            language=language,
            time_zone=study.time_zone,
            enrolled_at=now,
            start_date=day,
        )
        for number, day in enumerate(days.values(), start=1)
    ]
    made = Participant.objects.bulk_create(people, batch_size=BATCH)
    return dict(zip(days, made, strict=True))
