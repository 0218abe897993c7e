"""One part of a simulation: some of the participants, in a schema and a file of their own."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import Count

from esmpress.export.table import stream_csv
from esmpress.participants.enrolment import enrol
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.simulation.configuration import read_configuration, write_draft
from esmpress.simulation.isolation import isolated
from esmpress.simulation.outline import Outline, outline_of
from esmpress.simulation.parameters import Parameters
from esmpress.simulation.people import Person, make_person
from esmpress.simulation.running import Passed, Run, untold
from esmpress.studies.launching import launch
from esmpress.studies.models import Study

SENT = "invited"
# New objects, where Python would look after some hundred or thousand.
COLLECT_AFTER = 100_000


@dataclass(frozen=True)
class Part:
    """The participants with the numbers from `first` to `last`, and where they are simulated."""

    parameters: Parameters
    first: int
    last: int
    schema: str
    file: Path


def simulate(part: Part, passed: Passed = untold) -> Counter[str]:
    """Simulate a part and write its rows with a header; how many prompts ended in each way.

    Raises NotReady when the study could not be launched.
    """
    configuration = read_configuration(Study.objects.get(slug=part.parameters.slug))
    with isolated(part.schema):
        study = write_draft(configuration, seed=part.parameters.seed)
        launch(study, now=_first_midnight(study, part.parameters))
        outline = outline_of(study)
        people = _enrol_all(study, outline, part)
        if people:
            with few_collections():
                Run(study, people, outline, part.parameters).to_the_end(passed=passed)
        with part.file.open("wb") as file:
            file.writelines(stream_csv(study))
        return _count()


@contextmanager
def few_collections() -> Iterator[None]:
    """Look for reference cycles less often: a simulation makes few, and keeps much that is none."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _first_midnight(study: Study, parameters: Parameters) -> datetime:
    return datetime.combine(parameters.start, time.min, ZoneInfo(study.time_zone))


def _enrol_all(study: Study, outline: Outline, part: Part) -> dict[int, Person]:
    """Enrol everybody, for arms are drawn in turn, and leave those of this part."""
    people: dict[int, Person] = {}
    for number in range(1, part.parameters.participants + 1):
        person = make_person(number, study, part.parameters, needs_wake=outline.needs_wake_times)
        people[number] = person
        enrol(
            study,
            email=f"p{number}@simulation.invalid",
            language=person.language,
            time_zone=person.time_zone,
            stratum=person.stratum,
            wake_times=person.wake_times,
            now=person.enrols_at,
        )
    numbers = range(part.first, part.last + 1)
    Participant.objects.exclude(number__in=numbers).delete()
    return {number: people[number] for number in numbers}


def _count() -> Counter[str]:
    by_status = Prompt.objects.values_list("status").annotate(Count("pk")).order_by()
    counts = Counter(dict(by_status))
    counts[SENT] = Prompt.objects.filter(sent_at__isnull=False).count()
    return counts
