"""How many mails go out in the fullest hour and on the fullest day, beside what runs already."""

from __future__ import annotations

import hmac
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncMinute
from django.utils.translation import gettext

from esmpress.prompts.models import Prompt
from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.malformed import MalformedScheme
from esmpress.sampling.preview.assumptions import Assumptions, virtual_participants
from esmpress.sampling.preview.load import mails_by_hour
from esmpress.sampling.preview.sample import TooMuchToPreview, draw_sample
from esmpress.sampling.schemes import parse_wake_times
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.studies.design import design_of
from esmpress.studies.models import ScheduleVersion, Study

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOURS_OF_A_DAY = 24
JOINING_DAYS = 7
# Of more participants so many are drawn, and their mails taken as many times.
MOST_DRAWN = 490
# As the preview of a study imagines them.
WAKE = parse_wake_times({day: {"from": "07:30", "to": "23:00"} for day in WEEKDAYS})


class NoEstimate(Exception):
    """The study's mails cannot be foreseen yet; says why."""


@dataclass(frozen=True)
class Peak:
    """The fullest hour or day: when it begins, this study's mails, and those of the others."""

    begins_at: datetime
    own: int
    others: int

    @property
    def mails(self) -> int:
        """All together."""
        return self.own + self.others


@dataclass(frozen=True)
class Load:
    """The fullest hour and the fullest day, with how many participants were imagined."""

    hour: Peak
    day: Peak
    participants: int


def estimate_load(study: Study, *, participants: int, now: datetime) -> Load:
    """The load when so many join within a week from tomorrow on and nobody answers.

    Every reminder counts. Of the other running studies it takes what is planned for the days ahead,
    and lets every day be like the fullest of them. Raises NoEstimate.
    """
    own = _own_mails(study, participants=participants, now=now)
    if not own:
        raise NoEstimate(
            gettext("Events or answers trigger all its prompts: nobody can say how many.")
        )
    others = _mails_of_others(study, now=now)
    # By the hour of the day, the most of any planned day.
    by_hour: Counter[int] = Counter()
    for hour, mails in others.items():
        by_hour[hour % HOURS_OF_A_DAY] = max(by_hour[hour % HOURS_OF_A_DAY], mails)
    hour = max(own, key=lambda at: own[at] + by_hour[at % HOURS_OF_A_DAY])
    own_days, other_days = _by_day(own), _by_day(others)
    day = max(own_days, key=lambda at: own_days[at])
    return Load(
        Peak(EPOCH + hour * HOUR, own[hour], by_hour[hour % HOURS_OF_A_DAY]),
        Peak(
            EPOCH + day * HOURS_OF_A_DAY * HOUR, own_days[day], max(other_days.values(), default=0)
        ),
        participants,
    )


def _own_mails(study: Study, *, participants: int, now: datetime) -> Counter[int]:
    """Mails by hour since 1970; drawn for fewer participants where there are very many."""
    try:
        mails, drawn = _draw(study, participants=min(participants, MOST_DRAWN), now=now)
    except (MalformedScheme, InfeasibleDesign) as error:
        raise NoEstimate(
            gettext("The study’s design is not ready: %(error)s") % {"error": error}
        ) from error
    # Rounded up: rather too much than too little.
    return Counter({hour: -(-count * participants // drawn) for hour, count in mails.items()})


def _draw(study: Study, *, participants: int, now: datetime) -> tuple[dict[int, int], int]:
    """Mails by hour of as many participants as can be drawn at once, and how many these are."""
    first = now.date() + timedelta(days=1)
    assumed = Assumptions(
        participants=participants,
        time_zones=(ZoneInfo(study.time_zone),),
        first_joining=first,
        last_joining=first + timedelta(days=JOINING_DAYS - 1),
        # Another seed than the study's, so that nobody's plan is shown.
        seed=hmac.digest(study.seed_bytes, b"preview", "sha256")[:16],
        wake=WAKE,
    )
    people = virtual_participants(design_of(study), assumed)
    try:
        sample = draw_sample(people, seed=assumed.seed)
    except TooMuchToPreview as error:
        return _draw(study, participants=error.participants, now=now)
    mails = mails_by_hour(sample, {one.schedule: one for person in people for one in person.path})
    return dict(zip(mails.hours.tolist(), mails.counts.tolist(), strict=True)), participants


def _mails_of_others(study: Study, *, now: datetime) -> Counter[int]:
    """What is planned for other running studies, by hour since 1970, with every reminder."""
    planned = (
        Prompt.objects.filter(
            status=Prompt.Status.PLANNED,
            scheduled_at__gt=now,
            participant__study__in=Study.objects.running().exclude(pk=study.pk),
        )
        .order_by()
        .values_list("schedule_version", TruncMinute("scheduled_at"))
        .annotate(count=Count("pk"))
    )
    rows = list(planned)
    versions = ScheduleVersion.objects.in_bulk({version for version, _, _ in rows})
    mails: Counter[int] = Counter()
    for version, minute, count in rows:
        for after in (0, *_reminders(versions[version])):
            mails[(minute + timedelta(minutes=after) - EPOCH) // HOUR] += count
    return mails


def _reminders(version: ScheduleVersion) -> tuple[int, ...]:
    """Minutes after the invitation; a scheme that cannot be read sends none."""
    try:
        return version.parsed_scheme().reminders
    except MalformedScheme:
        return ()


def _by_day(mails: Counter[int]) -> Counter[int]:
    days: Counter[int] = Counter()
    for hour, count in mails.items():
        days[hour // HOURS_OF_A_DAY] += count
    return days
