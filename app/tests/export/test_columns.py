from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from esmpress.export.columns import (
    DESIGN,
    STATE,
    instant_columns,
    local_text,
    utc_text,
)
from esmpress.prompts.models import Prompt

DICTIONARY = Path(__file__).resolve().parents[3] / "docs" / "data-dictionary.md"


def names_under(heading: str) -> list[str]:
    _, _, rest = DICTIONARY.read_text(encoding="utf-8").partition(f"\n{heading}\n")
    return re.findall(r"^\| `(\w+)` \|", re.split(r"\n#+ ", rest)[0], re.MULTILINE)


@pytest.mark.parametrize(
    ("heading", "columns"),
    [("## Design", DESIGN), ("## Instants", instant_columns()), ("## State", STATE)],
)
def test_the_dictionary_names_exactly_the_exported_columns(
    heading: str, columns: list[str] | tuple[str, ...]
) -> None:
    assert names_under(heading) == list(columns)


def test_the_dictionary_names_every_status() -> None:
    assert names_under("### Statuses") == Prompt.Status.values


def test_an_instant_stands_in_utc_and_on_the_wall_clock_to_the_second() -> None:
    instant = datetime(2027, 7, 1, 10, 0, 59, 999_999, tzinfo=UTC)

    assert utc_text(instant) == "2027-07-01T10:00:59Z"
    assert local_text(instant, ZoneInfo("Asia/Kolkata")) == "2027-07-01T15:30:59"


def test_on_the_night_the_clocks_go_back_local_times_repeat_and_utc_does_not() -> None:
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    zone = ZoneInfo("Europe/Warsaw")

    assert local_text(first, zone) == local_text(second, zone) == "2027-10-31T02:30:00"
    assert utc_text(first) != utc_text(second)


def test_no_instant_is_an_empty_cell() -> None:
    assert utc_text(None) is None
    assert local_text(None, ZoneInfo("UTC")) is None
