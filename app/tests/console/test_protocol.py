from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import Participant
from esmpress.studies.models import Arm, Phase, Study
from tests.console import forms
from tests.console.pages import form_with
from tests.factories import make_participant, make_questionnaire, make_study

pytestmark = pytest.mark.django_db
ADD_STUDY = reverse("admin:studies_study_add")
ADD_PARTICIPANT = reverse("admin:participants_participant_add")
STRATA = {"strata": "clinic\r\n\r\n  community  "}


def rows(prefix: str, *rows: forms.Fields) -> forms.Fields:
    """New rows of an inline that can be dragged into order."""
    return forms.inline(prefix, *({"position": 0, **row} for row in rows))


def add(admin: Client, **fields: Any) -> str:
    """The page after a study was sent in with these fields."""
    schedule = forms.schedule(make_questionnaire().pk)
    return admin.post(ADD_STUDY, forms.study(schedule, **fields)).content.decode()


def enrol(admin: Client, study: Study, **fields: Any) -> str:
    """The page after a participant was sent in with these fields."""
    posted = {"study": study.pk, "email": "ola@example.org", "language": "en", "time_zone": ""}
    return admin.post(ADD_PARTICIPANT, posted | fields).content.decode()


def test_arms_and_phases_are_set_up_in_order(admin: Client) -> None:
    arms = rows("arms", {"name": "app", "weight": 2}, {"name": "control", "weight": 1})
    phases = rows("phases", {"name": "before", "days": 7}, {"name": "after", "days": 14})

    add(admin, **arms, **phases)

    assert list(Arm.objects.values_list("name", "weight")) == [("app", 2), ("control", 1)]
    assert list(Phase.objects.values_list("name", "days")) == [("before", 7), ("after", 14)]


def test_a_draft_offers_its_own_phases_and_arms_alone(admin: Client) -> None:
    make_study(launched_at=None, arms={"other arm": 1}, phases=[{"name": "other", "days": 3}])
    draft = make_study(launched_at=None, arms={"app": 1}, phases=[{"name": "mine", "days": 3}])

    page = admin.get(reverse("admin:studies_study_change", args=[draft.pk])).content.decode()

    assert ">mine</option>" in page
    assert ">other</option>" not in page
    assert ">other arm</option>" not in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (rows("arms", {"name": "app", "weight": 0}), "greater than or equal to 1"),
        (rows("arms", {"name": "app", "weight": -1}), "greater than or equal to"),
        (rows("phases", {"name": "one", "days": 0}), "greater than or equal to 1"),
        (
            rows("arms", {"name": "app", "weight": 1}, {"name": "app", "weight": 1}),
            "Please correct the duplicate",
        ),
        ({"start_rule": "fixed_date"}, "Write the date of the first day."),
        ({"start_rule": "fixed_date", "start_date": "2027-02-30"}, "Enter a valid date."),
        ({"strata": "a\nb, c"}, "Leave out the comma in “b, c”."),
        ({"strata": "clinic\nClinic"}, "A name stands twice."),
    ],
)
def test_a_protocol_that_cannot_be_is_not_saved(
    fields: dict[str, Any], sentence: str, admin: Client
) -> None:
    page = add(admin, **fields)

    assert sentence in page
    assert not Study.objects.exists()


def test_a_date_for_all_is_kept_with_its_rule_alone(admin: Client) -> None:
    add(admin, start_rule="fixed_date", start_date="2027-03-01")
    add(admin, slug="second", start_rule="next_monday", start_date="2027-03-01")

    first, second = Study.objects.order_by("pk")
    assert first.start_date == date(2027, 3, 1)
    assert (second.start_rule, second.start_date) == ("next_monday", None)


def test_strata_are_names_one_a_line(admin: Client) -> None:
    add(admin, **STRATA)

    assert Study.objects.get().strata == ["clinic", "community"]


def test_a_draft_keeps_the_strata_somebody_is_in(admin: Client) -> None:
    study = make_study(launched_at=None, strata=["clinic", "community"])
    make_participant(study, stratum="clinic")
    url = reverse("admin:studies_study_change", args=[study.pk])

    page = admin.post(url, form_with(admin.get(url), "slug") | {"strata": "community"})

    assert "There are participants whose stratum is clinic." in page.content.decode()
    assert Study.objects.get().strata == ["clinic", "community"]


def test_the_launch_freezes_arms_phases_start_and_strata(admin: Client) -> None:
    study = make_study(arms={"app": 2}, phases=[{"name": "one", "days": 7}], strata=["clinic"])
    url = reverse("admin:studies_study_change", args=[study.pk])
    arms = rows("arms", {"name": "new", "weight": 1})
    changes = {"strata": "x", "start_rule": "same_day", **arms, "arms-0-DELETE": "on"}

    admin.post(url, form_with(admin.get(url), "name") | changes)

    study.refresh_from_db()
    assert (study.strata, study.start_rule) == (["clinic"], "next_day")
    assert list(Arm.objects.values_list("name", "weight")) == [("app", 2)]
    assert 'name="phases-0-days"' not in admin.get(url).content.decode()


def test_a_participant_is_enrolled_with_stratum_and_wake_times(admin: Client) -> None:
    study = make_study(strata=["clinic", "community"])
    awake = forms.windows(("every_day", "07:00", "23:00"), name="wake_times")

    enrol(admin, study, stratum="clinic", **awake)

    participant = Participant.objects.get()
    assert participant.stratum == "clinic"
    assert participant.wake_times is not None
    assert participant.wake_times["sun"] == {"from": "07:00", "to": "23:00"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "write clinic or community."),
        ({"stratum": "hospital"}, "write clinic or community (not “hospital”)."),
        (
            {"stratum": "clinic", **forms.windows(("mon", "7", "23:00"), name="wake_times")},
            "Row 1: write times of day as HH:MM, like 09:00 (not “7”).",
        ),
    ],
)
def test_a_stratum_or_wake_time_that_cannot_be_enrols_nobody(
    fields: dict[str, Any], sentence: str, admin: Client
) -> None:
    study = make_study(strata=["clinic", "community"])

    page = enrol(admin, study, **fields)

    assert sentence in page
    assert not Participant.objects.exists()


def test_pasted_lines_name_the_stratum(admin: Client) -> None:
    study = make_study(strata=["clinic", "community"])
    url = reverse("admin:studies_study_add_participants", args=[study.pk])

    asked = admin.get(url).content.decode()
    answer = admin.post(url, {"lines": "ola@example.org, community\njan@example.org"})

    assert "Each line needs its stratum: clinic or community." in asked
    assert "Line 2" in answer.content.decode()
    assert Participant.objects.get().stratum == "community"
