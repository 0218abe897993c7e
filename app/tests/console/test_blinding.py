from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Role, Schedule, Study
from esmpress.studies.rights import RIGHTS_OF, Right
from tests.console.browsers import browser_of
from tests.console.pages import form_with
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
ARMS = {"intervention": 1, "waiting": 1}
LIST = reverse("admin:participants_participant_changelist")
PROMPTS = reverse("admin:prompts_prompt_changelist")
ON_EVENT = {"kind": "on_event", "days": 7, "response_window_minutes": 30}


@pytest.fixture
def participant() -> Participant:
    """Somebody in one of two arms, who can report events."""
    schedules = {"moments": FIXED, "cravings": ON_EVENT}
    return make_participant(make_study(arms=ARMS, schedules=schedules))


def page_of(client: Client, participant: Participant, page: str = "change") -> str:
    url = reverse(f"admin:participants_participant_{page}", args=[participant.pk])
    return client.get(url).content.decode()


def test_who_may_see_allocations_sees_arm_and_audit(participant: Participant) -> None:
    client = browser_of("owner")
    assert participant.arm is not None

    page, listed = page_of(client, participant), client.get(LIST).content.decode()

    assert participant.arm.name in page
    assert participant.arm.name in listed
    assert "Allocations" in page


def test_the_draw_of_an_arm_stands_below_its_participant(participant: Participant) -> None:
    drawn = participant.allocations.get()

    page = page_of(browser_of("owner"), participant)

    assert f'name="allocations-0-id" value="{drawn.pk}"' in page
    assert page.count("field-origin") == 1


def test_who_may_not_sees_no_arm_anywhere(participant: Participant) -> None:
    client = browser_of("coordinator")

    pages = [page_of(client, participant), page_of(client, participant, "history")]
    pages.append(client.get(LIST).content.decode())

    assert not [arm for arm in ARMS for page in pages if arm in page]
    assert not [page for page in pages if "Allocation" in page]


def test_who_may_not_finds_no_arm_by_the_address_of_the_list(participant: Participant) -> None:
    client = browser_of("coordinator")
    asked = [f"arm={participant.arm_id}", "arm__name=waiting", "allocations__arm=1"]

    answers = [client.get(f"{LIST}?{query}") for query in asked]

    assert [answer.status_code for answer in answers] == [400, 400, 400]


def test_allocations_can_be_looked_at_and_not_changed(
    admin: Client, participant: Participant
) -> None:
    page = page_of(admin, participant)

    assert 'name="allocations-0-reason"' not in page
    assert 'name="allocations-0-DELETE"' not in page


@pytest.mark.parametrize("has_ended", [False, True])
def test_blocks_show_only_when_nothing_is_drawn_any_more(has_ended: bool, admin: Client) -> None:
    study = make_study(arms=ARMS, launched_at=datetime(2026, 1, 1, tzinfo=UTC))
    participant = make_participant(study)
    if has_ended:
        admin.post(reverse("admin:studies_study_end", args=[study.pk]))

    page = page_of(admin, participant)

    assert ("Block size" in page) is has_ended


def test_an_event_link_is_for_those_who_may_pass_it_on(participant: Participant) -> None:
    link = "https://esm.example.org/e/"

    shown = page_of(browser_of("coordinator"), participant)

    assert f"cravings: {link}" in shown


def test_an_event_link_is_not_for_those_who_may_only_look(participant: Participant) -> None:
    client = browser_of("observer")

    assert "/e/" not in page_of(client, participant)


def test_an_event_link_is_in_no_list_and_no_log(admin: Client, participant: Participant) -> None:
    page_of(admin, participant)
    admin.post(reverse("admin:participants_participant_pause", args=[participant.pk]))

    logged = "".join(map(str, LogEntry.objects.values_list()))

    assert "/e/" not in admin.get(LIST).content.decode() + logged


def test_whoever_withdrew_has_no_event_link(admin: Client, participant: Participant) -> None:
    url = reverse("admin:participants_participant_withdraw", args=[participant.pk])
    admin.post(url, {"level": "stop"})

    assert "/e/" not in page_of(admin, participant)


