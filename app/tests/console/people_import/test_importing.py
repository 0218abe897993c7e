"""Importing, going on, stopping and undoing by the buttons of the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from esmpress.console.people_import import working
from esmpress.jobs.models import Job
from esmpress.jobs.running import run_next
from esmpress.participants.models import Participant, PeopleImport
from esmpress.people_import.enrolling import begin
from esmpress.studies.models import Study
from tests.console.browsers import browser_of
from tests.console.people_import.pages import act, checked, choose, page_of, said, start, uploaded
from tests.factories import make_participant, make_prompt
from tests.people_import.files import addresses

pytestmark = pytest.mark.django_db
State = PeopleImport.State


@pytest.fixture
def _all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BYTES_AT_ONCE", 0)
    monkeypatch.setattr(working, "PEOPLE_AT_ONCE", 0)


def work() -> None:
    """What a worker does until nothing waits."""
    while run_next(clock=timezone.now):
        pass


def test_few_people_are_imported_at_once(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    page = said(start(browser, stored))

    assert [one.contact.email for one in study.participants.all()] == ["ola@example.org"]
    assert stored.state == State.IMPORTED
    assert "Enrolled" in page
    assert "it can be undone" in page
    assert "ola@example.org" not in page


def test_the_history_tells_how_many_were_imported(browser: Client, study: Study) -> None:
    start(browser, checked(browser, study))

    entries = [entry.get_change_message() for entry in LogEntry.objects.all()]
    assert "Began to import 1 people from a file." in entries


def test_pressing_twice_imports_once(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    start(browser, stored)
    answer = start(browser, stored)

    assert answer.status_code == 409
    assert "somebody else was quicker" in said(answer)
    assert study.participants.count() == 1


def test_who_saw_another_choice_is_asked_to_look_again(browser: Client, study: Study) -> None:
    stored = checked(browser, study)
    act(browser_of("coordinator", study), stored, "include_all")

    answer = act(browser, stored, "import", count="1")

    assert answer.status_code == 409
    assert "Somebody changed the choice of lines meanwhile" in said(answer)
    assert not study.participants.exists()


def test_nothing_is_imported_from_a_file_without_good_lines(browser: Client, study: Study) -> None:
    stored = checked(browser, study, [("x",), ("y@gmial.com",)])

    answer = act(browser, stored, "import", count="0")

    assert answer.status_code == 422
    assert "there is nobody to import" in said(answer)


def test_lines_are_not_chosen_any_more_after_the_import(browser: Client, study: Study) -> None:
    stored = checked(browser, study)
    start(browser, stored)

    for name in ("include_all", "remove"):
        assert act(browser, stored, name).status_code == 409


@pytest.mark.usefixtures("_all_is_large")
def test_a_large_file_is_checked_imported_and_undone_by_a_worker(
    browser: Client, study: Study
) -> None:
    stored = uploaded(browser, study, addresses(5))
    assert "job-progress" in said(choose(browser, stored))
    work()
    assert "Import 5 people" in said(browser.get(page_of(stored)))

    assert "job-progress" in said(start(browser, stored))
    assert not study.participants.exists()
    work()
    assert study.participants.count() == 5

    act(browser, stored, "undo", sure="1")
    work()
    stored.refresh_from_db()
    assert stored.state == State.UNDONE
    assert not study.participants.exists()
    assert [job.said for job in Job.objects.order_by("pk")] == [
        "5 lines were checked.",
        "5 people were enrolled.",
        "5 people were removed again.",
    ]


@pytest.mark.usefixtures("_all_is_large")
def test_an_import_that_no_worker_is_at_can_go_on_or_be_stopped(
    browser: Client, study: Study
) -> None:
    stored, other = (checked_by_worker(browser, study, row) for row in addresses(2))
    for one in (stored, other):
        begin(one, now=timezone.now())
    assert "No worker is at it now" in said(browser.get(page_of(stored)))

    act(browser, stored, "go_on")
    act(browser, stored, "go_on")
    act(browser, other, "stop")
    work()

    stored.refresh_from_db()
    other.refresh_from_db()
    assert Job.objects.filter(kind="import_people").count() == 1
    assert (stored.state, other.state) == (State.IMPORTED, State.STOPPED)
    assert study.participants.count() == 1


@pytest.mark.usefixtures("_all_is_large")
@pytest.mark.parametrize("name", ["choose", "include", "include_all", "import", "remove"])
def test_nothing_is_done_to_a_file_that_a_worker_is_at(
    name: str, browser: Client, study: Study
) -> None:
    stored = uploaded(browser, study, addresses(2))
    choose(browser, stored)

    refused = act(browser, stored, name, line="1", count="2")

    stored.refresh_from_db()
    assert refused.status_code == 409
    assert "A worker is at this file" in said(refused)
    assert stored.state == State.UPLOADED
    assert Job.objects.count() == 1


def checked_by_worker(browser: Client, study: Study, row: tuple[str]) -> PeopleImport:
    stored = uploaded(browser, study, [row])
    choose(browser, stored)
    work()
    stored.refresh_from_db()
    return stored


def test_who_was_enrolled_meanwhile_is_named_by_the_line(browser: Client, study: Study) -> None:
    stored = checked(browser, study, addresses(2))
    make_participant(study, email="person2@example.org")

    page = said(start(browser, stored))

    assert "Line 2: This address is enrolled in the study already." in page
    assert study.participants.count() == 2


def test_a_key_that_is_gone_is_told_in_words(
    browser: Client, study: Study, settings: Settings
) -> None:
    stored = checked(browser, study)
    settings.VAULT_KEYS = {7: bytes(32)}

    answer = browser.get(page_of(stored))

    assert answer.status_code == 200
    assert "The key with which the file was encrypted is gone" in said(answer)


def test_undoing_asks_first_and_says_who_stays(browser: Client, study: Study) -> None:
    stored = checked(browser, study, addresses(3))
    start(browser, stored)
    make_prompt(study.participants.get(number=1), status="sent", sent_at=timezone.now())

    page = said(act(browser, stored, "undo"))
    assert "2 people whom this import enrolled are removed again" in page
    assert "1 person stays" in page
    assert study.participants.count() == 3

    page = said(act(browser, stored, "undo", sure="1"))
    assert study.participants.get().number == 1
    assert "Stayed when the others were undone" in page


def test_after_a_day_undoing_is_not_offered(browser: Client, study: Study) -> None:
    stored = checked(browser, study)
    start(browser, stored)
    PeopleImport.objects.update(ended_at=timezone.now() - timedelta(hours=25))

    assert "can be undone" not in said(browser.get(page_of(stored)))
    assert act(browser, stored, "undo", sure="1").status_code == 409
    assert Participant.objects.count() == 1


def test_an_unknown_act_does_nothing(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    assert act(browser, stored, "explode").status_code == 200
    stored.refresh_from_db()
    assert stored.state == State.CHECKED
