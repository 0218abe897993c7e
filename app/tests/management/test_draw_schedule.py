from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from esmpress.management.commands.draw_schedule import Command
from esmpress.sampling.design import read_design
from esmpress.sampling.draws import Draw, draw_rows
from tests.management.running import APP, EXAMPLES, run_bare
from tests.sampling.examples import EXAMPLES as DATA
from tests.sampling.examples import PROMPTS

DAS_FRIEBEL = str(EXAMPLES / "das-friebel.json")
SPRING = ("--start", "2027-03-26")
WARSAW = ("--time-zone", "Europe/Warsaw")
SEED = ("--seed", "7")
COMMON = (*WARSAW, *SPRING, *SEED)


def draw(*arguments: str) -> list[dict[str, str]]:
    out = io.StringIO()
    call_command("draw_schedule", *arguments, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def refuse(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run as from a shell; what it says on standard error, one sentence."""
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "draw_schedule", *arguments])
    printed = capsys.readouterr()
    assert ended.value.code == 2
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert printed.err.endswith(".\n")
    return printed.err.strip()


def written(folder: Path, data: object) -> str:
    path = folder / "scheme.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return str(path)


def test_a_scheme_is_drawn_without_database_and_settings() -> None:
    result = run_bare("draw_schedule", DAS_FRIEBEL, *COMMON, "--participants", "3")

    lines = result.stdout.splitlines()
    assert (result.returncode, result.stderr, len(lines)) == (0, "", 1 + 3 * 84)
    assert lines[:3] == [
        "participant,day,beep,scheduled_local,scheduled_utc,open_until_utc,utc_offset_minutes,dst",
        "1,1,1,2027-03-26T10:09:00,2027-03-26T09:09:00Z,2027-03-26T09:29:00Z,60,",
        "1,1,2,2027-03-26T15:06:00,2027-03-26T14:06:00Z,2027-03-26T14:26:00Z,60,",
    ]


def test_a_malformed_scheme_ends_a_bare_process_with_status_2(tmp_path: Path) -> None:
    path = written(tmp_path, DATA["das-friebel.json"] | {"days": 0})

    result = run_bare("draw_schedule", path, *COMMON)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "days: write at least 1 (not 0).\n"


@pytest.mark.parametrize("name", PROMPTS)
def test_an_example_has_the_prompts_its_design_must_show(name: str) -> None:
    rows = draw(str(EXAMPLES / name), *COMMON, "--participants", "2", "--wake", "08:00-20:00")

    assert len(rows) == 2 * PROMPTS[name]


def test_the_same_seed_gives_the_same_rows_and_another_others() -> None:
    again = draw(DAS_FRIEBEL, *WARSAW, *SPRING, "--seed", "007")

    other = draw(DAS_FRIEBEL, *WARSAW, *SPRING, "--seed", "8")

    assert again == draw(DAS_FRIEBEL, *COMMON)
    assert other != again


def test_a_studys_seed_of_32_hex_digits_is_taken_as_its_bytes() -> None:
    rows = draw(DAS_FRIEBEL, *WARSAW, *SPRING, "--seed", "Ab" * 16)

    path = read_design(DATA["das-friebel.json"]).path()
    seed = bytes([0xAB] * 16)
    drawn = Draw(path, date(2027, 3, 26), range(1, 15), ZoneInfo("Europe/Warsaw"), None, seed)
    assert [row["scheduled_utc"] for row in rows] == [
        row.scheduled_utc for row in draw_rows(drawn, [1])
    ]


def test_one_participant_and_one_day_are_replayed_alone() -> None:
    every = draw(DAS_FRIEBEL, *COMMON, "--participants", "3")

    participant = draw(DAS_FRIEBEL, *COMMON, "--participant", "2")
    day = draw(DAS_FRIEBEL, *COMMON, "--participants", "3", "--day", "5")

    assert participant == [row for row in every if row["participant"] == "2"]
    assert day == [row for row in every if row["day"] == "5"]


def test_json_has_the_same_rows() -> None:
    out = io.StringIO()

    call_command("draw_schedule", DAS_FRIEBEL, *COMMON, format="json", stdout=out)

    rows = [{name: str(cell) for name, cell in row.items()} for row in json.loads(out.getvalue())]
    assert rows == draw(DAS_FRIEBEL, *COMMON)


def test_several_schedules_are_told_apart_by_a_last_column() -> None:
    rows = draw(str(EXAMPLES / "coco.json"), *COMMON, "--wake", "08:00-23:00")

    assert list(rows[0])[-1] == "schedule"
    assert [row["schedule"] for row in rows[:5]] == ["moments"] * 4 + ["evening"]
    assert [row["scheduled_utc"] for row in rows] == sorted(row["scheduled_utc"] for row in rows)


def test_rows_go_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"

    assert draw(DAS_FRIEBEL, *COMMON, "--output", str(path)) == []

    assert len(path.read_text().splitlines()) == 85


def test_an_infeasible_design_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = written(tmp_path, DATA["burke.json"] | {"prompts_per_day": 9})
    path = tmp_path / "rows.csv"

    sentence = refuse(capsys, scheme, *COMMON, "--wake", "09:00-21:00", "--output", str(path))

    assert sentence.startswith("prompts_per_day: 9 prompts at least 90 minutes apart")
    assert not path.exists()


def test_a_day_that_a_clock_change_makes_impossible_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = [{"from": "02:05", "to": "02:55"}, {"from": "03:00", "to": "03:20"}]
    scheme = {"kind": "random_in_blocks", "days": 5, "blocks": blocks, "min_gap_minutes": 50}
    path = written(tmp_path, scheme | {"response_window_minutes": 20})

    sentence = refuse(capsys, path, *COMMON)

    assert "2027-03-28" in sentence
    assert "min_gap_minutes" in sentence


def test_own_hours_that_nobody_gave_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    sentence = refuse(capsys, str(EXAMPLES / "burke.json"), *COMMON)

    assert sentence.startswith("--wake: ")


def test_the_zone_of_a_study_counts_unless_another_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = DATA["das-friebel.json"] | {"name": "moments"}
    path = written(tmp_path, {"time_zone": "Asia/Kolkata", "schedules": [moments]})

    own = draw(path, *SPRING, *SEED)
    given = draw(path, *COMMON)

    assert {row["utc_offset_minutes"] for row in own} == {"330"}
    assert {row["utc_offset_minutes"] for row in given} == {"60", "120"}
    assert refuse(capsys, DAS_FRIEBEL, *SPRING, *SEED).startswith("--time-zone: ")


def test_an_arm_has_to_be_named_where_it_makes_a_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arms: dict[str, Any] = {
        "arms": [{"name": "A"}, {"name": "B"}],
        "phases": [{"name": "care", "days": 14, "arm": "B"}],
    }
    moments = DATA["das-friebel.json"] | {"name": "moments"}
    care = moments | {"name": "care", "phase": "care", "prompts_per_day": 1}
    path = written(tmp_path, arms | {"schedules": [moments, care]})

    assert len(draw(path, *COMMON, "--arm", "A")) == 84
    assert len(draw(path, *COMMON, "--arm", "B")) == 84 + 14
    assert refuse(capsys, path, *COMMON).startswith("--arm: ")
    assert refuse(capsys, path, *COMMON, "--arm", "C") == (
        "--arm: there is no arm “C”; arms: A, B."
    )


@pytest.mark.parametrize(
    ("arguments", "beginning"),
    [
        ((), "the following arguments are required: SCHEME.json, --start, --seed"),
        ((DAS_FRIEBEL, *WARSAW, *SEED, "--start", "2027-02-30"), "--start: "),
        ((DAS_FRIEBEL, *WARSAW, *SEED, "--start", "26.03.2027"), "--start: "),
        ((DAS_FRIEBEL, *WARSAW, *SEED, "--start", "0001-01-01"), "--start: "),
        ((DAS_FRIEBEL, *WARSAW, *SEED, "--start", "9999-12-31"), "--start: "),
        ((DAS_FRIEBEL, *WARSAW, *SPRING, "--seed", "-7"), "--seed: "),
        ((DAS_FRIEBEL, *WARSAW, *SPRING, "--seed", "7.5"), "--seed: "),
        ((DAS_FRIEBEL, *WARSAW, *SPRING, "--seed", "1" * 33), "--seed: "),
        ((DAS_FRIEBEL, *SEED, *SPRING, "--time-zone", "Europe/Warszawa"), "--time-zone: "),
        ((DAS_FRIEBEL, *SEED, *SPRING, "--time-zone", "Europe"), "--time-zone: "),
        ((DAS_FRIEBEL, *COMMON, "--participants", "0"), "--participants: "),
        ((DAS_FRIEBEL, *COMMON, "--participants", "three"), "--participants: "),
        (
            (DAS_FRIEBEL, *COMMON, "--participants", "3", "--participant", "4"),
            "--participant: 4 is more than --participants, 3",
        ),
        ((DAS_FRIEBEL, *COMMON, "--day", "0"), "--day: "),
        ((DAS_FRIEBEL, *COMMON, "--day", "15"), "--day: 15 is after the last study day"),
        ((DAS_FRIEBEL, *COMMON, "--arm", "A"), "--arm: there is no arm “A”"),
        ((DAS_FRIEBEL, *COMMON, "--wake", "07:30"), "--wake: "),
        ((DAS_FRIEBEL, *COMMON, "--wake", "07:30-25:00"), "--wake: "),
        ((DAS_FRIEBEL, *COMMON, "--wake", "07:30-07:30"), "--wake: "),
        ((DAS_FRIEBEL, *COMMON, "--wake", "07:30-12:00-23:00"), "--wake: "),
        ((DAS_FRIEBEL, *COMMON, "--format", "xml"), "--format: "),
        ((DAS_FRIEBEL, *COMMON, "--output", "/nowhere/rows.csv"), "--output: "),
        ((DAS_FRIEBEL, *COMMON, "--colour", "red"), "unrecognized arguments: --colour red"),
        (("/nowhere.json", *COMMON), "Cannot read /nowhere.json: "),
        (("/", *COMMON), "Cannot read /: "),
    ],
)
def test_a_fault_in_the_arguments_is_one_sentence_that_names_it(
    arguments: tuple[str, ...], beginning: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = refuse(capsys, *arguments)

    assert sentence.startswith(beginning)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"days": 1, "days": 2}', "the field days stands twice"),
        ('{"kind": "once", "\\ud800": 1}', "is not JSON"),
        ("[]", "kind: "),
        ("null", "kind: "),
        ("{}", "kind: this field is missing"),
        ('{"schedules": []}', "schedules: "),
        ('{"schedules": [{"kind": "once"}]}', "schedules, entry 1, "),
    ],
)
def test_a_file_that_holds_no_design_is_refused(
    text: str, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = refuse(capsys, written(tmp_path, text), *COMMON)

    assert part in sentence


@pytest.mark.parametrize(
    ("field", "value", "beginning"),
    [
        ("days", "NaN", "days: write a whole number (not NaN)"),
        ("days", "1e999", "days: write a whole number (not Infinity)"),
        ("prompts_per_day", "10000", "prompts_per_day: write at most 128"),
        ("min_gap_minutes", "-60", "min_gap_minutes: write at least 0"),
        ("kind", '"rendom"', "kind: write "),
        ("windows", '[{"weekdays": ["mo"], "from": "08:00", "to": "22:00"}]', "windows, entry 1"),
        ("windows", '[{"weekdays": ["mon"], "from": "08:00", "to": "25:00"}]', "windows, entry 1"),
        ("reminders", "[20]", "reminders: "),
        ("colour", "1", "colour: there is no such field"),
    ],
)
def test_a_fault_in_the_scheme_is_one_sentence_that_names_the_field(
    field: str, value: str, beginning: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rest = {name: part for name, part in DATA["das-friebel.json"].items() if name != field}
    text = f'{json.dumps(rest)[:-1]}, "{field}": {value}}}'

    sentence = refuse(capsys, written(tmp_path, text), *COMMON)

    assert sentence.startswith(beginning)


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    drawing = [sys.executable, "manage.py", "draw_schedule", DAS_FRIEBEL, *COMMON]
    with subprocess.Popen(
        [*drawing, "--participants", "200"],
        cwd=APP,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None

        process.stdout.readline()
        process.stdout.close()

        assert process.stderr.read() == ""
    assert process.returncode == 0
