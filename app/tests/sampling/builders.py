"""Schemes and plans for tests: every field has a value, a test names those it is about."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from esmpress.sampling.day import plan_date
from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.plan import PlannedPrompt
from esmpress.sampling.schemes import MalformedScheme, Scheme, parse_scheme

SEED = bytes(range(32))
WARSAW = ZoneInfo("Europe/Warsaw")
KOLKATA = ZoneInfo("Asia/Kolkata")


def window(start: str, end: str, weekdays: tuple[str, ...] = WEEKDAYS) -> dict[str, Any]:
    return {"weekdays": list(weekdays), "from": start, "to": end}


def blocks_json(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "random_in_blocks",
        "days": 400,
        "windows": [window("08:00", "20:00")],
        "blocks": 6,
        "response_window_minutes": 20,
    } | fields


def fixed_json(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "fixed",
        "days": 400,
        "times": ["09:00", "15:00"],
        "response_window_minutes": 20,
    } | fields


def random_in_blocks(**fields: Any) -> Scheme:
    return parse_scheme(blocks_json(**fields))


def fixed(*times: str, **fields: Any) -> Scheme:
    return parse_scheme(fixed_json(times=list(times), **fields))


def plan(
    scheme: Scheme,
    on: date,
    time_zone: ZoneInfo = WARSAW,
    *,
    participant: int = 1,
    study_day: int = 1,
    seed: bytes = SEED,
    schedule: int = 1,
) -> list[PlannedPrompt]:
    """Return the prompts of a scheme that stands alone, on a date that is this study day."""
    day = plan_date(
        [Placed(schedule, "alone", scheme)],
        start_date=on - timedelta(days=study_day - 1),
        on=on,
        person=Person(participant, time_zone),
        seed=seed,
    )
    return day.prompts.get(schedule, [])


def local_times(prompts: list[PlannedPrompt]) -> list[str]:
    return [f"{prompt.scheduled_local:%m-%d %H:%M}" for prompt in prompts]


def refusal_of(data: object) -> str:
    """Return the sentence by which a malformed scheme is refused."""
    with pytest.raises(MalformedScheme) as caught:
        parse_scheme(data)
    return str(caught.value)
