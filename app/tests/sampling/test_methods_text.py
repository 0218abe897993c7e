"""The methods text says what the design says, in grammatical English."""

from typing import Any

import pytest

from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.design import StudyDesign, parse_design, read_design
from esmpress.sampling.methods_text import methods_paragraph, preregistration
from esmpress.sampling.scheme_text import moments
from esmpress.sampling.schemes import parse_scheme
from esmpress.sampling.totals import Between, total_prompts
from esmpress.sampling.wording import listing, on_weekdays
from tests.sampling.builders import window
from tests.sampling.examples import EXAMPLES

ANSWERED = {"days": 7, "response_window_minutes": 20}
WORK = WEEKDAYS[:5]


def entry(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name} | ANSWERED | fields


def study(*schedules: dict[str, Any], **fields: Any) -> StudyDesign:
    return parse_design({"schedules": list(schedules)} | fields)


def test_the_paragraph_of_das_friebel_reads_like_a_methods_section() -> None:
    design = read_design(EXAMPLES["das-friebel.json"])

    text = methods_paragraph(design)

    assert text == (
        "Study day 1 was the day after enrolment. Participants received 6 prompts a day at random "
        "times between 08:00 and 22:00 from Monday to Friday and between 10:00 and 22:00 on "
        "Saturday and Sunday, at least 60 minutes apart, for 14 days (84 prompts in all). Prompts "
        "could be opened for 20 minutes after the invitation and completed until then, or within "
        "30 minutes of opening if that is later. Prompts were followed by a reminder 10 minutes "
        "after the invitation, unless opened before. All times are local times in each "
        "participant's own time zone; study days are local calendar dates. A time that the clocks "
        "skip is replaced by the first minute after the gap; of a time that occurs twice, the "
        "first is taken. Minimum gaps are elapsed minutes and hold between all planned prompts of "
        "a participant, across midnight and clock changes. Random times were drawn by the exact "
        "sampler of ESMpress (sampling algorithm 1), day after day: every combination of whole "
        "minutes that keeps the windows, the order and the gaps, also to the prompts of the days "
        "before, and leaves room for those of the next day, has the same probability; none is "
        "redrawn, moved or silently dropped. The random numbers (Philox; Salmon et al., 2011, "
        "https://doi.org/10.1145/2063384.2063405) depend on nothing but the study's seed, the "
        "schedule, the participant's number and the study day, so that each day can be drawn "
        f"again. The design's configuration has the SHA-256 hash {design.digest()}."
    )


@pytest.mark.parametrize(
    ("fields", "phrase"),
    [
        ({"kind": "fixed", "times": ["19:00"]}, "1 prompt a day at 19:00"),
        (
            {"kind": "fixed", "times": ["09:00", "14:00", "20:00"], "jitter_minutes": 10},
            "3 prompts a day at 09:00, 14:00 and 20:00, at random up to 10 minutes earlier or "
            "later",
        ),
        (
            {"kind": "fixed", "times": ["09:00"], "jitter_minutes": 1, "weekdays": ["sat", "mon"]},
            "1 prompt a day at 09:00, at random up to 1 minute earlier or later on Monday and "
            "Saturday",
        ),
        (
            {"kind": "random", "prompts_per_day": 1, "windows": [window("20:00", "02:00")]},
            "1 prompt a day at a random time between 20:00 and 02:00 of the next day",
        ),
        (
            {"kind": "random", "prompts_per_day": 2},
            "2 prompts a day at random times between 00:00 and 24:00",
        ),
        (
            {"kind": "random_in_blocks", "blocks": 10, "windows": [window("07:30", "22:30")]},
            "10 prompts a day, one at a random time in each of 10 equal blocks of the time between "
            "07:30 and 22:30",
        ),
        (
            {"kind": "random_in_blocks", "blocks": 1, "windows": "participant"},
            "1 prompt a day at a random time within their own waking hours",
        ),
        (
            {
                "kind": "random_in_blocks",
                "blocks": [{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "16:00"}],
                "block_margin_minutes": 15,
                "weekdays": WORK,
            },
            "2 prompts a day, one at a random time in each of the blocks 09:00 to 12:00 and 13:00 "
            "to 16:00 from Monday to Friday, not in the first and last 15 minutes of a block",
        ),
        (
            {"kind": "random_in_blocks", "blocks": [{"from": "09:00", "to": "12:00"}]},
            "1 prompt a day at a random time in the block 09:00 to 12:00",
        ),
        (
            {"kind": "interval", "every_minutes": 60, "windows": [window("08:00", "20:00")]},
            "a prompt every 60 minutes between 08:00 and 20:00, the first at the beginning and "
            "none at the end",
        ),
        (
            {
                "kind": "interval",
                "every_minutes": 90,
                "random_offset": True,
                "windows": "participant",
            },
            "a prompt every 90 minutes within their own waking hours, the first at a random minute "
            "of the first 90 minutes and none at the end",
        ),
        (
            {"kind": "anchored", "anchor": "bed", "offset_minutes": -180, "earliest": "19:00"},
            "1 prompt a day 180 minutes before their usual bed time (but not before 19:00)",
        ),
        (
            {"kind": "anchored", "anchor": "wake", "offset_minutes": 0},
            "1 prompt a day at their usual wake time",
        ),
        (
            {"kind": "anchored", "anchor": "wake", "offset_minutes": 1, "latest": "11:00"},
            "1 prompt a day 1 minute after their usual wake time (but not after 11:00)",
        ),
        ({"kind": "on_event"}, "a personal link for reporting events"),
        (
            {
                "kind": "on_event",
                "daily_limit": 1,
                "cool_down_minutes": 30,
                "windows": [window("18:00", "23:00", ("fri", "sat"))],
            },
            "a personal link for reporting events, between 18:00 and 23:00 on Friday and Saturday, "
            "at most once a day, with at least 30 minutes between two reports",
        ),
    ],
)
def test_each_kind_has_its_words(fields: dict[str, Any], phrase: str) -> None:
    scheme = parse_scheme(ANSWERED | fields)

    assert moments(scheme) == phrase


