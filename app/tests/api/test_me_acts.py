from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from esmpress.participants.models import Participant, Pause, ZoneChange
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.prompts import stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.withdrawal import Level, withdraw
from tests.api.conftest import At
from tests.api.portal import act, token_of
from tests.factories import EVERY_DAY, RANDOM, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db

OWN = RANDOM | {"windows": "participant", "blocks": 2}
AWAKE = {day: {"from": "07:00", "to": "22:00"} for day in EVERY_DAY}
LATE = {day: {"from": "12:00", "to": "23:30"} for day in EVERY_DAY}
ACTS: dict[str, Any] = {
    "settings": {"language": "pl"},
    "pause": {"until": None},
    "resume": None,
    "mail": {"wanted": False},
}


@pytest.fixture
def participant(at: At, now: datetime) -> Participant:
    """Somebody whose prompts follow their own hours, on their first day."""
    at(now)
    participant = make_participant(make_study(scheme=OWN), wake_times=AWAKE)
    plan_study(participant.study, now=now)
    return participant


@pytest.fixture
def token(participant: Participant, now: datetime) -> str:
    """The link to their page."""
    return token_of(participant, now=now)


def codes(answer: Any) -> list[tuple[str, str]]:
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/refused")
    return [(error["item"], error["code"]) for error in answer.json()["errors"]]


def test_settings_change_together_and_prompts_follow(
    participant: Participant, token: str, now: datetime
) -> None:
    change = {"language": "pl", "time_zone": "Asia/Tokyo", "wake_times": LATE}

    page = act(token, "settings", change).json()

    assert (page["language"], page["time_zone"], page["wake_times"]) == ("pl", "Asia/Tokyo", LATE)
    assert page["asks_hours"] is True
    later = Prompt.objects.filter(study_day__gte=2, status="planned")
    assert set(later.values_list("time_zone", flat=True)) == {"Asia/Tokyo"}


def test_what_is_left_out_stays(participant: Participant, token: str) -> None:
    before = Participant.objects.values().get()

    assert act(token, "settings", {}).status_code == 200
    assert Participant.objects.values().get() == before
    assert act(token, "settings", {"time_zone": "Europe/Warsaw"}).status_code == 200
    assert not ZoneChange.objects.exists()


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"language": "de"}, [("language", "unknown")]),
        ({"time_zone": "Mars/Olympus"}, [("time_zone", "unknown")]),
        ({"time_zone": "../../etc"}, [("time_zone", "unknown")]),
        ({"wake_times": None}, [("wake_times", "needed")]),
        ({"wake_times": {}}, [("wake_times", "malformed")]),
        ({"wake_times": "always"}, [("wake_times", "malformed")]),
        ({"wake_times": {"mon": {"from": "7", "to": "22:00"}}}, [("wake_times", "malformed")]),
        ({"wake_times": {"someday": AWAKE["mon"]}}, [("wake_times", "malformed")]),
        ({"wake_times": {"mon": {"from": "07:00", "to": "07:20"}}}, [("wake_times", "no_room")]),
        (
            {"language": "xx", "time_zone": "Nowhere", "wake_times": LATE},
            [("language", "unknown"), ("time_zone", "unknown")],
        ),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_changes(
    change: Any, refused: list[tuple[str, str]], participant: Participant, token: str
) -> None:
    before = Participant.objects.values().get()

    answer = act(token, "settings", change | {"language": change.get("language", "pl")})

    assert codes(answer) == refused
    assert Participant.objects.values().get() == before


def test_a_pause_that_is_asked_for_twice_is_one_and_its_end_can_be_moved(token: str) -> None:
    for until in ("2027-01-15", "2027-01-15", "2027-01-20"):
        page = act(token, "pause", {"until": until}).json()

    assert page["paused_until"] == "2027-01-20"
    assert Pause.objects.count() == 1


