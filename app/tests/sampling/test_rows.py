"""Rows say what the plan says, whoever else is drawn at the same time."""

import csv
import io
import json
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from esmpress.sampling.day import plan_dates
from esmpress.sampling.design import read_design
from esmpress.sampling.draws import Draw, NoPlace, draw_rows, last_study_day, needs_wake_times
from esmpress.sampling.person import Person
from esmpress.sampling.row_files import write_rows
from esmpress.sampling.rows import Row
from tests.sampling.builders import KOLKATA, SEED, WARSAW, blocks_json, fixed_json, window

LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
NIGHT = {
    "kind": "random",
    "days": 4,
    "prompts_per_day": 8,
    "windows": [window("01:00", "05:00")],
    "response_window_minutes": 20,
}


def draw_of(data: object, start: date = date(2027, 3, 26), zone: ZoneInfo = WARSAW) -> Draw:
    path = read_design(data).path()
    return Draw(path, start, range(1, last_study_day(path) + 1), zone, None, SEED)


def two_schedules() -> dict[str, object]:
    morning = blocks_json(days=3, min_gap_minutes=40) | {"name": "moments"}
    evening = fixed_json(days=3, times=["18:30"], jitter_minutes=30) | {"name": "evening"}
    return {"schedules": [morning, evening]}


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        (WARSAW, date(2027, 3, 26)),
        (WARSAW, date(2027, 10, 29)),
        (LORD_HOWE, date(2027, 4, 2)),
        (KOLKATA, date(2027, 3, 26)),
    ],
)
def test_rows_say_what_the_plan_of_a_participant_says(zone: ZoneInfo, start: date) -> None:
    draw = draw_of(NIGHT, start, zone)

    rows = [row for row in draw_rows(draw, [1, 2, 3]) if row.participant == 2]

    days = plan_dates(
        draw.path,
        start_date=start,
        first=start,
        last=draw.date(4),
        person=Person(2, zone),
        seed=SEED,
    )
    assert rows == [
        Row(
            2,
            day.study_day,
            prompt.beep,
            f"{prompt.scheduled_local:%Y-%m-%dT%H:%M:%S}",
            f"{prompt.scheduled_at:%Y-%m-%dT%H:%M:%SZ}",
            f"{prompt.open_until:%Y-%m-%dT%H:%M:%SZ}",
            prompt.utc_offset_minutes,
            prompt.dst,
            "prompts",
        )
        for day in days
        for prompt in day.prompts[1]
    ]


def test_a_skipped_time_is_flagged_gap_and_a_doubled_one_fold() -> None:
    scheme = fixed_json(days=3, times=["02:30"])

    spring = list(draw_rows(draw_of(scheme, date(2027, 3, 27)), [1]))
    autumn = list(draw_rows(draw_of(scheme, date(2027, 10, 30)), [1]))

    assert [row.dst for row in spring] == ["", "gap", ""]
    assert spring[1].scheduled_local == "2027-03-28T03:00:00"
    assert [row.dst for row in autumn] == ["", "fold", ""]
    assert autumn[1].utc_offset_minutes == 120


def test_a_participant_has_the_same_rows_in_any_company() -> None:
    draw = draw_of(NIGHT)

    among_many = [row for row in draw_rows(draw, range(1, 6001)) if row.participant == 5500]

    assert among_many == list(draw_rows(draw, [5500]))
    assert len(among_many) == 32


@pytest.mark.parametrize("data", [NIGHT, two_schedules()])
def test_a_day_drawn_alone_is_the_day_of_the_whole_plan(data: object) -> None:
    draw = draw_of(data)
    alone = Draw(draw.path, draw.start_date, range(3, 4), WARSAW, None, SEED)

    rows = list(draw_rows(alone, [1, 2]))

    assert rows == [row for row in draw_rows(draw, [1, 2]) if row.day == 3]


def test_rows_of_several_schedules_stand_in_the_order_of_time() -> None:
    rows = list(draw_rows(draw_of(two_schedules()), [1, 2]))

    assert [row.participant for row in rows] == [1] * 21 + [2] * 21
    for participant in (1, 2):
        own = [row.scheduled_utc for row in rows if row.participant == participant]
        assert own == sorted(own)
    assert {row.schedule for row in rows} == {"moments", "evening"}


def test_a_prompt_without_a_place_is_told_with_its_date_and_schedule() -> None:
    blocks = [{"from": "02:05", "to": "02:55"}, {"from": "03:00", "to": "03:20"}]
    scheme = blocks_json(days=5, blocks=blocks, min_gap_minutes=50) | {"windows": None}

    with pytest.raises(NoPlace) as told:
        list(draw_rows(draw_of(scheme), [1]))

    assert str(told.value).startswith("“prompts” cannot be drawn on 2027-03-28: Block 2")


def test_the_last_study_day_is_that_of_the_longest_stretch() -> None:
    phases = [{"name": "first", "days": 10}, {"name": "second", "days": 5}]
    schedules = [
        fixed_json(days=10) | {"name": "a", "phase": "first"},
        fixed_json(days=3) | {"name": "b", "phase": "second"},
    ]

    path = read_design({"phases": phases, "schedules": schedules}).path()

    assert last_study_day(path) == 13


def test_the_last_study_day_lies_in_the_phase() -> None:
    exit_prompt = {"kind": "once", "after_days": 0, "time": "12:00", "response_window_minutes": 20}
    phase = {"name": "only", "days": 3}

    path = read_design(
        {"phases": [phase], "schedules": [exit_prompt | {"name": "exit", "phase": "only"}]}
    ).path()

    assert last_study_day(path) == 3


def test_own_hours_are_needed_only_by_what_is_planned() -> None:
    report = {"kind": "on_event", "days": 3, "windows": "participant", "response_window_minutes": 5}

    assert needs_wake_times(read_design(blocks_json(windows="participant")).path())
    assert not needs_wake_times(read_design(report).path())


def test_csv_and_json_hold_the_same_under_the_same_names() -> None:
    rows = list(draw_rows(draw_of(two_schedules()), [1]))
    as_csv, as_json = io.StringIO(), io.StringIO()

    write_rows(rows, as_csv, "csv", names=True)
    write_rows(rows, as_json, "json", names=True)

    from_csv = list(csv.DictReader(io.StringIO(as_csv.getvalue())))
    from_json = json.loads(as_json.getvalue())
    assert from_csv == [{name: str(cell) for name, cell in row.items()} for row in from_json]
    assert list(from_json[0]) == list(Row._fields)


def test_a_scheme_alone_has_no_column_for_its_schedule() -> None:
    file = io.StringIO()

    write_rows([], file, "csv", names=False)

    assert file.getvalue() == (
        "participant,day,beep,scheduled_local,scheduled_utc,open_until_utc,utc_offset_minutes,dst\n"
    )


def test_json_without_rows_is_an_empty_list() -> None:
    file = io.StringIO()

    write_rows([], file, "json", names=False)

    assert json.loads(file.getvalue()) == []
