from typing import Any

import pytest

from esmpress.sampling.anchored import Anchored
from esmpress.sampling.fixed_times import FixedTimes
from esmpress.sampling.follow_up import FollowUp
from esmpress.sampling.interval import Interval
from esmpress.sampling.on_event import OnEvent
from esmpress.sampling.once import Once
from esmpress.sampling.random_in_blocks import RandomInBlocks
from esmpress.sampling.random_times import RandomTimes
from esmpress.sampling.schemes import MalformedScheme, parse_scheme
from tests.sampling.builders import blocks_json, fixed_json, window

LISTED = [{"from": "08:00", "to": "10:00"}, {"from": "18:00", "to": "19:00"}]
NIGHT = [window("20:00", "03:00")]


def sentence(data: object) -> str:
    with pytest.raises(MalformedScheme) as caught:
        parse_scheme(data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (FixedTimes, {"kind": "fixed", "days": 1, "times": ["09:00"]}),
        (RandomTimes, {"kind": "random", "days": 1, "prompts_per_day": 1}),
        (RandomInBlocks, {"kind": "random_in_blocks", "days": 1, "blocks": LISTED}),
        (Interval, {"kind": "interval", "days": 1, "every_minutes": 60}),
        (Anchored, {"kind": "anchored", "days": 1, "anchor": "bed", "offset_minutes": -180}),
        (Once, {"kind": "once", "after_days": 0, "time": "09:00"}),
        (OnEvent, {"kind": "on_event", "days": 1}),
        (FollowUp, {"kind": "follow_up", "after": "x", "delay_minutes": {"from": 5, "to": 9}}),
    ],
)
def test_parse_scheme_reads_each_kind(kind: type, fields: dict[str, Any]) -> None:
    scheme = parse_scheme(fields | {"response_window_minutes": 20})

    stored = scheme.model_dump(mode="json")

    assert type(scheme) is kind
    assert scheme.asks_by_itself is (kind not in {OnEvent, FollowUp})
    assert fields.items() <= stored.items()
    assert parse_scheme(stored) == scheme


@pytest.mark.parametrize(
    "data",
    [
        blocks_json(windows=[window("20:00", "24:00")], reminders=[5, 10], max_gap_minutes=90),
        blocks_json(blocks=LISTED, windows=None),
        blocks_json(windows="participant", weekdays=["mon", "sun"], max_gap_minutes=240),
        blocks_json(excluded_dates=["2027-12-24"], bursts={"length_days": 4, "every_days": 12}),
        fixed_json(jitter_minutes=5, windows=[window("08:00", "16:00", ("mon", "sat"))]),
    ],
)
def test_a_scheme_survives_being_stored_as_json(data: dict[str, Any]) -> None:
    scheme = parse_scheme(data)

    stored = scheme.model_dump(mode="json")

    assert parse_scheme(stored) == scheme
    assert data.items() <= stored.items()


@pytest.mark.parametrize(
    "fields",
    [
        {"blocks": LISTED, "windows": [window("08:00", "19:00")]},
        {"blocks": [{"from": "06:00", "to": "06:00"}], "windows": None},
        {"windows": [window("06:00", "06:00")]},
        {"min_gap_minutes": 60, "max_gap_minutes": 60},
        {"reminders": [1, 19]},
        {"block_margin_minutes": 59},
        {"blocks": 128},
    ],
)
def test_a_scheme_at_the_very_limit_is_accepted(fields: dict[str, Any]) -> None:
    scheme = parse_scheme(blocks_json(**fields))

    assert scheme.kind == "random_in_blocks"


