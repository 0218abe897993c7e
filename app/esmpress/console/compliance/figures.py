"""All figures of a study that the page tells of, counted from one read of its prompts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from esmpress.delivery.cremas.asked import Asked
from esmpress.delivery.cremas.counting import Counts, Events, count, count_by, split_events
from esmpress.delivery.cremas.grids import lowest_first
from esmpress.delivery.cremas.latencies import Latencies, latencies_of
from esmpress.delivery.cremas.people import Person, Wanted, read_people
from esmpress.delivery.cremas.reading import read_asked
from esmpress.delivery.cremas.stages import Stages
from esmpress.delivery.cremas.verdicts import Verdict, verdict_of
from esmpress.studies.models import Study


@dataclass(frozen=True)
class Figures:
    """The prompts that are wanted and what they make; keys are numbers, days and hours."""

    asked: Asked
    people: list[Person]
    events: Events
    total: Counts
    by_person: dict[int, Counts]
    by_day: dict[int, Counts]
    by_hour: dict[int, Counts]
    latencies: Latencies | None
    verdict: Verdict
    lowest_first: list[int]


def figures_of(study: Study, stages: Stages, wanted: Wanted, *, now: datetime) -> Figures:
    """The figures of the prompts that are wanted; two statements."""
    people = wanted.people(read_people(study))
    everything = wanted.prompts(read_asked(study, stages, now=now), people)
    asked, events = split_events(everything)
    by_person = count_by(asked, asked.number)
    return Figures(
        asked=asked,
        people=people,
        events=events,
        total=count(asked),
        by_person=by_person,
        by_day=count_by(asked, asked.day),
        by_hour=count_by(asked, asked.hour),
        latencies=latencies_of(asked),
        verdict=verdict_of(asked),
        lowest_first=lowest_first(by_person),
    )
