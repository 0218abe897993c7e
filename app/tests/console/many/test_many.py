"""Acts on a selection: asked first with counts, done to each once, and kept in each history."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.console.many import chosen as choosing
from esmpress.console.many import doing
from esmpress.participants.models import Contact, Participant
from esmpress.prompts import stopping
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from esmpress.withdrawal import Level, withdraw
from tests.console.browsers import browser_of
from tests.console.many.selecting import LIST, answer, ask, said
from tests.console.pages import form_with
from tests.factories import LAUNCHED_AT, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
Status = Participant.Status
# The Admin reads the clock itself.
BEFORE = datetime(2026, 1, 12, tzinfo=UTC)


@pytest.fixture
def people(study: Study) -> list[Participant]:
    """Enrolled, paused and withdrawn, one each."""
    enrolled, paused, withdrawn = (make_participant(study) for _ in range(3))
    stopping.pause(paused, now=BEFORE)
    withdraw(withdrawn, Level.STOP, tells=False, now=BEFORE)
    return [enrolled, paused, withdrawn]


def statuses(study: Study) -> list[str]:
    return list(study.participants.order_by("number").values_list("status", flat=True))


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("pause_many", ["(P0002): Paused already.", "(P0003): Withdrawn already."]),
        ("resume_many", ["(P0001): Not paused.", "(P0003): Withdrawn already."]),
        ("move_many", ["(P0003): Withdrawn already."]),
        ("withdraw_many", []),
    ],
)
def test_asking_counts_who_is_left_out_and_why_and_does_nothing(
    act: str, told: list[str], admin: Client, study: Study, people: list[Participant]
) -> None:
    before = statuses(study)

    page = ask(admin, act, people).content.decode()

    able = 3 - len(told)
    assert f"{able} participant{'s' if able > 1 else ''}:" in page
    assert [sentence for sentence in told if f"1 participant {sentence}" not in page] == []
    assert page.count("1 participant (") == len(told)
    assert statuses(study) == before
    assert not LogEntry.objects.exists()


def test_pausing_pauses_each_and_cancels_what_is_ahead(
    admin: Client, study: Study, people: list[Participant]
) -> None:
    prompt, until = make_prompt(people[0]), date.today() + timedelta(days=5)  # noqa: DTZ011

    done = answer(admin, ask(admin, "pause_many", people), until=f"{until}")

    prompt.refresh_from_db()
    assert statuses(study) == ["paused", "paused", "withdrawn"]
    assert (prompt.status, people[0].pauses.get().until) == (Prompt.Status.CANCELLED, until)
    assert said(done) == ["1 participant paused."]


def test_resuming_resumes_those_who_are_paused(
    admin: Client, study: Study, people: list[Participant]
) -> None:
    answer(admin, ask(admin, "resume_many", people))

    assert statuses(study) == ["enrolled", "enrolled", "withdrawn"]


def test_moving_moves_each_once(admin: Client, people: list[Participant]) -> None:
    page = ask(admin, "move_many", people)
    answer(admin, page, time_zone="Europe/London")

    again = answer(admin, page, time_zone="Europe/London")

    moved = [one.zone_changes.count() for one in people]
    assert moved == [1, 1, 0]
    assert said(again)[-1] == "P0002: In that time zone already, or withdrawn."


@pytest.mark.parametrize("level", ["stop", "forget", "erase"])
def test_withdrawing_goes_as_far_as_was_chosen(
    level: str, admin: Client, study: Study, people: list[Participant]
) -> None:
    answer(admin, ask(admin, "withdraw_many", people), level=level, sure="3")

    levels = set(study.participants.values_list("withdrawal_level", flat=True))
    assert statuses(study) == ["withdrawn"] * 3
    assert levels == {level}
    assert Contact.objects.exists() is (level == "stop")


@pytest.mark.parametrize(
    ("act", "typed", "sentence"),
    [
        ("withdraw_many", {"level": "erase", "sure": "2"}, "It is 3. Look at the list once more"),
        ("withdraw_many", {"level": "erase"}, "This field is required."),
        ("withdraw_many", {"level": "all", "sure": "3"}, "Select a valid choice."),
        ("move_many", {"time_zone": "Warsaw"}, "“Warsaw” is not a time zone"),
        ("pause_many", {"until": "2020-01-01"}, "The pause has to end on a day to come."),
        ("pause_many", {"until": "2090-01-01"}, "A pause has 90 days at most."),
    ],
)
def test_what_cannot_be_is_said_and_does_nothing(
    act: str, typed: dict[str, str], sentence: str, admin: Client, people: list[Participant]
) -> None:
    study = people[0].study
    before = statuses(study)

    page = answer(admin, ask(admin, act, people), **typed)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert statuses(study) == before
    assert not LogEntry.objects.exists()


def test_pressing_twice_does_it_once(
    admin: Client, study: Study, people: list[Participant]
) -> None:
    page = ask(admin, "pause_many", people)
    answer(admin, page)

    again = answer(admin, page)

    assert "This can be done to nobody" in again.content.decode()
    assert people[0].pauses.count() == 1
    assert LogEntry.objects.count() == 1
    assert statuses(study)[0] == "paused"


def test_each_act_is_in_the_history_and_the_trail(
    admin: Client, researcher: Researcher, study: Study
) -> None:
    people = [make_participant(study) for _ in range(2)]

    answer(admin, ask(admin, "pause_many", people))

    words = "Paused, with others; prompts cancelled: 0."
    kept = LogEntry.objects.order_by("object_id").values_list("object_id", "change_message")
    told = AuditEntry.objects.filter(words=words).values_list("researcher", "study", "act")
    assert list(kept) == [(str(one.pk), words) for one in people]
    assert list(told) == [(researcher.pk, study.pk, "do")] * 2


def test_all_that_match_can_be_chosen(admin: Client, study: Study) -> None:
    polish = [make_participant(study, language="pl") for _ in range(3)]
    make_participant(study, language="en")

    page = ask(admin, "pause_many", polish[:1], query="?language__exact=pl", select_across="1")
    answer(admin, page)

    assert statuses(study) == ["paused"] * 3 + ["enrolled"]


def test_whoever_comes_after_the_question_is_not_in_the_answer(admin: Client, study: Study) -> None:
    first = make_participant(study)
    page = ask(admin, "pause_many", [first], select_across="1")
    make_participant(study)

    answer(admin, page)

    assert statuses(study) == ["paused", "enrolled"]


@pytest.fixture
def one_at_a_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if one took as long as a request may work."""
    monkeypatch.setattr(doing, "LONGEST", timedelta(0))


