from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.studies.launching import launch
from esmpress.studies.models import Study
from tests.console.pages import Posted, form_with
from tests.factories import FIXED, make_study
from tests.setting_up.half_made import NOW

pytestmark = pytest.mark.django_db
REFUSED = "Nothing was saved"


@pytest.fixture
def other() -> Client:
    """The browser of a second researcher."""
    client = Client()
    client.force_login(Researcher.objects.create_superuser("jan@example.org", name="Jan"))
    return client


@pytest.fixture
def draft() -> Study:
    return make_study(
        launched_at=None,
        arms={"a": 1, "b": 1},
        phases=[{"name": "base", "days": 7}],
        schedules={"moments": FIXED, "evening": FIXED | {"times": ["21:00"]}},
    )


def url(study: Study) -> str:
    return reverse("admin:studies_study_change", args=[study.pk])


def opened(client: Client, study: Study) -> Posted:
    """The form as a browser has it after opening the page."""
    return form_with(client.get(url(study)), "contact_name")


def save(client: Client, study: Study, form: Posted, **typed: str) -> Any:
    return client.post(url(study), form | {name: [text] for name, text in typed.items()})


def text_of(page: Any) -> str:
    return unescape(page.content.decode())


def test_one_researcher_saves_again_and_again(admin: Client, draft: Study) -> None:
    for name in ("One", "Two"):
        assert save(admin, draft, opened(admin, draft), name=name).status_code == 302

    draft.refresh_from_db()
    assert draft.name == "Two"
    assert "Seen" not in LogEntry.objects.all()[0].get_change_message()


def test_the_second_of_two_is_told_what_the_first_changed(
    admin: Client, other: Client, draft: Study
) -> None:
    mine, theirs = opened(admin, draft), opened(other, draft)
    save(other, draft, theirs, **{"contact_name": "Dr Jan", "schedules-0-days": "9"})

    page = save(admin, draft, mine, name="Mine")

    shown = text_of(page)
    assert page.status_code == 200
    assert f"{REFUSED}: Jan has changed this study" in shown
    assert "Contact name: “Dr Jan” instead of “Dr Nowak”." in shown
    assert "Schedule “moments”, Study days: “9” instead of “7”." in shown
    draft.refresh_from_db()
    assert (draft.name, draft.contact_name) == ("Affect week", "Dr Jan")


def test_what_the_second_has_typed_stays_and_is_saved_the_next_time(
    admin: Client, other: Client, draft: Study
) -> None:
    mine = opened(admin, draft)
    save(other, draft, opened(other, draft), contact_name="Dr Jan")
    page = save(admin, draft, mine, **{"name": "Mine", "schedules-1-times": "22:15"})

    again = form_with(page, "contact_name")
    done = admin.post(url(draft), again)

    assert (again["name"], again["schedules-1-times"]) == (["Mine"], ["22:15"])
    assert done.status_code == 302
    draft.refresh_from_db()
    assert draft.name == "Mine"
    assert draft.schedules.get(name="evening").scheme["times"] == ["22:15"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"arms-0-weight": "3"}, "Arm “a”: “weight 3, place 0” instead of “weight 1, place 0”."),
        ({"phases-0-days": "5"}, "Phase “base”: “5 days, every arm, place 0” instead of"),
        ({"schedules-0-name": "beeps"}, "<li>Schedule “beeps” was added.</li></ul>"),
        (
            {"schedules-1-DELETE": "on"},
            "<li>Schedule “evening” was deleted.</li></ul>",
        ),
        ({"title_pl": "Inny"}, "Title: “en: A week of feelings; pl: Inny” instead of"),
    ],
)
def test_every_part_of_the_page_is_told(
    admin: Client, other: Client, draft: Study, changes: dict[str, str], said: str
) -> None:
    mine = opened(admin, draft)
    assert save(other, draft, opened(other, draft), **changes).status_code == 302

    page = save(admin, draft, mine)

    assert said in text_of(page)


def test_a_row_the_first_has_deleted_is_not_lost_with_what_was_typed_into_it(
    admin: Client, other: Client, draft: Study
) -> None:
    mine = opened(admin, draft)
    save(other, draft, opened(other, draft), **{"schedules-0-DELETE": "on"})
    page = save(admin, draft, mine, **{"schedules-0-times": "09:09"})

    done = admin.post(url(draft), form_with(page, "contact_name"))

    assert done.status_code == 302
    kept = {one.name: one.scheme["times"] for one in draft.schedules.all()}
    assert kept == {"moments": ["09:09"], "evening": ["21:00"]}


def test_a_row_the_first_has_added_stays(admin: Client, other: Client, draft: Study) -> None:
    mine, theirs = opened(admin, draft), opened(other, draft)
    new = {
        "arms-2-name": ["c"],
        "arms-2-weight": ["1"],
        "arms-2-position": ["0"],
        "arms-TOTAL_FORMS": ["3"],
    }
    other.post(url(draft), theirs | new)
    page = save(admin, draft, mine, name="Mine")

    admin.post(url(draft), form_with(page, "contact_name"))

    assert "Arm “c”: new is “weight 1, place 2”." in text_of(page)
    assert [arm.name for arm in draft.arms.all()] == ["a", "b", "c"]


def test_a_study_that_was_launched_meanwhile_keeps_its_design(admin: Client) -> None:
    draft = make_study(launched_at=None)
    mine = opened(admin, draft)
    launch(draft, now=NOW)

    page = save(admin, draft, mine, **{"schedules-0-days": "9", "slug": "other"})
    admin.post(url(draft), form_with(page, "contact_name"))

    assert "Launched: “Mon 11 Jan 2027, 10:00” instead of “–”." in text_of(page)
    kept = Study.objects.get()
    assert (kept.slug, kept.schedules.get().scheme["days"]) == (draft.slug, 7)


def test_a_hidden_field_that_was_tampered_with_saves_over_nothing(
    admin: Client, draft: Study
) -> None:
    page = save(admin, draft, opened(admin, draft), seen="x:y:z", name="Mine")

    assert REFUSED in text_of(page)
    draft.refresh_from_db()
    assert draft.name == "Affect week"
