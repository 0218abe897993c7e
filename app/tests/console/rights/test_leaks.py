"""Lists, filters and choices name nothing of studies somebody does not work in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import Membership, Role, Study
from tests.console.browsers import browser_for, browser_of, browser_of_nobody
from tests.console.rights.world import NAME, make_world
from tests.factories import make_member, make_participant, make_questionnaire, make_study

pytestmark = pytest.mark.django_db
LISTS = (
    "index",
    "studies_study_changelist",
    "studies_schedule_changelist",
    "questionnaires_questionnaire_changelist",
    "participants_participant_changelist",
    "prompts_prompt_changelist",
    "delivery_notification_changelist",
    "responses_response_changelist",
    "responses_draft_changelist",
    "participants_participant_add",
)


def page(client: Client, name: str, *args: object, **query: int) -> str:
    return client.get(reverse(f"admin:{name}", args=args), query).content.decode()


@pytest.fixture
def hidden(now: datetime) -> Study:
    """A study with a row of everything."""
    return make_world(now).study


@pytest.fixture
def owner() -> Client:
    """The owner of another study with somebody in it, so that lists have filters."""
    study = make_study(name="Own study")
    make_participant(study)
    return browser_of("owner", study)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_and_its_filters_name_own_studies_only(
    name: str, owner: Client, hidden: Study
) -> None:
    shown = page(owner, name)

    assert NAME not in shown
    assert hidden.slug not in shown


@pytest.mark.parametrize("name", LISTS)
def test_members_find_their_study_there(name: str, hidden: Study) -> None:
    shown = page(browser_of("owner", hidden), name)

    assert NAME in shown or hidden.slug in shown


def test_asking_for_a_study_in_the_address_of_a_list_finds_nothing(hidden: Study) -> None:
    # With one study only a list has no filter.
    own = [make_participant(make_study(name="Own study")).study for _ in range(2)]
    owner = browser_of("owner", *own)
    asked = {"study__id__exact": hidden.pk}

    shown = page(owner, "participants_participant_changelist", **asked)

    # The owner's own stands in the list that was not narrowed.
    assert "P0001" in page(owner, "participants_participant_changelist")
    assert "P0001" not in shown


def test_suggestions_name_own_studies_only(owner: Client, hidden: Study) -> None:
    asked = {"app_label": "participants", "model_name": "participant", "field_name": "study"}

    answer = owner.get(reverse("admin:autocomplete"), asked | {"term": ""})

    assert [one["text"] for one in answer.json()["results"]] == ["Own study"]


@pytest.mark.parametrize(("role", "choices"), [("coordinator", 2), ("analyst", 0)])
def test_somebody_is_enrolled_only_where_that_is_ones_right(role: str, choices: int) -> None:
    study = make_study(name="Mine as a coordinator")
    other = make_study(name="Only looked at")
    client = browser_of("observer", other)
    member = Membership.objects.get().researcher
    Membership.objects.create(
        study=study, researcher=member, role=role, since=datetime.fromisoformat("2027-01-01T00Z")
    )

    answer = client.get(reverse("admin:participants_participant_add"))

    assert answer.status_code == (200 if choices else 403)
    assert answer.content.decode().count("Mine as a coordinator") == (1 if choices else 0)
    assert "Only looked at" not in answer.content.decode()


def test_a_forged_choice_enrols_nobody(owner: Client, hidden: Study) -> None:
    before = hidden.participants.count()
    typed = {"study": hidden.pk, "email": "eve@example.org", "language": "en"}

    answer = owner.post(reverse("admin:participants_participant_add"), typed)

    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()
    assert hidden.participants.count() == before


@pytest.mark.parametrize(("role", "offers"), [("editor", True), ("observer", False)])
def test_a_schedule_asks_only_what_its_maker_may_edit(role: str, offers: bool) -> None:
    used = make_questionnaire(name="Of the other study")
    member = make_member(make_study(questionnaire=used), role)
    draft = make_study(launched_at=None)
    Membership.objects.create(
        study=draft, researcher=member, role=Role.EDITOR, since=draft.created_at
    )

    shown = page(browser_for(member), "studies_study_change", draft.pk)

    assert ("Of the other study" in shown) is offers


def test_an_unused_questionnaire_is_its_makers_alone() -> None:
    study = make_study()
    maker = make_member(study, "editor")
    other = make_member(study, "editor")
    unused = make_questionnaire(name="Not asked yet", made_by=maker)
    address = reverse("admin:questionnaires_questionnaire_change", args=[unused.pk])

    assert browser_for(maker).get(address).status_code == 200
    assert browser_for(other).get(address).status_code == 404


def test_one_that_two_studies_use_is_changed_by_who_may_edit_both() -> None:
    shared = make_questionnaire(published=False)
    studies = [make_study(questionnaire=shared, launched_at=None) for _ in range(2)]
    one, both = browser_of("editor", studies[0]), browser_of("editor", *studies)
    address = reverse("admin:questionnaires_questionnaire_publish", args=[shared.pk])

    assert [client.get(address).status_code for client in (one, both)] == [403, 200]


def test_whoever_adds_a_questionnaire_keeps_seeing_it() -> None:
    client = browser_of_nobody("studies.add_study")
    typed: dict[str, Any] = {
        "name": "New",
        "slug": "new",
        "title_en": "New",
        "presentation": "page",
    }

    client.post(reverse("admin:questionnaires_questionnaire_add"), typed)

    made = Questionnaire.objects.get()
    assert "New" in page(client, "questionnaires_questionnaire_change", made.pk)


def test_arms_stand_in_no_list_that_has_people_whose_arms_are_hidden() -> None:
    shown, blind = (make_study(arms={name: 1}) for name in ("intervention", "secret"))
    make_participant(shown)
    make_participant(blind)
    client = browser_of("owner", shown)
    before = page(client, "participants_participant_changelist")
    member = Membership.objects.get(study=shown).researcher
    Membership.objects.create(
        study=blind, researcher=member, role=Role.COORDINATOR, since=blind.created_at
    )

    after = page(client, "participants_participant_changelist")

    assert "intervention" in before
    assert not [arm for arm in ("intervention", "secret") if arm in after]
    assert client.get("/admin/participants/participant/?arm__id__exact=1").status_code == 400


@pytest.mark.parametrize("model", ["studies/study", "questionnaires/questionnaire"])
def test_who_may_not_delete_cannot_by_ticking_rows(model: str) -> None:
    study = make_study(launched_at=None)
    row = study if model == "studies/study" else study.schedules.get().questionnaire
    client = browser_of("observer", study)
    ticked = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}

    client.post(f"/admin/{model}/", ticked)

    row.refresh_from_db()
