"""Enrolling the lines of a file."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from esmpress.participants.enrolment import enrol
from esmpress.participants.models import Allocation, Participant, PeopleImport
from esmpress.people_import import enrolling
from esmpress.people_import.enrolling import (
    NotToBeImported,
    begin,
    enrol_batch,
    enrol_lines,
    stop,
)
from esmpress.people_import.storing import choose_columns
from esmpress.people_import.verdicts import Reason
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from tests.factories import make_participant, make_study
from tests.people_import.builders import NOW, checked, clock, imported, unheard
from tests.people_import.files import addresses

pytestmark = pytest.mark.django_db


def emails(study: Study) -> list[str]:
    people = study.participants.order_by("number").select_related("contact")
    return [participant.contact.email for participant in people]


def begun(study: Study, rows: list[Any]) -> PeopleImport:
    stored = checked(study, rows)
    begin(stored, now=NOW)
    return stored


def test_who_is_imported_is_enrolled_as_one_by_one() -> None:
    first, second = make_study(), make_study(seed="00" * 16)
    enrol(first, email="a@example.org", language="pl", time_zone="Europe/London", now=NOW)

    imported(second, [("E-mail", "Language", "Zone"), ("a@example.org", "pl", "Europe/London")])

    left_out = {"id", "study_id", "_state", "start_date", "planned_through", "changed_at"}
    one, other = (study.participants.get() for study in (first, second))
    assert {k: v for k, v in vars(one).items() if k not in left_out} == {
        k: v for k, v in vars(other).items() if k not in left_out
    }
    assert other.contact.email == "a@example.org"


def test_numbers_follow_the_order_of_the_file_over_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "AT_ONCE", 2)
    study = make_study()
    make_participant(study, email="first@example.org")

    imported(study, addresses(5))

    assert emails(study) == ["first@example.org", *(line[0] for line in addresses(5))]
    assert list(study.participants.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_the_prompts_of_a_running_study_are_planned_at_once() -> None:
    study = make_study()

    imported(study)

    asked = Prompt.objects.order_by().values_list("participant").distinct()
    assert asked.count() == 3
    assert study.participants.filter(start_date__isnull=False).count() == 3


def test_a_draft_only_enrols() -> None:
    study = make_study(launched_at=None)

    imported(study)

    assert study.participants.filter(start_date__isnull=True).count() == 3
    assert Prompt.objects.count() == 0


def test_arms_are_drawn_in_the_order_of_the_file() -> None:
    arms = {"treatment": 1, "control": 1}
    study, other = make_study(arms=arms), make_study(arms=arms)
    for (email,) in addresses(8):
        make_participant(other, email=email)

    imported(study, addresses(8))

    drawn, expected = (
        list(Allocation.objects.filter(participant__study=each).values_list("arm__name", "block"))
        for each in (study, other)
    )
    assert drawn == expected


def test_lines_that_are_left_out_enrol_nobody() -> None:
    study = make_study()

    stored = imported(study, [("a@example.org",), ("a@example.org",), ("x",), ("j@gmial.com",)])

    assert emails(study) == ["a@example.org"]
    assert stored.counts["enrolled"] == 1


def test_what_the_file_held_is_gone_when_the_import_ends() -> None:
    stored = imported(rows=[("a@example.org",), ("x",)])

    assert stored.state == PeopleImport.State.IMPORTED
    assert not stored.pieces.exists()
    assert not stored.lines.exclude(sealed_cells=None, email_index=None).exists()


def test_an_import_begins_once() -> None:
    stored = checked()
    begin(stored, now=NOW)

    with pytest.raises(NotToBeImported):
        begin(stored, now=NOW)


def test_an_unchecked_file_is_not_imported() -> None:
    stored = checked()
    PeopleImport.objects.filter(pk=stored.pk).update(state=PeopleImport.State.UPLOADED)

    with pytest.raises(NotToBeImported):
        begin(stored, now=NOW)


def test_what_was_checked_by_other_columns_is_not_imported() -> None:
    stored = checked()

    choose_columns(stored, has_heading=True, columns={"email": 1})

    stored.refresh_from_db()
    assert (stored.state, stored.counts, stored.lines.count()) == ("uploaded", {}, 0)
    with pytest.raises(NotToBeImported):
        begin(stored, now=NOW)


def test_whoever_was_enrolled_meanwhile_is_not_enrolled_again() -> None:
    study = make_study()
    stored = begun(study, addresses(2))
    make_participant(study, email="PERSON1@example.org")

    enrol_lines(stored, clock=clock, report=unheard)

    assert emails(study) == ["PERSON1@example.org", "person2@example.org"]
    stored.refresh_from_db()
    assert (stored.counts["enrolled"], stored.counts["late"]) == (1, 1)
    assert stored.lines.get(number=1).reasons == [Reason.ENROLLED]


def test_the_same_file_twice_at_once_enrols_everybody_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(enrolling, "AT_ONCE", 1)
    study = make_study()
    one, other = begun(study, addresses(3)), begun(study, addresses(3))

    enrol_batch(one, now=NOW)
    enrol_lines(other, clock=clock, report=unheard)
    enrol_lines(one, clock=clock, report=unheard)

    assert emails(study) == [line[0] for line in addresses(3)]


def test_an_import_goes_on_where_a_crash_left_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "AT_ONCE", 2)
    study = make_study()
    stored = begun(study, addresses(5))
    enrol_batch(stored, now=NOW)

    enrol_lines(stored, clock=clock, report=unheard)

    assert emails(study) == [line[0] for line in addresses(5)]


def test_a_batch_that_fails_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    study = make_study()
    stored = begun(study, addresses(3))
    monkeypatch.setattr(enrolling, "allocate_waiting", _raise)

    with pytest.raises(RuntimeError):
        enrol_lines(stored, clock=clock, report=unheard)

    assert not study.participants.exists()
    assert stored.lines.filter(outcome="").count() == 3


def _raise(*args: object, **options: object) -> None:
    raise RuntimeError


def test_a_stopped_import_keeps_who_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "AT_ONCE", 2)
    study = make_study()
    stored = begun(study, addresses(5))
    enrol_batch(stored, now=NOW)

    assert stop(stored, now=NOW)
    enrol_lines(stored, clock=clock, report=unheard)

    stored.refresh_from_db()
    assert study.participants.count() == 2
    assert (stored.state, stored.counts["enrolled"]) == (PeopleImport.State.STOPPED, 2)
    assert stored.lines.filter(outcome="").count() == 3
    assert not stored.pieces.exists()
    assert not stop(stored, now=NOW)


def test_progress_is_told_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "AT_ONCE", 2)
    stored = begun(make_study(), addresses(5))
    told: list[tuple[int, int]] = []
    enrol_lines(stored, clock=clock, report=lambda *progress: told.append(progress))

    assert told == [(2, 5), (4, 5), (5, 5)]


def test_a_line_that_a_changed_study_does_not_fit_is_refused_when_its_turn_comes() -> None:
    study = make_study(launched_at=None)
    stored = begun(study, addresses(2))
    Study.objects.filter(pk=study.pk).update(strata=["left", "right"])

    enrol_lines(stored, clock=clock, report=unheard)

    assert not study.participants.exists()
    assert stored.lines.filter(reasons=[Reason.NO_STRATUM]).count() == 2


def test_what_cannot_be_planned_now_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "plan_participants", _raise)
    study = make_study()

    stored = imported(study)

    assert stored.state == PeopleImport.State.IMPORTED
    assert Participant.objects.count() == 3


def test_who_is_enrolled_is_found_also_when_the_key_of_indexes_was_retired(
    settings: Settings,
) -> None:
    settings.VAULT_KEYS = {1: b"1" * 32, 2: b"2" * 32}
    study = make_study()
    stored = begun(study, addresses(1))
    settings.VAULT_KEYS = {2: b"2" * 32}
    make_participant(study, email="person1@example.org")

    enrol_lines(stored, clock=clock, report=unheard)

    assert study.participants.count() == 1
    assert stored.lines.get().reasons == [Reason.ENROLLED]
