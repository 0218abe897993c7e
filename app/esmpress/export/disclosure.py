"""What could tell who somebody is, looked for in the data before they are shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Max, Min
from django.db.models.functions import TruncDate

from esmpress.export.rare_values import Rare, free_text_counts, rare_values
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.responses.models import Photo
from esmpress.studies.models import Study

SMALLEST = 5


class Concern(StrEnum):
    """What is looked for."""

    FEW_PEOPLE = "few people"
    SMALL_CELLS = "small cells"
    RARE_VALUES = "rare values"
    FREE_TEXT = "free text"
    PHOTOS = "photos"
    DATES = "dates"
    TIME_ZONES = "time zones"


@dataclass(frozen=True)
class Finding:
    """One thing that was found; `people` are those it could tell of.

    `grave`: nobody should share the data as long as it stands.
    """

    concern: Concern
    # Variables or columns, as the data name them.
    subject: str
    # Cells, values, texts, photos or days, by the concern.
    count: int
    people: int
    grave: bool


@dataclass(frozen=True)
class Disclosure:
    """All that was found; nothing of it is anybody's answer."""

    people: int
    smallest: int
    findings: tuple[Finding, ...]

    @property
    def is_grave(self) -> bool:
        """Whether something has to be done before sharing."""
        return any(one.grave for one in self.findings)


def check_disclosure(
    study: Study, *, smallest: int = SMALLEST, dates_shifted: bool = False
) -> Disclosure:
    """Look through what an export holds now; groups of less than `smallest` people are small."""
    people = list(study.participants.in_exports().select_related("arm"))
    found = [
        *_few_people(people, smallest),
        *_small_cells(people, smallest),
        *_time_zones(study, people, smallest),
        *_of_answers(study, smallest),
        *_photos(study),
        *([] if dates_shifted else _dates(study, len(people))),
    ]
    return Disclosure(len(people), smallest, tuple(found))


def _few_people(people: Sequence[Participant], smallest: int) -> Iterator[Finding]:
    if 0 < len(people) < smallest:
        yield Finding(Concern.FEW_PEOPLE, "id", len(people), len(people), grave=True)


def _small_cells(people: Sequence[Participant], smallest: int) -> Iterator[Finding]:
    """Each variable alone, and all that differ between people together."""
    columns = {
        "arm": [one.arm.name if one.arm else "" for one in people],
        "stratum": [one.stratum for one in people],
        "language": [one.language for one in people],
        "tz": [one.time_zone for one in people],
    }
    differing = {name: cells for name, cells in columns.items() if len(set(cells)) > 1}
    for name, cells in differing.items():
        yield from _cells(name, cells, smallest)
    if len(differing) > 1:
        yield from _cells(
            " × ".join(differing), list(zip(*differing.values(), strict=True)), smallest
        )


def _cells(subject: str, cells: Sequence[object], smallest: int) -> Iterator[Finding]:
    small = [count for count in Counter(cells).values() if count < smallest]
    if small:
        yield Finding(Concern.SMALL_CELLS, subject, len(small), sum(small), grave=True)


def _time_zones(study: Study, people: Sequence[Participant], smallest: int) -> Iterator[Finding]:
    """Who is elsewhere now is in a cell; who was for some days only is here."""
    moved = Prompt.objects.filter(participant__in=[one.pk for one in people])
    zones = moved.order_by().values_list("participant", "time_zone").distinct()
    elsewhere = {participant for participant, zone in zones if zone != study.time_zone}
    if 0 < len(elsewhere) < smallest:
        yield Finding(Concern.TIME_ZONES, "tz", len(elsewhere), len(elsewhere), grave=False)


def _of_answers(study: Study, smallest: int) -> Iterator[Finding]:
    for rare in rare_values(study, smallest=smallest):
        yield _rare(rare)
    for text in free_text_counts(study):
        yield Finding(Concern.FREE_TEXT, text.column, text.answers, text.people, grave=True)


def _rare(rare: Rare) -> Finding:
    # What somebody says once is about them; what they say now and then is about a moment.
    grave = rare.most_answers == 1
    return Finding(Concern.RARE_VALUES, rare.column, rare.values, rare.people, grave)


def _photos(study: Study) -> Iterator[Finding]:
    kept = Photo.objects.filter(
        is_kept=True, prompt__participant__in=study.participants.in_exports().order_by()
    )
    if count := kept.count():
        people = kept.order_by().values("prompt__participant").distinct().count()
        yield Finding(Concern.PHOTOS, "photos", count, people, grave=True)


def _dates(study: Study, people: int) -> Iterator[Finding]:
    everybody = study.participants.in_exports().order_by()
    asked = Prompt.objects.filter(participant__in=everybody)
    days = asked.aggregate(
        first=Min(TruncDate("scheduled_at")), last=Max(TruncDate("scheduled_at"))
    )
    if days["first"] is not None:
        span = (days["last"] - days["first"]).days + 1
        yield Finding(Concern.DATES, "scheduled, sent, start, end …", span, people, grave=False)
