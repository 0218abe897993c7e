from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from esmpress.sampling.day import plan_dates
from esmpress.sampling.preview.assumptions import Virtual, virtual_participants
from esmpress.sampling.preview.sample import Sample, TooMuchToPreview, draw_sample
from tests.sampling.preview.previews import (
    NEW_YORK,
    SEED,
    WARSAW,
    assumed,
    design,
    fixed,
    random,
    window,
)

SPRING = {
    "first_joining": date(2027, 3, 24),
    "last_joining": date(2027, 3, 26),
    "time_zones": (WARSAW, NEW_YORK),
    "participants": 6,
}
SEPARATE = (random(min_gap_minutes=60), fixed("21:30"))
TOGETHER = (random(min_gap_minutes=60), random(name="other", prompts_per_day=1))
OVER_NIGHT = (random(min_gap_minutes=700, prompts_per_day=1, windows=[window("08:00", "24:00")]),)


def planned(one: Virtual) -> list[tuple[int, datetime, datetime]]:
    """The prompts that production plans: study day, instant, local time."""
    days = plan_dates(
        one.path,
        start_date=one.start_date,
        first=one.start_date,
        last=one.start_date + timedelta(days=one.days - 1),
        person=one.person,
        seed=SEED,
    )
    return sorted(
        (day.study_day, prompt.scheduled_at, prompt.scheduled_local)
        for day in days
        for prompts in day.prompts.values()
        for prompt in prompts
    )


def drawn(sample: Sample, place: int) -> list[tuple[int, datetime, datetime]]:
    rows = sample.prompts[sample.prompts["participant"] == place]
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return sorted(
        (
            int(row["study_day"]),
            epoch + timedelta(minutes=int(row["at"])),
            datetime(1970, 1, 1) + timedelta(days=int(row["date"]), minutes=int(row["wall"])),  # noqa: DTZ001
        )
        for row in rows
    )


@pytest.mark.parametrize("schedules", [SEPARATE, TOGETHER, OVER_NIGHT])
def test_the_prompts_are_those_production_would_plan(schedules: tuple[dict[str, Any], ...]) -> None:
    people = virtual_participants(design(*schedules), assumed(**SPRING))

    sample = draw_sample(people, seed=SEED)

    assert [drawn(sample, n) for n in range(6)] == [planned(one) for one in people]


def test_prompts_stand_in_the_order_of_participants_and_time() -> None:
    people = virtual_participants(design(*SEPARATE), assumed(**SPRING))

    rows = draw_sample(people, seed=SEED).prompts

    keys = list(zip(rows["participant"].tolist(), rows["at"].tolist(), strict=True))
    assert keys == sorted(keys)


def test_what_has_no_place_is_named_once_for_each_participant() -> None:
    # They are planned at once until the second phase, then each alone, from the first day on.
    night = random(days=2, prompts_per_day=2, min_gap_minutes=20, name="night", phase="first")
    later = [schedule | {"phase": "second"} for schedule in TOGETHER]
    phases = [{"name": "first", "days": 2}, {"name": "second", "days": 7}]
    study = design(night | {"windows": [window("02:00", "03:10")]}, *later, phases=phases)
    joining = {"first_joining": date(2027, 3, 26), "last_joining": date(2027, 3, 26)}

    sample = draw_sample(virtual_participants(study, assumed(participants=3, **joining)), seed=SEED)

    named = sorted((place, on) for place, on, _ in sample.left_out)
    assert named == [(place, date(2027, 3, 28)) for place in range(3)]


def test_more_than_a_page_can_wait_for_is_refused_with_the_number_that_can_be_drawn() -> None:
    people = virtual_participants(design(random(days=365)), assumed(participants=1000))

    with pytest.raises(TooMuchToPreview, match=r"^participants: .* choose 164 at most") as refused:
        draw_sample(people, seed=SEED)

    assert refused.value.participants == 164


def test_those_who_must_be_planned_alone_are_fewer() -> None:
    together = [schedule | {"days": 100} for schedule in TOGETHER]
    people = virtual_participants(design(*together), assumed(participants=100))

    with pytest.raises(TooMuchToPreview, match="choose 40 at most"):
        draw_sample(people, seed=SEED)
