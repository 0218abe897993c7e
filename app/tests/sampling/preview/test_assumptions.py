from __future__ import annotations

from datetime import date

from esmpress.sampling.preview.assumptions import virtual_participants
from tests.sampling.preview.previews import NEW_YORK, WARSAW, assumed, design, random


def test_participants_join_evenly_between_the_two_dates() -> None:
    joining = assumed(participants=4, last_joining=date(2027, 1, 11))

    people = virtual_participants(design(random()), joining)

    assert [one.start_date.day for one in people] == [11, 11, 12, 12]


def test_zones_and_arms_take_turns_without_meeting_in_the_same_people() -> None:
    study = design(random(), arms=[{"name": "a", "weight": 1}, {"name": "b", "weight": 1}])

    people = virtual_participants(study, assumed(participants=4, time_zones=(WARSAW, NEW_YORK)))

    assert [(one.arm, one.time_zone.key) for one in people] == [
        ("a", "Europe/Warsaw"),
        ("a", "America/New_York"),
        ("b", "Europe/Warsaw"),
        ("b", "America/New_York"),
    ]


def test_arms_get_participants_by_their_weight() -> None:
    study = design(random(), arms=[{"name": "a", "weight": 2}, {"name": "b", "weight": 1}])

    people = virtual_participants(study, assumed(participants=9))

    assert [one.arm for one in people].count("a") == 6


def test_a_chosen_arm_has_everybody_and_its_own_phases() -> None:
    study = design(
        random(phase="long"),
        random(name="other", phase="short"),
        arms=[{"name": "a"}, {"name": "b"}],
        phases=[{"name": "long", "days": 9, "arm": "a"}, {"name": "short", "days": 8, "arm": "b"}],
    )

    people = virtual_participants(study, assumed(participants=2, arm="b"))

    assert [[placed.name for placed in one.path] for one in people] == [["other"], ["other"]]


def test_the_start_rule_decides_about_study_day_1() -> None:
    study = design(random(), start_rule="next_monday")

    people = virtual_participants(study, assumed(participants=1, first_joining=date(2027, 1, 4)))

    assert people[0].start_date == date(2027, 1, 11)
