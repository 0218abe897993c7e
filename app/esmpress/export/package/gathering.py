"""Reads what the documents of a package tell of a study, beside its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max

from esmpress.delivery.cremas.asked import REPORTED, Asked
from esmpress.delivery.cremas.counting import Counts, count, count_by, split_events
from esmpress.delivery.cremas.people import read_people
from esmpress.delivery.cremas.reading import read_asked
from esmpress.delivery.cremas.stages import read_stages
from esmpress.export.package.cremas import EVERYBODY
from esmpress.export.package.facts import PackageFacts, PackageFile, Shape, Steps
from esmpress.export.tables import Table
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study


def gather_facts(
    study: Study,
    *,
    tables: Iterable[Table],
    files: Iterable[PackageFile],
    dataset_version: int,
    now: datetime,
    notes: Iterable[str] = (),
) -> PackageFacts:
    """The facts of a package whose data files are written; seven statements.

    Read in the snapshot the files were written in, they tell of the same rows.
    """
    people = study.participants.in_exports()
    left_out = study.participants.filter(withdrawal_level__in=Participant.LEFT_OUT)
    zones = people.order_by("time_zone").values_list("time_zone", flat=True).distinct()
    return PackageFacts(
        slug=study.slug,
        name=study.name,
        dataset_version=dataset_version,
        made_at=now,
        tables=tuple(tables),
        files=tuple(files),
        languages=tuple(study.languages),
        time_zones=tuple(zones),
        software=f"ESMpress {settings.RELEASE}".strip(),
        shape=_shape(study),
        steps=tuple(_steps(study, now=now)),
        left_out=left_out.count(),
        notes=tuple(notes),
    )


def _shape(study: Study) -> Shape:
    people = study.participants.in_exports()
    prompts = Prompt.objects.filter(participant__in=people.order_by())
    asked = prompts.exclude(trigger=Prompt.Trigger.EVENT)
    of_one = prompts.values("participant").annotate(there=Count("pk")).aggregate(most=Max("there"))
    a_day = asked.values("participant", "study_day").annotate(there=Count("pk"))
    most: dict[str, Any] = a_day.aggregate(days=Max("study_day"), beeps=Max("there"))
    return Shape(
        participants=people.count(),
        prompts_of_one=of_one["most"] or 0,
        days=most["days"] or 0,
        beeps=most["beeps"] or 0,
    )


def _steps(study: Study, *, now: datetime) -> Iterator[Steps]:
    """All participants together, then each; who was asked nothing yet has noughts."""
    everything = read_asked(study, read_stages(study), now=now)
    asked, events = split_events(everything)
    yield Steps(EVERYBODY, count(asked), events.reported, events.completed)
    by_person = count_by(asked, asked.number)
    reported = _reported(everything)
    for person in read_people(study):
        own = reported.get(person.number, Counts())
        counts = by_person.get(person.number, Counts())
        yield Steps(f"P{person.number:04d}", counts, own.planned, own.completed)


def _reported(everything: Asked) -> dict[int, Counts]:
    """The events of each participant; `planned` counts them all."""
    events = everything.where(everything.are(REPORTED))
    return count_by(events, events.number)