@pytest.mark.usefixtures("one_at_a_press")
def test_what_a_press_does_not_reach_is_asked_about_again(admin: Client, study: Study) -> None:
    people, until = [make_participant(study) for _ in range(3)], date.today() + timedelta(days=5)  # noqa: DTZ011

    page = answer(admin, ask(admin, "pause_many", people), until=f"{until}")
    between = statuses(study)
    last = answer(admin, answer(admin, page))

    shown = page.content.decode()
    assert between == ["paused", "enrolled", "enrolled"]
    assert "1 participant paused." in shown
    assert "2 participants:</strong>" in shown
    assert "Those below are left; nothing was done to them yet." in shown
    assert last["Location"] == LIST
    assert {one.pauses.get().until for one in people} == {until}


@pytest.mark.usefixtures("one_at_a_press")
def test_how_many_are_withdrawn_is_written_anew_for_each_press(admin: Client, study: Study) -> None:
    people = [make_participant(study) for _ in range(3)]

    page = answer(admin, ask(admin, "withdraw_many", people), level="erase", sure="3")
    refused = answer(admin, page, sure="3")
    done = answer(admin, page, sure="2")

    form = form_with(page, "people")
    assert (form["level"], form["sure"]) == (["erase"], [""])
    assert (refused.status_code, done.status_code) == (422, 200)
    assert statuses(study) == ["withdrawn", "withdrawn", "enrolled"]