@pytest.mark.parametrize(
    ("fields", "phrase"),
    [
        ({"after_days": 0, "time": "18:00"}, "1 prompt at 18:00 of day 1"),
        (
            {"after_days": 13, "windows": [window("17:00", "20:00")]},
            "1 prompt at a random time between 17:00 and 20:00 on day 14",
        ),
        (
            {"after_days": 6, "time": "10:00", "weekdays": ["sun"]},
            "1 prompt at 10:00 of the first suitable day (day 7 or later) on Sunday",
        ),
    ],
)
def test_one_prompt_is_told_with_its_day(fields: dict[str, Any], phrase: str) -> None:
    scheme = parse_scheme({"kind": "once", "response_window_minutes": 20} | fields)

    assert moments(scheme) == phrase


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, ""),
        ({"item": "alone", "operator": "==", "value": True}, "“alone” was true"),
        ({"item": "stress", "operator": ">=", "value": 4}, "“stress” was at least 4"),
        ({"item": "place", "operator": "!=", "value": "home"}, "“place” was not “home”"),
        ({"item": "mood", "operator": "in", "value": [1, 2, 3]}, "“mood” was 1, 2 or 3"),
    ],
)
def test_a_follow_up_is_told_with_its_condition(
    condition: dict[str, Any] | None, words: str
) -> None:
    scheme = parse_scheme(
        {
            "kind": "follow_up",
            "after": "moments",
            "condition": condition,
            "delay_minutes": {"from": 10, "to": 20},
            "daily_limit": 2,
            "response_window_minutes": 15,
        }
    )

    when = f" in which the answer to {words}" if words else ""
    assert moments(scheme) == (
        f"a further prompt 10 to 20 minutes, at random, after each response to “moments”{when}, "
        "at most twice a day"
    )


def test_every_kind_has_words_and_no_brace_or_none_slips_in() -> None:
    for data in EXAMPLES.values():
        text = methods_paragraph(read_design(data)) + preregistration(read_design(data))

        assert "None" not in text
        assert "{" not in text
        assert "  " not in text


def test_arms_and_phases_are_told_with_their_days() -> None:
    design = study(
        entry("before", phase="baseline", kind="fixed", times=["12:00"]),
        entry("care", phase="care", kind="fixed", times=["12:00"]),
        entry("after", phase="after", kind="fixed", times=["12:00"], days=1),
        arms=[{"name": "A"}, {"name": "B", "weight": 2}],
        phases=[
            {"name": "baseline", "days": 7},
            {"name": "care", "days": 14, "arm": "B"},
            {"name": "after", "days": 1},
        ],
    )

    text = methods_paragraph(design)

    assert "allocated to 2 arms, “A” and “B” (1:2), in permuted blocks of 6 or 9 places" in text
    assert (
        "3 phases, in this order: “baseline” (7 days), “care” (14 days, arm “B” only) and “after” "
        "(1 day)." in text
    )
    assert "For “before” (phase “baseline”, study days 1 to 7), participants received" in text
    assert "For “care” (phase “care” of the arm “B”, study days 8 to 21)" in text
    assert "(phase “after”, study day 8 in the arm “A” and study day 22 in the arm “B”)" in text
    assert "In all, 8 prompts were planned for each participant of the arm “A”." in text
    assert "In all, 15 prompts were planned for each participant of the arm “B”." in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Study day 1 was the day after enrolment."),
        (
            {"start_rule": "same_day"},
            "Study day 1 was the day of enrolment, with the prompts still ahead.",
        ),
        ({"start_rule": "next_monday"}, "Study day 1 was the first Monday after enrolment."),
        (
            {"start_rule": "fixed_date", "start_date": "2027-03-01"},
            "Study day 1 was 2027-03-01, or the day after enrolment for participants enrolled on "
            "that date or later.",
        ),
        ({"time_zone": "Europe/Warsaw"}, "time zone (Europe/Warsaw unless they tell another)"),
    ],
)
def test_the_start_and_the_zone_are_told(fields: dict[str, Any], sentence: str) -> None:
    design = study(entry("moments", kind="fixed", times=["12:00"]), **fields)

    assert sentence in methods_paragraph(design)


