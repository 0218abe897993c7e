from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from esmpress.prompts import stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.prompts.replanning import confirm_version, replace_unsent
from esmpress.prompts.version_preview import Occasion, VersionDiff, preview_version
from esmpress.studies.models import Schedule, ScheduleVersion
from tests.factories import EVERY_DAY, FIXED, RANDOM, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TWELFTH = date(2027, 1, 12)
LATER = FIXED | {"times": ["10:00", "18:00", "20:00"]}


def planned(now: datetime, **study: Any) -> Schedule:
    """A study's one schedule, planned for 11 to 13 January."""
    participant = make_participant(make_study(**study))
    plan_study(participant.study, now=now)
    return participant.study.schedules.get()


def confirm(schedule: Schedule, scheme: dict[str, Any], now: datetime) -> None:
    confirm_version(schedule, scheme, apply_from=TWELFTH, now=now, researcher=None)


def rows(**where: object) -> list[tuple[int, int, int, datetime]]:
    return list(
        Prompt.objects.filter(**where)
        .order_by("study_day", "beep")
        .values_list("study_day", "beep", "schedule_version__number", "scheduled_at")
    )


def test_a_confirmed_version_replaces_what_is_unsent_from_its_date_on(now: datetime) -> None:
    schedule = planned(now)

    confirm(schedule, LATER, now)

    assert rows() == [
        (1, 1, 1, datetime(2027, 1, 11, 9, 0, tzinfo=UTC)),
        (1, 2, 1, datetime(2027, 1, 11, 15, 0, tzinfo=UTC)),
        (2, 1, 2, datetime(2027, 1, 12, 9, 0, tzinfo=UTC)),
        (2, 2, 2, datetime(2027, 1, 12, 17, 0, tzinfo=UTC)),
        (2, 3, 2, datetime(2027, 1, 12, 19, 0, tzinfo=UTC)),
        (3, 1, 2, datetime(2027, 1, 13, 9, 0, tzinfo=UTC)),
        (3, 2, 2, datetime(2027, 1, 13, 17, 0, tzinfo=UTC)),
        (3, 3, 2, datetime(2027, 1, 13, 19, 0, tzinfo=UTC)),
    ]


def test_days_planned_later_follow_the_version_of_their_date(now: datetime) -> None:
    schedule = planned(now)
    confirm_version(schedule, LATER, apply_from=date(2027, 1, 15), now=now, researcher=None)

    plan_study(schedule.study, now=now + 5 * DAY)

    numbers = Prompt.objects.order_by("study_day").values_list(
        "study_day", "schedule_version__number"
    )
    assert sorted(set(numbers)) == [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (6, 2), (7, 2)]


def test_what_was_sent_or_has_a_message_is_frozen(now: datetime) -> None:
    schedule = planned(now)
    sent, entered, _, _ = Prompt.objects.filter(study_day__gte=2).order_by("scheduled_at")
    Prompt.objects.filter(pk=sent.pk).update(status="sent", sent_at=now)
    entered.notifications.create(
        kind="invitation", channel="smtp", planned_at=now, due_at=now, open_until=now
    )

    confirm(schedule, LATER, now)

    assert rows(study_day=2) == [
        (2, 1, 1, datetime(2027, 1, 12, 9, 0, tzinfo=UTC)),
        (2, 2, 1, datetime(2027, 1, 12, 15, 0, tzinfo=UTC)),
        (2, 3, 2, datetime(2027, 1, 12, 19, 0, tzinfo=UTC)),
    ]


def test_the_preview_tells_what_confirming_does_and_writes_nothing(now: datetime) -> None:
    schedule = planned(now)
    Prompt.objects.filter(study_day=2, beep=1).update(status="sent", sent_at=now)
    before = list(Prompt.objects.values())

    diff = preview_version(schedule, LATER, apply_from=TWELFTH, now=now)

    assert places(diff) == {
        "removed": [(2, 2, 15), (3, 2, 15)],
        "added": [(2, 2, 17), (2, 3, 19), (3, 2, 17), (3, 3, 19)],
        "kept": [(3, 1, 9)],
        "frozen": [(2, 1, 9)],
    }
    assert list(Prompt.objects.values()) == before
    assert ScheduleVersion.objects.count() == 1
    confirm(schedule, LATER, now)
    now_there = {(day, beep, at.hour) for day, beep, _, at in rows(study_day__gte=2)}
    assert now_there == {
        place for name, told in places(diff).items() if name != "removed" for place in told
    }


