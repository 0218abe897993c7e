from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.studies.models import Schedule, Study
from tests.console import forms
from tests.console.pages import form_with
from tests.factories import EVERY_DAY, make_questionnaire, make_study

pytestmark = pytest.mark.django_db
ADD_STUDY = reverse("admin:studies_study_add")
OPEN = {"response_window_minutes": 30}
OWN_HOURS = forms.NO_WINDOWS | {"own_hours": "on"}
WORKDAYS, WEEKEND = EVERY_DAY[:5], EVERY_DAY[5:]

# What a researcher fills in, and the scheme that is meant.
DESIGNS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "fixed": (
        {"times": "08:00, 20:00", "jitter_minutes": "15", "weekdays": ["mon", "thu"]}
        | forms.NO_WINDOWS,
        {"times": ["08:00", "20:00"], "jitter_minutes": 15, "weekdays": ["mon", "thu"]},
    ),
    "random": (
        {"prompts_per_day": "6", "excluded_dates": "2027-12-24, 2027-12-25"}
        | forms.windows(("workdays", "08:00", "22:00"), ("weekend", "10:00", "01:30")),
        {
            "prompts_per_day": 6,
            "excluded_dates": ["2027-12-24", "2027-12-25"],
            "windows": [
                {"weekdays": WORKDAYS, "from": "08:00", "to": "22:00"},
                {"weekdays": WEEKEND, "from": "10:00", "to": "01:30"},
            ],
        },
    ),
    "random_in_blocks": (
        {"blocks": "", "block_list": "09:00-11:00, 14:00-16:30", "block_margin_minutes": "10"}
        | {"min_gap_minutes": "30", "max_gap_minutes": "440"}
        | forms.NO_WINDOWS,
        {
            "blocks": [{"from": "09:00", "to": "11:00"}, {"from": "14:00", "to": "16:30"}],
            "block_margin_minutes": 10,
            "min_gap_minutes": 30,
            "max_gap_minutes": 440,
        },
    ),
    "interval": (
        {"every_minutes": "60", "random_offset": "on", "days": "364", "burst_rule": "monthly"}
        | {"burst_length_days": "4", "burst_per_month": "2", "burst_min_days_between": "7"}
        | {"burst_weekdays": "2", "burst_weekend_days": "2"}
        | OWN_HOURS,
        {
            "every_minutes": 60,
            "random_offset": True,
            "days": 364,
            "windows": "participant",
            "bursts": {
                "length_days": 4,
                "per_month": 2,
                "min_days_between": 7,
                "weekdays": 2,
                "weekend_days": 2,
            },
        },
    ),
    "anchored": (
        {"anchor": "bed", "offset_minutes": "180", "offset_side": "before"}
        | {"earliest": "18:00", "latest": "23:00"}
        | {"burst_rule": "regular", "burst_length_days": "2", "burst_every_days": "5"},
        {
            "anchor": "bed",
            "offset_minutes": -180,
            "earliest": "18:00",
            "latest": "23:00",
            "bursts": {"length_days": 2, "every_days": 5},
        },
    ),
    "once": (
        {"after_days": "0", "time": "18:00"} | forms.NO_WINDOWS,
        {"after_days": 0, "time": "18:00"},
    ),
    "on_event": (
        {"daily_limit": "3", "cool_down_minutes": "45"} | forms.NO_WINDOWS,
        {"daily_limit": 3, "cool_down_minutes": 45},
    ),
    "follow_up": (
        {"after": "evening", "delay_from": "20", "delay_to": "40", "daily_limit": "2"}
        | {
            "condition_item": "company",
            "condition_operator": "in",
            "condition_value": '1, 2.5, "3"',
        }
        | forms.NO_WINDOWS,
        {
            "after": "evening",
            "delay_minutes": {"from": 20, "to": 40},
            "daily_limit": 2,
            "condition": {"item": "company", "operator": "in", "value": [1, 2.5, "3"]},
        },
    ),
}
WITHOUT_DAYS = ("once", "follow_up")


def meant(kind: str) -> dict[str, Any]:
    """The whole scheme of a design."""
    days = {} if kind in WITHOUT_DAYS else {"days": 7}
    return {"kind": kind, **days, **OPEN, **DESIGNS[kind][1]}


@pytest.mark.parametrize("kind", DESIGNS)
def test_the_form_makes_the_scheme_a_researcher_means(kind: str, admin: Client) -> None:
    questionnaire = make_questionnaire().pk
    filled = forms.schedule(
        questionnaire, kind=kind, **{"min_gap_minutes": "", "reminders": ""} | DESIGNS[kind][0]
    )

    admin.post(ADD_STUDY, forms.study(filled, forms.fixed_schedule(questionnaire)))

    assert Schedule.objects.get(name="moments").scheme == meant(kind)


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_draft_that_is_saved_as_it_stands_keeps_its_schemes(kind: str, admin: Client) -> None:
    evening = {"kind": "fixed", "days": 7, "times": ["20:30"], **OPEN}
    study = make_study(
        launched_at=None,
        schedules={"moments": meant(kind), "evening": evening},
        arms={"app": 2, "control": 1},
        phases=[{"name": "baseline", "days": 7, "arm": "app"}],
        strata=["clinic", "community"],
    )
    before = list(Schedule.objects.order_by("pk").values())
    url = reverse("admin:studies_study_change", args=[study.pk])

    answer = admin.post(url, form_with(admin.get(url), "schedules-0-kind"))

    assert answer.status_code == 302
    assert list(Schedule.objects.order_by("pk").values()) == before
    assert list(Study.objects.get().arms.values_list("name", "weight")) == [
        ("app", 2),
        ("control", 1),
    ]
    assert Study.objects.get().strata == ["clinic", "community"]


def test_windows_of_any_weekdays_fit_into_the_rows(admin: Client) -> None:
    windows = [
        {"weekdays": ["mon", "wed", "fri", "sun"], "from": "08:00", "to": "22:00"},
        {"weekdays": ["tue", "thu"], "from": "09:00", "to": "22:00"},
        {"weekdays": ["sat"], "from": "10:00", "to": "22:00"},
    ]
    scheme = meant("random") | {"windows": windows}
    study = make_study(launched_at=None, scheme=scheme)
    url = reverse("admin:studies_study_change", args=[study.pk])

    answer = admin.post(url, form_with(admin.get(url), "schedules-0-kind"))

    assert answer.status_code == 302
    assert Schedule.objects.get().scheme["windows"] == windows
