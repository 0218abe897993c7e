from __future__ import annotations

from esmpress.sampling.preview.refusing import never_asking, refusals
from tests.sampling.preview.previews import WAKE, design, fixed, random, window


def test_a_design_that_can_be_kept_is_not_refused() -> None:
    assert refusals(design(random(), fixed("21:30"))) == []


def test_an_infeasible_design_is_refused() -> None:
    (sentence,) = refusals(design(random(prompts_per_day=9, min_gap_minutes=90)))

    assert "lower prompts_per_day to 8 or min_gap_minutes to 89" in sentence


def test_own_days_are_checked_once_it_is_known_when_they_are() -> None:
    study = design(random(windows="participant", prompts_per_day=9, min_gap_minutes=120))

    assert refusals(study) == []
    assert len(refusals(study, WAKE)) == 1


def test_a_schedule_that_never_asks_is_refused() -> None:
    study = design(random(days=5, weekdays=["sat", "sun"]), start_rule="next_monday")

    assert refusals(study) == [
        "schedule “moments”: weekdays: it never asks; name weekdays that its days, windows and "
        "dates contain."
    ]


def test_a_fixed_date_decides_which_days_there_are() -> None:
    excluded = random(days=1, excluded_dates=["2027-01-11"])

    study = design(excluded, start_rule="fixed_date", start_date="2027-01-11")

    (remark,) = never_asking(study)
    assert not remark.refuses
    assert "whoever starts on Monday is never asked" in remark.sentence


def test_weekdays_on_which_starters_are_never_asked_are_told() -> None:
    study = design(random(days=5, windows=[window("09:00", "21:00", "sat")]))

    (remark,) = never_asking(study)

    assert remark.sentence == (
        "schedule “moments”: weekdays: whoever starts on Monday, Sunday is never asked; add "
        "weekdays or days."
    )
    assert not remark.refuses
    assert refusals(study) == []


def test_a_schedule_of_one_arm_s_phase_is_looked_at_there() -> None:
    study = design(
        random(phase="b"),
        arms=[{"name": "a"}, {"name": "b"}],
        phases=[{"name": "a", "days": 3, "arm": "a"}, {"name": "b", "days": 7, "arm": "b"}],
    )

    assert list(never_asking(study)) == []


def test_events_and_follow_ups_need_no_days_of_their_own() -> None:
    event = {"kind": "on_event", "name": "quarrel", "days": 7, "response_window_minutes": 15}

    assert refusals(design(event)) == []