def places(diff: VersionDiff) -> dict[str, list[tuple[int, int, int]]]:
    def short(occasions: tuple[Occasion, ...]) -> list[tuple[int, int, int]]:
        return sorted((one.study_day, one.beep, one.scheduled_at.hour) for one in occasions)

    return {
        "removed": short(diff.removed),
        "added": short(diff.added),
        "kept": short(diff.kept),
        "frozen": short(diff.frozen),
    }


def test_a_version_that_draws_the_same_keeps_every_moment(now: datetime) -> None:
    schedule = planned(now, scheme=RANDOM)
    before = rows()
    reminded = RANDOM | {"reminders": [5]}

    diff = preview_version(schedule, reminded, apply_from=TWELFTH, now=now)
    confirm(schedule, reminded, now)

    assert (diff.removed, diff.added, len(diff.kept)) == ((), (), 8)
    assert [(day, beep, at) for day, beep, _, at in rows()] == [
        (day, beep, at) for day, beep, _, at in before
    ]
    assert {number for day, _, number, _ in rows() if day >= 2} == {2}


def test_the_first_day_of_a_version_keeps_its_distance_from_the_day_before() -> None:
    late = {"weekdays": EVERY_DAY, "from": "20:00", "to": "23:59"}
    early = {"weekdays": EVERY_DAY, "from": "00:00", "to": "03:00"}
    now = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
    scheme = RANDOM | {"blocks": 1, "windows": [late], "min_gap_minutes": 120}
    study = make_study(scheme=scheme)
    for _ in range(40):
        make_participant(study)
    plan_study(study, now=now)

    confirm(study.schedules.get(), scheme | {"windows": [early]}, now)

    for participant in study.participants.all():
        moments = list(participant.prompts.order_by("scheduled_at").values_list("scheduled_at"))
        assert all(b - a >= timedelta(hours=2) for (a,), (b,) in pairwise(moments))
    assert Prompt.objects.filter(study_day=2).count() == 40


def test_a_date_in_the_past_changes_nothing(now: datetime) -> None:
    schedule = planned(now)
    before = list(Prompt.objects.values())

    for act in (preview_version, confirm_version):
        more = {"researcher": None} if act is confirm_version else {}
        with pytest.raises(ValidationError, match="apply_from"):
            act(schedule, LATER, apply_from=date(2027, 1, 11), now=now, **more)

    assert list(Prompt.objects.values()) == before


def test_prompts_in_a_pause_are_replaced_and_stay_paused(now: datetime) -> None:
    schedule = planned(now)
    stopping.pause(schedule.study.participants.get(), now=now)

    confirm(schedule, LATER, now)

    assert len(rows(status="cancelled", status_reason="paused", study_day__gte=2)) == 6


def test_replacing_twice_gives_the_same_prompts(now: datetime) -> None:
    schedule = planned(now, scheme=RANDOM)
    participants = schedule.study.participants.all()
    before = rows()

    counts = [replace_unsent(participants, from_date=TWELFTH, now=now) for _ in range(2)]

    assert counts == [8, 8]
    assert rows() == before


def test_a_study_that_has_ended_is_not_planned_anew(now: datetime) -> None:
    schedule = planned(now)
    stopping.end_study(schedule.study, now=now)
    before = rows()

    count = replace_unsent(schedule.study.participants.all(), from_date=TWELFTH, now=now)

    assert (count, rows()) == (0, before)


def test_what_had_no_room_is_asked_where_a_new_version_gives_it_some(now: datetime) -> None:
    noon = {"weekdays": EVERY_DAY, "from": "12:00", "to": "13:00"}
    evening = {"weekdays": EVERY_DAY, "from": "18:00", "to": "19:00"}
    scheme = RANDOM | {"blocks": 1, "windows": [noon], "min_gap_minutes": 90}
    event = {"kind": "on_event", "days": 7, "response_window_minutes": 30}
    study = make_study(schedules={"moments": scheme, "event": event})
    make_prompt(
        make_participant(study),
        schedule=study.schedules.get(name="event"),
        trigger="event",
        study_day=3,
        scheduled_at=datetime(2027, 1, 13, 11, 30, tzinfo=UTC),
    )
    plan_study(study, now=now)
    schedule = study.schedules.get(name="moments")
    before = list(schedule.prompts.filter(study_day=3).values_list("status", "status_reason"))

    diff = preview_version(schedule, scheme | {"windows": [evening]}, apply_from=TWELFTH, now=now)
    confirm(schedule, scheme | {"windows": [evening]}, now)

    assert before == [("not_sent", "no_room")]
    assert [one.study_day for one in diff.removed] == [2]
    assert [one.study_day for one in diff.added] == [2, 3]
    assert schedule.prompts.get(study_day=3).status == "planned"