def test_a_scheme_without_optional_fields_takes_the_documented_defaults() -> None:
    scheme = parse_scheme(fixed_json())

    assert (scheme.min_gap_minutes, scheme.max_gap_minutes) == (0, None)
    assert (scheme.finish_within_minutes, scheme.reminders) == (30, ())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"kind": "sometimes"},
            "kind: write fixed, random, random_in_blocks, interval, anchored, once, on_event or "
            "follow_up.",
        ),
        ({"days": 0}, "days: write at least 1 (not 0)."),
        ({"days": 3661}, "days: write at most 3660 (not 3661)."),
        ({"days": "7"}, 'days: write a whole number (not "7").'),
        ({"days": True}, "days: write a whole number (not true)."),
        ({"days": 1.5}, "days: write a whole number (not 1.5)."),
        ({"prompts": 3}, "prompts: there is no such field."),
        ({"days": float("inf")}, "days: write a whole number (not Infinity)."),
        ({"days": 10**30}, f"days: write at most 3660 (not {10**30})."),
        ({"a b\n": 3}, '"a b\\n": there is no such field.'),
        ({"number": 3}, "number: there is no such field."),
        ({"random": 3}, "random: there is no such field."),
        (
            {"reminders": "x" * 99},
            'reminders: write a list (not "' + "x" * 59 + "…).",
        ),
        ({"response_window_minutes": 0}, "response_window_minutes: write at least 1 (not 0)."),
        ({"min_gap_minutes": -5}, "min_gap_minutes: write at least 0 (not -5)."),
        (
            {"min_gap_minutes": 60, "max_gap_minutes": 59},
            "max_gap_minutes: 59 is less than min_gap_minutes, 60.",
        ),
        (
            {"reminders": [5, 20]},
            "reminders: 20 minutes after the invitation the response window of 20 minutes is over.",
        ),
        ({"reminders": [5, 5]}, "reminders: list each reminder once, from early to late."),
        ({"reminders": list(range(1, 11))}, "reminders: list at most 9."),
        ({"reminders": [10, 5]}, "reminders: list each reminder once, from early to late."),
        ({"windows": []}, "windows: list at least 1."),
        (
            {"windows": "wake"},
            'windows: list day windows, or write participant (not "wake").',
        ),
        ({"windows": {}}, "windows: list day windows, or write participant."),
        ({"windows": ["mon"]}, 'windows, entry 1: write an object with named fields (not "mon").'),
        ({"weekdays": []}, "weekdays: list at least 1."),
        ({"weekdays": ["mon", "mon"]}, "weekdays: list each of the weekdays once."),
        (
            {"weekdays": ["mon", "tues"]},
            "weekdays, entry 2: write 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun' "
            '(not "tues").',
        ),
        (
            {"weekdays": ["sun"], "windows": [window("08:00", "20:00", ("mon",))]},
            "weekdays: no window begins on these weekdays.",
        ),
        (
            {"excluded_dates": ["2027-12-24", "24.12.2027"]},
            'excluded_dates, entry 2: write a date that exists as YYYY-MM-DD (not "24.12.2027").',
        ),
        (
            {"excluded_dates": ["2027-02-29"]},
            'excluded_dates, entry 1: write a date that exists as YYYY-MM-DD (not "2027-02-29").',
        ),
        (
            {"excluded_dates": ["2027-12-24", "2027-12-24"]},
            "excluded_dates: list each of the excluded dates once.",
        ),
        (
            {"windows": [window("08:00", "20:00", ())]},
            "windows, entry 1, weekdays: list at least 1.",
        ),
        (
            {"windows": [window("08:00", "20:00", ("Monday",))]},
            "windows, entry 1, weekdays, entry 1: write 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' "
            "or 'sun' (not \"Monday\").",
        ),
        (
            {"windows": [window("08:00", "20:00", ("mon",)), window("9:00", "20:00", ("tue",))]},
            "windows, entry 2, from: write a time of day as HH:MM, from 00:00 to 23:59 "
            '(not "9:00").',
        ),
        (
            {"windows": [window("08:00", "25:00")]},
            "windows, entry 1, to: write a time of day as HH:MM, from 00:00 to 23:59 "
            '(not "25:00").',
        ),
        (
            {"windows": [window("08:00", "20:00"), window("09:00", "20:00", ("tue",))]},
            "windows: tue has two windows; give it one.",
        ),
        (
            {"windows": [window("20:00", "10:00", ("sun",)), window("08:00", "20:00", ("mon",))]},
            "windows: the window 20:00-10:00 of sun runs into the window 08:00-20:00 "
            "of the next day.",
        ),
    ],
)
def test_a_malformed_common_field_is_named(fields: dict[str, Any], expected: str) -> None:
    assert sentence(blocks_json(**fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"times": []}, "times: list at least 1."),
        ({"times": ["10:00", "10:00"]}, "times: 10:00 is listed twice."),
        (
            {"times": ["10:00", "09:30"]},
            "times: 09:30 stands after 10:00; list the times from early to late.",
        ),
        (
            {"times": ["10:00", "24:00"]},
            'times, entry 2: write a time of day as HH:MM, from 00:00 to 23:59 (not "24:00").',
        ),
        (
            {"times": ["08:00"], "windows": [window("08:30", "10:00")]},
            "times: 08:00 is not inside the window 08:30-10:00.",
        ),
        (
            {"times": ["12:00", "21:00"], "windows": NIGHT},
            "times: 12:00 is not inside the window 20:00-03:00.",
        ),
        (
            {"times": ["10:00"], "windows": [window("08:30", "10:00")]},
            "times: 10:00 is not inside the window 08:30-10:00.",
        ),
        (
            {"times": ["09:50"], "windows": [window("08:30", "10:00")], "jitter_minutes": 10},
            "times: 09:50 with its jitter of 10 minutes is not inside the window 08:30-10:00.",
        ),
        (
            {"times": ["22:00", "21:00"], "windows": NIGHT},
            "times: 21:00 stands after 22:00; list the times from early to late.",
        ),
        ({"jitter_minutes": -1}, "jitter_minutes: write at least 0 (not -1)."),
    ],
)
def test_a_malformed_list_of_times_is_named(fields: dict[str, Any], expected: str) -> None:
    assert sentence(fixed_json(**fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"blocks": 0}, "blocks: write at least 1 (not 0)."),
        ({"blocks": 10_000}, "blocks: write at most 128 (not 10000)."),
        ({"blocks": []}, "blocks: list at least 1."),
        ({"blocks": [{"from": "10:00"}]}, "blocks, entry 1, to: this field is missing."),
        ({"windows": None}, "windows: a number of blocks needs a day window to divide."),
        (
            {"blocks": 31, "windows": [window("08:00", "08:30")]},
            "blocks: there are more blocks than minutes in the day window.",
        ),
        (
            {"blocks": LISTED, "windows": [window("08:00", "18:59")]},
            "blocks: the block 18:00-19:00 leaves the window 08:00-18:59.",
        ),
        (
            {"blocks": LISTED, "windows": [window("09:00", "20:00")]},
            "blocks: the block 08:00-10:00 leaves the window 09:00-20:00.",
        ),
        (
            {"blocks": [{"from": "08:00", "to": "10:00"}, {"from": "09:59", "to": "11:00"}]},
            "blocks: a block starts at 09:59, before the one listed above it ends at 10:00.",
        ),
        (
            {
                "blocks": [{"from": "01:00", "to": "02:00"}, {"from": "22:00", "to": "01:30"}],
                "windows": None,
            },
            "blocks: the last block runs into the first of the next day.",
        ),
        (
            {"block_margin_minutes": 60},
            "block_margin_minutes: 60 minutes at both ends leave nothing of a block of "
            "120 minutes.",
        ),
        (
            {"blocks": LISTED, "block_margin_minutes": 30},
            "block_margin_minutes: 30 minutes at both ends leave nothing of a block of 60 minutes.",
        ),
    ],
)
def test_malformed_blocks_are_named(fields: dict[str, Any], expected: str) -> None:
    assert sentence(blocks_json(**fields)) == expected


@pytest.mark.parametrize("data", [None, 3, "fixed", [], [fixed_json()]])
def test_a_scheme_that_is_not_an_object_is_malformed(data: object) -> None:
    assert sentence(data).startswith("kind: write an object with named fields")


def test_a_missing_field_is_named_in_the_exception_too() -> None:
    data = fixed_json()
    del data["response_window_minutes"]

    with pytest.raises(MalformedScheme, match="this field is missing") as caught:
        parse_scheme(data)

    assert caught.value.field == "response_window_minutes"