def test_what_several_schedules_share_is_said_once() -> None:
    design = study(
        entry("moments", kind="random", prompts_per_day=3, min_gap_minutes=30, reminders=[5, 10]),
        entry("evening", kind="fixed", times=["21:00"], min_gap_minutes=30),
        entry("events", kind="on_event"),
    )

    text = methods_paragraph(design)

    assert "Prompts of “moments” and “evening” could be opened for 20 minutes after" in text
    assert "Reports of “events” could be completed within 30 minutes." in text
    assert "Prompts of “moments” were followed by reminders 5 and 10 minutes after the" in text
    assert "Prompts of “evening” had no reminders." in text
    assert "1 prompt a day at 21:00, at least 30 minutes from any other prompt, for 7 days" in text
    assert "; between two schedules the larger one counts." in text


def test_bursts_are_told_with_their_totals() -> None:
    text = methods_paragraph(read_design(EXAMPLES["time.json"]))

    assert (
        "in 2 bursts of 4 consecutive days each study month (30.4375 days), placed at random with "
        "at least 7 free days between two bursts, 2 weekdays and 2 weekend days in each, for 365 "
        "days (96 prompts in all)" in text
    )


def test_a_total_that_depends_on_the_first_weekday_is_a_range() -> None:
    design = study(entry("work", kind="fixed", times=["12:00"], days=8, weekdays=WORK))

    assert "for 8 days (5 to 6 prompts in all)" in methods_paragraph(design)


def test_excluded_dates_make_the_total_an_upper_bound() -> None:
    dates = ["2027-12-24", "2027-12-25"]
    design = study(entry("moments", kind="fixed", times=["12:00"], excluded_dates=dates))

    assert (
        "for 7 days, except on 2027-12-24 and 2027-12-25 (at most 7 prompts in all)"
        in methods_paragraph(design)
    )


def test_a_date_that_only_moves_a_prompt_leaves_the_total_as_it_is() -> None:
    once = {"kind": "once", "after_days": 6, "time": "10:00", "response_window_minutes": 20}
    design = study(
        entry("moments", kind="fixed", times=["12:00"]),
        once | {"name": "exit", "excluded_dates": ["2027-12-24"]},
    )

    assert "In all, 8 prompts were planned for each participant." in methods_paragraph(design)


def test_a_random_offset_may_cost_a_day_its_last_prompt() -> None:
    fields = {"every_minutes": 90, "random_offset": True, "windows": [window("08:00", "12:00")]}
    design = study(entry("moments", kind="interval", **fields))

    assert "for 7 days (14 to 21 prompts in all)" in methods_paragraph(design)


def test_a_design_without_chance_does_not_speak_of_random_numbers() -> None:
    text = methods_paragraph(read_design(EXAMPLES["neubauer.json"]))

    assert "No time was random (ESMpress, sampling algorithm 1)." in text
    assert "Philox" not in text
    assert "could be opened for 10 hours after the invitation" in text


def test_the_preregistration_looks_ahead_and_leaves_the_rest_to_be_filled_in() -> None:
    design = read_design(EXAMPLES["das-friebel.json"])

    text = preregistration(design)

    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "Sampling scheme",
        "Start of data collection",
        "Number of prompts",
        "Time between prompts",
        "Response window",
        "Reminders",
        "Time zones and clock changes",
        "Random numbers",
        "Configuration",
        "Why this design",
        "Participants",
        "Briefing",
        "Items",
        "Devices",
        "Incentives",
        "Compliance and missing data",
    ]
    assert "Participants will receive 6 prompts a day" in text
    assert "Prompts can be opened for 20 minutes" in text
    assert text.count("[To be filled in: ") == 7
    assert design.digest() in text


def test_weekdays_in_a_row_are_named_by_their_ends() -> None:
    assert on_weekdays(WEEKDAYS) == ""
    assert on_weekdays(("wed",)) == " on Wednesday"
    assert on_weekdays(("sun", "sat")) == " on Saturday and Sunday"
    assert on_weekdays(("tue", "wed", "thu")) == " from Tuesday to Thursday"
    assert on_weekdays(("mon", "wed", "fri")) == " on Monday, Wednesday and Friday"


def test_a_list_of_one_is_that_one() -> None:
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a and b"
    assert listing([1, 2, 3], "or") == "1, 2 or 3"


def test_a_questionnaire_that_can_miss_its_phase_is_counted_as_at_most_one() -> None:
    exit_form = {"name": "exit", "phase": "p", "kind": "once", "after_days": 2, "time": "18:00"}
    exit_form |= {"weekdays": ["mon"], "response_window_minutes": 60}
    phases = [{"name": "p", "days": 3}, {"name": "rest", "days": 20}]

    design = parse_design({"phases": phases, "schedules": [exit_form]})

    assert total_prompts(design.path()) == Between(0, 1)
