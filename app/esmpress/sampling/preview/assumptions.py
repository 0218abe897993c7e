"""Who is imagined to take part: so many virtual participants, where, from when, in which arm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, repeat
from zoneinfo import ZoneInfo

from esmpress.sampling.design import StudyDesign
from esmpress.sampling.draws import last_study_day
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.starting import first_study_date
from esmpress.sampling.wake_times import WakeTimes

MAX_PARTICIPANTS = 1000


@dataclass(frozen=True)
class Assumptions:
    """What a preview takes for granted.

    Participants join evenly between two dates. Without an arm they are spread over all by weight.
    `hourly_limit` is the most mails an hour the mail provider takes, 0 if none is known;
    `seconds` is how long one questionnaire of a schedule takes to fill in.
    """

    participants: int
    time_zones: tuple[ZoneInfo, ...]
    first_joining: date
    last_joining: date
    seed: bytes
    wake: WakeTimes | None = None
    arm: str | None = None
    hourly_limit: int = 0
    # A message is not sent any more when a smaller share of its response window remains.
    min_window_share: float = 0.0
    seconds: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Virtual:
    """A virtual participant; `days` is the number of study days, from `start_date` on."""

    person: Person
    arm: str | None
    start_date: date
    path: tuple[Placed, ...]
    days: int

    @property
    def time_zone(self) -> ZoneInfo:
        """Where they live."""
        return self.person.time_zone


def virtual_participants(design: StudyDesign, assumed: Assumptions) -> list[Virtual]:
    """Return the virtual participants, numbered from 1: zones take turns, then arms."""
    arms = _turns(design, assumed)
    paths = {
        arm: tuple(one for one in design.path(arm) if one.scheme.asks_by_itself)
        for arm in set(arms)
    }
    zones = assumed.time_zones
    people = []
    for place in range(assumed.participants):
        arm = arms[place // len(zones) % len(arms)]
        person = Person(place + 1, zones[place % len(zones)], assumed.wake)
        joined = _joining_date(assumed, place)
        start_date = first_study_date(design.start_rule, joined, design.start_date)
        people.append(Virtual(person, arm, start_date, paths[arm], last_study_day(paths[arm])))
    return people


def _joining_date(assumed: Assumptions, place: int) -> date:
    days = (assumed.last_joining - assumed.first_joining).days + 1
    return assumed.first_joining + timedelta(days=place * days // assumed.participants)


def _turns(design: StudyDesign, assumed: Assumptions) -> list[str | None]:
    """The arms in the order of their turns, each as often as it weighs."""
    if assumed.arm is not None or not design.arms:
        return [assumed.arm]
    return list(chain.from_iterable(repeat(arm.name, arm.weight) for arm in design.arms))
