from __future__ import annotations

import pytest

from esmpress.sampling.preview.joining import FirstDay
from tests.sampling.preview.previews import fixed, preview, random, window

SAME_DAY = {"start_rule": "same_day"}


def first_day(*schedules: dict[str, object]) -> FirstDay:
    found = preview(*schedules, study=SAME_DAY).first_day
    assert found is not None
    return found


def test_prompts_that_are_past_when_somebody_joins_are_lost() -> None:
    found = first_day(fixed("09:00", "15:00"))

    remaining = [float(found.remaining[minute]) for minute in (0, 540, 541, 900, 901, 1439)]
    assert remaining == [2, 2, 1, 1, 0, 0]


def test_the_mean_loss_is_that_counted_by_hand() -> None:
    # From 08:00 to before 20:00: 61 minutes leave both prompts, 360 one, 299 none.
    found = first_day(fixed("09:00", "15:00"))

    assert found.whole == 2
    assert found.lost == pytest.approx(2 - (61 * 2 + 360) / 720)


def test_random_prompts_are_lost_by_their_exact_probability() -> None:
    found = first_day(random(prompts_per_day=1, windows=[window("10:00", "14:00")]))

    assert found.remaining[12 * 60] == pytest.approx(0.5)
    assert found.remaining[13 * 60] == pytest.approx(0.25)


def test_a_schedule_of_a_later_phase_loses_nothing() -> None:
    phases = [{"name": "first", "days": 1}, {"name": "second", "days": 7}]
    schedules = (fixed("09:00", days=1, phase="first"), random(phase="second"))

    found = preview(*schedules, study=SAME_DAY | {"phases": phases}).first_day

    assert found is not None
    assert found.whole == 1


def test_who_starts_on_the_next_day_loses_nothing() -> None:
    assert preview(random()).first_day is None
