from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.participants.models import Participant
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import Role, ScheduleVersion, Study
from esmpress.studies.rights import RIGHTS_OF, Right
from tests.console.browsers import browser_of
from tests.factories import make_participant, make_questionnaire, make_study

pytestmark = pytest.mark.django_db
ACTIONS = {
    "studies_study_launch": {Right.LAUNCH},
    "studies_study_add_participants": {Right.ENROL},
    "studies_study_export_csv": {Right.EXPORT},
    "studies_study_export_timings": {Right.EXPORT},
    "studies_study_export_package": {Right.EXPORT},
    "questionnaires_questionnaire_publish": {Right.EDIT_DESIGN},
    "studies_schedule_new_version": {Right.EDIT_DESIGN},
    "participants_participant_withdraw": {Right.ACT_ON_PEOPLE},
    "participants_participant_pause": {Right.ACT_ON_PEOPLE},
    "participants_participant_resume": {Right.ACT_ON_PEOPLE},
    "participants_participant_move": {Right.ACT_ON_PEOPLE},
    "participants_participant_change_wake_times": {Right.ACT_ON_PEOPLE},
    "participants_participant_change_arm": {Right.ACT_ON_PEOPLE, Right.SEE_ARMS},
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
    questionnaire = make_questionnaire(published=False)
    make_study(launched_at=None, questionnaire=questionnaire)
    draft = make_study(launched_at=None)
    participant = make_participant(draft)
    subjects = {
        "study": draft.pk,
        "schedule": draft.schedules.get().pk,
        "questionnaire": questionnaire.pk,
        "participant": participant.pk,
    }
    return reverse(f"admin:{action}", args=[subjects[action.split("_")[1]]])


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
def test_a_role_without_the_rights_is_refused(action: str, method: str) -> None:
    url = subject_url(action)
    before = state()

    lacking = [role for role in Role if not RIGHTS_OF[role] >= ACTIONS[action]]
    answers = [getattr(browser_of(role), method)(url, FILLED_IN) for role in lacking]

    assert {answer.status_code for answer in answers} == {403}
    assert state() == before


@pytest.mark.parametrize("action", ACTIONS)
def test_a_role_with_the_rights_is_let_in(action: str) -> None:
    url = subject_url(action)

    able = [role for role in Role if RIGHTS_OF[role] >= ACTIONS[action]]

    assert {browser_of(role).get(url).status_code for role in able} == {200}


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
    client = browser_of("observer", make_study())

    page = client.get(reverse("admin:index")).content.decode()

    assert reverse("admin:studies_study_changelist") in page
    assert reverse("admin:responses_response_changelist") not in page


def test_a_schedule_shows_no_button_to_those_who_may_only_look() -> None:
    schedule = make_study().schedules.get()
    client = browser_of("observer")

    page = client.get(reverse("admin:studies_schedule_change", args=[schedule.pk]))

    assert page.status_code == 200
    assert "new-version" not in page.content.decode()


def test_buttons_show_only_to_those_who_may_press_them() -> None:
    study = make_study()
    client = browser_of("observer")

    page = client.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    assert "Export CSV" not in page
    assert "Add participants" not in page
