from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.participants.models import Participant
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import ScheduleVersion, Study
from tests.factories import make_participant, make_questionnaire, make_study

pytestmark = pytest.mark.django_db
ACTIONS = {
    "studies_study_launch": {"studies.change_study"},
    "studies_study_add_participants": {"studies.view_study", "participants.add_participant"},
    "studies_study_export_csv": {"studies.view_study", "responses.view_response"},
    "studies_study_export_timings": {"studies.view_study", "responses.view_response"},
    "questionnaires_questionnaire_publish": {"questionnaires.change_questionnaire"},
    "studies_schedule_new_version": {"studies.change_schedule"},
    "participants_participant_withdraw": {"participants.change_participant"},
    "participants_participant_pause": {"participants.change_participant"},
    "participants_participant_resume": {"participants.change_participant"},
    "participants_participant_move": {"participants.change_participant"},
    "participants_participant_change_wake_times": {"participants.change_participant"},
    "participants_participant_change_arm": {
        "participants.change_participant",
        "participants.view_allocation",
    },
}
CHANGING = [name for name in ACTIONS if not name.startswith("studies_study_export")]
# The others ask for more than a draft has: their own tests post to them.
TAKEN_AT_ONCE = [
    name
    for name in CHANGING
    if name not in ("studies_schedule_new_version", "participants_participant_change_arm")
]
FILLED_IN = {"lines": "ola@example.org", "time_zone": "Europe/London", "level": "stop"}


def subject_url(action: str) -> str:
    """The page of an action on a fresh draft, with somebody enrolled."""
    draft = make_study(launched_at=None)
    participant = make_participant(draft)
    subjects = {
        "study": draft.pk,
        "schedule": draft.schedules.get().pk,
        "questionnaire": make_questionnaire(published=False).pk,
        "participant": participant.pk,
    }
    return reverse(f"admin:{action}", args=[subjects[action.split("_")[1]]])


def browser_with(rights: set[str]) -> Client:
    staff = Researcher.objects.create_user("staff@example.org")
    for right in rights:
        app, _, codename = right.partition(".")
        staff.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    client = Client()
    client.force_login(staff)
    return client


def state() -> list[object]:
    """Everything an action could change."""
    return [
        list(Study.objects.values_list("pk", "launched_at")),
        list(Participant.objects.values()),
        QuestionnaireVersion.objects.count(),
        ScheduleVersion.objects.count(),
    ]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_lacks_one_right_is_refused(action: str, method: str) -> None:
    for right in sorted(ACTIONS[action]):
        client = browser_with(ACTIONS[action] - {right})
        url = subject_url(action)
        before = state()

        answer = getattr(client, method)(url, FILLED_IN)

        assert answer.status_code == 403, right
        assert state() == before
        Researcher.objects.all().delete()


@pytest.mark.parametrize("action", ACTIONS)
def test_the_named_rights_are_enough(action: str) -> None:
    client = browser_with(ACTIONS[action])

    assert client.get(subject_url(action)).status_code == 200


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_logged_in_is_sent_to_the_login(action: str, method: str) -> None:
    url = subject_url(action)
    before = state()

    answer = getattr(Client(), method)(url)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")
    assert state() == before


@pytest.mark.parametrize("action", CHANGING)
def test_looking_changes_nothing(action: str, admin: Client) -> None:
    url = subject_url(action)
    before = state()

    statuses = [getattr(admin, method)(url).status_code for method in ("get", "head", "options")]

    assert set(statuses) == {200}
    assert state() == before


@pytest.mark.parametrize("action", CHANGING)
def test_a_post_without_a_csrf_token_is_refused(action: str, researcher: Researcher) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(researcher)
    url = subject_url(action)
    before = state()

    answer = client.post(url, FILLED_IN)

    assert answer.status_code == 403
    assert state() == before


@pytest.mark.parametrize("action", TAKEN_AT_ONCE)
def test_a_post_with_the_token_of_the_page_is_taken(action: str, researcher: Researcher) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(researcher)
    url = subject_url(action)
    page = client.get(url).content.decode()
    form = page.partition('<form method="post" novalidate')[2].partition("</form>")[0]
    token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    answer = client.post(url, FILLED_IN | {"csrfmiddlewaretoken": token})

    assert answer.status_code == 302


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_on_nothing_is_not_found(action: str, admin: Client) -> None:
    assert admin.get(reverse(f"admin:{action}", args=[2**40])).status_code == 404


def test_the_sidebar_shows_what_one_may_see() -> None:
    client = browser_with({"studies.view_study"})

    page = client.get(reverse("admin:index")).content.decode()

    assert reverse("admin:studies_study_changelist") in page
    assert reverse("admin:responses_response_changelist") not in page


def test_a_schedule_shows_no_button_to_those_who_may_only_look() -> None:
    client = browser_with({"studies.view_schedule"})
    schedule = make_study().schedules.get()

    page = client.get(reverse("admin:studies_schedule_change", args=[schedule.pk]))

    assert page.status_code == 200
    assert "new-version" not in page.content.decode()


def test_buttons_show_only_to_those_who_may_press_them() -> None:
    client = browser_with({"studies.view_study"})
    study = make_study()

    page = client.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    assert "Export CSV" not in page
    assert "Add participants" not in page
