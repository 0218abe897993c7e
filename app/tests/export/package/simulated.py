"""A study whose questionnaire has every kind of item, answered by simulated people."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from esmpress.export.copying import Batches, csv_of
from esmpress.export.sources import Source
from esmpress.participants.enrolment import enrol
from esmpress.questionnaires.publishing import publish
from esmpress.responses.models import Response
from esmpress.simulation.outline import outline_of
from esmpress.simulation.parameters import Parameters
from esmpress.simulation.people import make_person
from esmpress.simulation.running import Run
from esmpress.studies.launching import launch
from esmpress.studies.models import Study
from tests.factories import BOTH, FIXED, RANDOM, make_questionnaire, make_study
from tests.questionnaires.builders import ITEMS

PARAMETERS = Parameters(
    slug="every-kind",
    participants=4,
    start=date(2027, 1, 10),
    compliance=0.7,
    missing_items=0.3,
    time_zones=("Europe/Warsaw", "America/New_York"),
)
END = datetime(2027, 3, 1, 9, tzinfo=UTC)
HARD_TEXTS = (
    "=1+1",
    '🙂 שלום, "x"\r\nline two',
    "'already",
    "\ttab",
    "@SUM(A1)",
    " ",
    "NA",
    "null",
)
EXTRA: dict[str, dict[str, Any]] = {
    "number": {"required": False, "can_decline": True},
    "text": {"required": False},
    "likert": {"required": False},
    "time": {"required": False, "show_if": "a_single_choice == 1"},
}
SCHEMES = {"moments": FIXED | {"days": 2}, "random": RANDOM | {"days": 3}}


def simulated_study() -> Study:
    """A study of two schedules, three days and four people, all of it over."""
    form = make_questionnaire(slug="every-kind", published=False)
    for kind, settings in ITEMS.items():
        form.add_item(
            name=f"a_{kind}", kind=kind, text=BOTH, settings=settings, **EXTRA.get(kind, {})
        )
    publish(form, now=midnight(), researcher=None)
    study = make_study(
        slug=PARAMETERS.slug,
        questionnaire=form,
        schedules=SCHEMES,
        arms={"control": 1, "training": 1},
        launched_at=None,
    )
    _simulate(study)
    _write_hard_texts(study)
    return study


def midnight() -> datetime:
    return datetime.combine(PARAMETERS.start, time.min, ZoneInfo("Europe/Warsaw"))


def _simulate(study: Study) -> None:
    launch(study, now=midnight())
    outline = outline_of(study)
    people = {}
    for number in range(1, PARAMETERS.participants + 1):
        person = make_person(number, study, PARAMETERS, needs_wake=outline.needs_wake_times)
        people[number] = person
        enrol(
            study,
            email=f"p{number}@simulation.invalid",
            language=person.language,
            time_zone=person.time_zone,
            now=person.enrols_at,
        )
    Run(study, people, outline, PARAMETERS).to_the_end()


def _write_hard_texts(study: Study) -> None:
    """What simulated people do not write: formulas, other scripts, line breaks, and a refusal."""
    responses = Response.objects.filter(prompt__participant__study=study).order_by("pk")
    for response, text in zip(responses, HARD_TEXTS, strict=False):
        response.answers |= {"a_text": text, "a_number": {"missing": "declined"}}
        response.save()


def raw_rows(study: Study, source: Source) -> list[list[str]]:
    """The rows as the database has them: nothing in front of any text."""
    content = b"".join(csv_of(source, Batches(study), guarded=False))
    return list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]
