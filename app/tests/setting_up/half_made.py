"""Studies that are set up in part, each part in several states."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from esmpress.delivery.models import MessageTemplate
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.studies.models import Joining, Study
from tests.factories import FIXED, RANDOM, make_participant, make_questionnaire, make_study
from tests.studies.test_readiness import ANCHORED, FOLLOW_UP

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
TITLES: tuple[Any, ...] = ({"en": "A week", "pl": "Tydzień"}, {"en": "A week"})
SCHEDULES: tuple[Any, ...] = (
    {},
    {"moments": FIXED},
    {"moments": RANDOM, "evening": FIXED | {"times": ["21:30"]}},
    {"moments": FIXED | {"times": []}},
    {"moments": RANDOM | {"blocks": 9, "min_gap_minutes": 90}},
    {"moments": FIXED, "more": FOLLOW_UP | {"after": "evening"}},
    {"bedtime": ANCHORED},
)
DESIGNS: tuple[Any, ...] = (
    {},
    {"arms": {"a": 1, "b": 1}},
    {"arms": {"a": 1, "b": 1}, "phases": ({"name": "late", "days": 7, "arm": "b"},)},
    {"strata": ["clinic"]},
    {"arms": {"a": 1, "b": 1}, "strata": ["clinic"]},
)
PEOPLE = ("nobody", "enrolled", "with a strange stratum")


def half_made_studies() -> Iterator[Study]:
    """Ways in which the parts can stand, drawn of all there are; the questionnaires are shared."""
    all_ways = itertools.product(TITLES, questionnaires(), SCHEDULES, DESIGNS, PEOPLE)
    for number, (title, asked, schedules, design, people) in enumerate(drawn(list(all_ways))):
        fields = {"title": title, "questionnaire": asked, "schedules": schedules or None}
        study = make_study(launched_at=None, **fields, **design)
        if not schedules:
            study.schedules.all().delete()
        if people != "nobody":
            add_somebody(study, strange=people != "enrolled")
        add_what_the_launch_ignores(study, number)
        yield study


def drawn(all_ways: list[Any]) -> list[Any]:
    """Half of them whatever, half of those whose title and questionnaire are in order."""
    draw = random.Random(9)
    in_order = [way for way in all_ways if way[:2] == all_ways[0][:2]]
    return [*draw.sample(all_ways, 15), *draw.sample(in_order, 20)]


def add_somebody(study: Study, *, strange: bool) -> None:
    """Somebody who joined when the study had no strata, or is in the first of them."""
    mine = Study.objects.filter(pk=study.pk)
    mine.update(strata=[])
    make_participant(mine.get())
    mine.update(strata=study.strata)
    if study.strata and not strange:
        study.participants.update(stratum=study.strata[0])


def questionnaires() -> tuple[Questionnaire, ...]:
    """A published one, one nobody published, and one that is published in English alone."""
    english = make_questionnaire(published=False, title={"en": "text"})
    english.draft_items.exclude(name="sleep").delete()
    english.draft_items.update(text={"en": "text"})
    publish(english, now=NOW, researcher=None)
    return make_questionnaire(), make_questionnaire(published=False), english


def add_what_the_launch_ignores(study: Study, number: int) -> None:
    """Texts and joining, each in every second study or so."""
    if number % 2:
        Joining.objects.create(study=study, is_open=bool(number % 4 == 1))
    if number % 3:
        MessageTemplate.objects.create(
            study=study, kind="invitation", language="en", subject="Now", body="{{button}}"
        )
