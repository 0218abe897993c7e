from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from esmpress.alerts.models import MailWishes
from esmpress.alerts.quiet import digest_day, is_quiet

MIDNIGHT = datetime.fromisoformat("2027-01-11T00:00:00+01:00")


def wishes(**fields: object) -> MailWishes:
    return MailWishes(time_zone="Europe/Warsaw", **fields)


@pytest.mark.parametrize(
    ("begin", "end", "hour", "expected"),
    [
        (22, 7, 22, True),
        (22, 7, 6, True),
        (22, 7, 7, False),
        (22, 7, 21, False),
        (9, 11, 9, True),
        (9, 11, 11, False),
        (9, 9, 9, False),
        (None, None, 3, False),
    ],
)
def test_quiet_hours_may_lie_around_midnight(
    begin: int | None, end: int | None, hour: int, expected: bool
) -> None:
    asked = wishes(quiet_from=begin, quiet_until=end)

    assert is_quiet(asked, now=MIDNIGHT + timedelta(hours=hour)) is expected


@pytest.mark.parametrize(
    ("hour", "written", "expected"),
    [
        (7, None, None),
        (8, None, date(2027, 1, 11)),
        (23, None, date(2027, 1, 11)),
        (8, date(2027, 1, 10), date(2027, 1, 11)),
        (8, date(2027, 1, 11), None),
    ],
)
def test_a_digest_is_due_once_a_day_from_its_hour_on(
    hour: int, written: date | None, expected: date | None
) -> None:
    asked = wishes(digest_hour=8, digest_on=written)

    assert digest_day(asked, now=MIDNIGHT + timedelta(hours=hour)) == expected


def test_who_said_nothing_has_no_digest_and_no_quiet_hours() -> None:
    assert digest_day(None, now=MIDNIGHT) is None
    assert not is_quiet(None, now=MIDNIGHT)