@pytest.mark.parametrize(
    ("until", "code"),
    [("2027-01-11", "past"), ("2026-12-31", "past"), ("2027-04-12", "too_far")],
)
def test_a_pause_ends_within_ninety_days(until: str, code: str, token: str) -> None:
    assert codes(act(token, "pause", {"until": until})) == [("until", code)]
    act(token, "pause", {"until": None})
    assert codes(act(token, "pause", {"until": until})) == [("until", code)]


def test_going_on_ends_the_pause_and_a_second_time_is_told_apart(token: str) -> None:
    act(token, "pause", {"until": None})

    first, second = act(token, "resume"), act(token, "resume")

    assert first.json()["status"] == "enrolled"
    assert (second.status_code, second.json()["type"]) == (409, "/problems/not-paused")


def test_mail_is_turned_off_and_on(participant: Participant, token: str) -> None:
    shown = [act(token, "mail", {"wanted": wanted}).json()["gets_mail"] for wanted in (False, True)]

    assert shown == [False, True]
    assert participant.mail_stops.count() == 1


def test_mail_to_an_address_it_does_not_reach_stays_off(
    participant: Participant, token: str, now: datetime
) -> None:
    mark_unsubscribed(participant, now=now)
    Participant.objects.update(suppressed_at=now, suppressed_reason="bounced")

    assert act(token, "mail", {"wanted": True}).json()["gets_mail"] is False


@pytest.mark.parametrize("name", ACTS)
def test_nothing_but_going_further_is_left_to_who_has_withdrawn(
    name: str, participant: Participant, token: str, now: datetime
) -> None:
    withdraw(participant, Level.STOP, now=now)
    before = Participant.objects.values().get()

    answer = act(token, name, ACTS[name])

    assert answer.status_code == 409
    assert Participant.objects.values().get() == before


@pytest.mark.parametrize("name", ACTS)
def test_nothing_changes_once_the_study_has_ended(
    name: str, participant: Participant, token: str, now: datetime
) -> None:
    stopping.end_study(participant.study, now=now)

    assert act(token, name, ACTS[name]).json()["type"] == "/problems/already-stopped"


@pytest.mark.parametrize("level", ["stop", "forget", "exclude", "erase"])
def test_a_withdrawal_answers_with_its_level_and_the_contact(
    level: str, participant: Participant, token: str
) -> None:
    make_prompt(participant)

    answer = act(token, "withdraw", {"level": level})

    assert answer.json()["level"] == level
    assert answer.json()["study"]["contact_email"] == "nowak@example.org"
    assert Participant.objects.get().withdrawal_level == level


def test_a_withdrawal_posted_twice_is_told_apart(token: str) -> None:
    act(token, "withdraw", {"level": "stop"})

    again = act(token, "withdraw", {"level": "stop"})
    further = act(token, "withdraw", {"level": "forget"})

    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-withdrawn")
    assert further.status_code == 200
    assert act(token, "withdraw", {"level": "erase"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("withdraw", {"level": "everything"}),
        ("withdraw", {}),
        ("withdraw", {"level": "stop", "reason": "x"}),
        ("pause", {}),
        ("pause", {"until": "soon"}),
        ("pause", {"until": "2027-13-40"}),
        ("mail", {"wanted": "perhaps"}),
        ("settings", {"timezone": "Asia/Tokyo"}),
        ("settings", {"language": 7}),
        ("settings", "[1, 2"),
        ("settings", "[]"),
    ],
)
def test_a_body_that_cannot_be_read_is_malformed(
    name: str, body: object, participant: Participant, token: str
) -> None:
    answer = act(token, name, body)

    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")
    assert Participant.objects.get().status == "enrolled"


def test_an_act_needs_a_link_that_is_still_good(
    participant: Participant, token: str, at: At, now: datetime
) -> None:
    at(now + timedelta(days=15))

    assert act(token, "withdraw", {"level": "erase"}).status_code == 410
    assert Participant.objects.get().status == "enrolled"