def test_more_than_a_page_can_be_about_are_refused_whole(
    admin: Client, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "MOST_CHOSEN", 2)
    people = [make_participant(study) for _ in range(3)]

    refused = ask(admin, "withdraw_many", people, query="?status__exact=enrolled")
    unwritten = ask(admin, "write_many", people)

    assert said(refused)[0].startswith("You chose 3 participants")
    assert refused["Location"] == f"{LIST}?status__exact=enrolled"
    assert unwritten["Location"] == LIST
    assert "2 participants:</strong>" in ask(admin, "withdraw_many", people[:2]).content.decode()


def test_whoever_was_left_out_stays_out_whatever_they_do_meanwhile(
    admin: Client, study: Study, people: list[Participant]
) -> None:
    page = ask(admin, "pause_many", people)
    stopping.resume(people[1], now=datetime.now(UTC))

    answer(admin, page)

    assert statuses(study) == ["paused", "enrolled", "withdrawn"]


@pytest.mark.parametrize("keys", ["9" * 5000, "9" * 30, "9" * 18, "²", "", ",,-1"])
def test_numbers_of_nobody_reach_nobody(keys: str, admin: Client, study: Study) -> None:
    make_participant(study)
    forged = {"act": "pause", "people": keys, "until": ""}

    page = admin.post(reverse("admin:participants_participant_act_on_many"), forged)

    assert "This can be done to nobody" in page.content.decode()
    assert statuses(study) == ["enrolled"]


def test_what_one_may_not_do_in_a_study_is_left_out(study: Study) -> None:
    own, other = make_participant(study), make_participant(make_study(name="Watched"))
    client = browser_of("coordinator", study)
    member = Researcher.objects.latest("pk")
    other.study.memberships.create(researcher=member, role="observer", since=LAUNCHED_AT)

    page = ask(client, "pause_many", [own, other])
    answer(client, page)

    assert "Your role in “Watched” does not go as far as this." in page.content.decode()
    assert set(Participant.objects.values_list("study__name", "status")) == {
        (study.name, "paused"),
        ("Watched", "enrolled"),
    }


def test_forged_numbers_reach_nobody_in_other_studies(study: Study) -> None:
    make_participant(study)
    other = make_participant(make_study())
    client = browser_of("coordinator", study)
    forged = {"act": "pause", "people": f"{other.pk},x,-1", "until": ""}

    client.post(reverse("admin:participants_participant_act_on_many"), forged)

    other.refresh_from_db()
    assert other.status == Status.ENROLLED


@pytest.mark.parametrize("role", ["editor", "analyst", "observer"])
def test_others_neither_see_nor_do_it(role: str, study: Study) -> None:
    participant = make_participant(study)
    client = browser_of(role, study)
    typed = {"act": "pause", "people": str(participant.pk)}

    listed = client.get(LIST).content.decode()
    refused = client.post(reverse("admin:participants_participant_act_on_many"), typed)

    assert "pause_many" not in listed
    assert refused.status_code == 403
    assert statuses(study) == ["enrolled"]


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        (f"{LIST}?language__exact=pl", f"{LIST}?language__exact=pl"),
        ("https://evil.example.org/", LIST),
        (f"//evil.example.org{LIST}", LIST),
    ],
)
def test_the_way_back_is_the_list(back: str, leads: str, admin: Client, study: Study) -> None:
    page = ask(admin, "pause_many", [make_participant(study)])

    assert answer(admin, page, back=back)["Location"] == leads


def test_one_whom_another_comes_first_to_is_refused_and_the_others_are_done(
    admin: Client, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_participant(study), make_participant(study)
    page = ask(admin, "move_many", [first, second])
    Participant.objects.filter(pk=first.pk).update(time_zone="Europe/London")

    done = answer(admin, page, time_zone="Europe/London")

    assert said(done)[0] == "1 participant moved."
    assert said(done)[1].startswith("P0001: ")
    assert LogEntry.objects.get().object_id == str(second.pk)


def test_asking_takes_as_many_statements_for_many(admin: Client, study: Study) -> None:
    def statements(people: list[Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            ask(admin, "pause_many", people)
        return len(seen)

    people = [make_participant(study) for _ in range(12)]
    ask(admin, "pause_many", people)

    assert statements(people[:2]) == statements(people)