def make_bound_study() -> Study:
    """A study with a schedule for everybody, and two for one arm alone."""
    return make_study(
        arms=ARMS,
        phases=[{"name": "training", "days": 3650, "arm": "intervention"}],
        schedules={
            "moments": FIXED | {"days": 3650},
            "exercises": FIXED | {"days": 3650, "times": ["12:00"], "phase": "training"},
            "lapses": ON_EVENT | {"phase": "training"},
        },
    )


@pytest.fixture
def prompt() -> Prompt:
    """A prompt of a schedule that only one arm has."""
    study = make_bound_study()
    schedule = study.schedules.get(name="exercises")
    return make_prompt(in_training(study), schedule=schedule, beep=1)


def in_training(study: Study) -> Participant:
    """The first participant who is allocated to the arm with the training."""
    while True:
        participant = make_participant(study)
        if str(participant.arm) == "intervention":
            return participant


@pytest.mark.parametrize(
    ("sees_arms", "arms", "status"),
    [
        (False, {}, 200),
        (False, ARMS, 403),
        (True, ARMS, 200),
    ],
)
def test_the_table_of_a_study_with_arms_is_for_those_who_may_see_them(
    sees_arms: bool, arms: dict[str, int], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No role exports without seeing arms yet.
    arm = set() if sees_arms else {Right.SEE_ARMS}
    monkeypatch.setitem(RIGHTS_OF, Role.ANALYST, RIGHTS_OF[Role.ANALYST] - arm)
    study = make_study(arms=arms)
    client = browser_of("analyst")

    answer = client.get(reverse("admin:studies_study_export_csv", args=[study.pk]))
    page = client.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    assert answer.status_code == status
    assert ("Export CSV" in page) is (status == 200)


@pytest.mark.parametrize("sees_arms", [False, True])
def test_prompts_of_one_arm_name_their_schedule_to_those_who_may_see_arms(
    sees_arms: bool, prompt: Prompt
) -> None:
    client = browser_of("analyst" if sees_arms else "observer")

    listed = client.get(PROMPTS).content.decode()
    page = client.get(reverse("admin:prompts_prompt_change", args=[prompt.pk])).content.decode()

    assert ("exercises" in listed) is sees_arms
    assert ("exercises" in page) is sees_arms


def test_where_schedules_tell_arms_none_is_named_for_the_gaps_would_tell(prompt: Prompt) -> None:
    schedule = prompt.participant.study.schedules.get(name="moments")
    other = make_prompt(prompt.participant, schedule=schedule)
    client = browser_of("observer")

    listed = client.get(PROMPTS).content.decode()
    page = client.get(reverse("admin:prompts_prompt_change", args=[other.pk])).content.decode()

    assert "moments" not in listed
    assert "moments" not in page


def test_where_no_schedule_tells_an_arm_all_are_named_to_everybody() -> None:
    prompt = make_prompt(make_participant(make_study(arms=ARMS)))
    client = browser_of("observer")

    listed = client.get(PROMPTS).content.decode()
    page = client.get(reverse("admin:prompts_prompt_change", args=[prompt.pk])).content.decode()

    assert "moments, 1" in listed
    assert "moments" in page


@pytest.mark.parametrize("query", ["schedule={}", "schedule__name=exercises", "schedule_version=1"])
def test_nobody_blinded_finds_prompts_by_their_schedule(query: str, prompt: Prompt) -> None:
    address = f"{PROMPTS}?{query.format(prompt.schedule_id)}"

    assert browser_of("observer").get(address).status_code == 400


@pytest.mark.parametrize("sees_arms", [False, True])
def test_nobody_blinded_sees_an_example_for_a_schedule_of_one_arm(
    sees_arms: bool, prompt: Prompt
) -> None:
    client = browser_of("owner" if sees_arms else "editor")

    page = difference(client, prompt.schedule)

    assert "Whom it concerns" in page
    assert (prompt.participant.code in page) is sees_arms


def difference(client: Client, schedule: Schedule) -> str:
    """The page that shows what a later time would change."""
    url = reverse("admin:studies_schedule_new_version", args=[schedule.pk])
    posted = form_with(client.get(url), "apply_from") | {"times": "13:00"}
    return client.post(url, posted).content.decode()


@pytest.mark.parametrize("role", ["coordinator", "owner"])
def test_an_event_link_of_one_arm_is_for_those_who_may_see_arms(role: str) -> None:
    participant = in_training(make_bound_study())

    page = page_of(browser_of(role), participant)

    assert ("lapses: " in page) is (role == "owner")
