"""Undoing an import."""

from __future__ import annotations

from datetime import timedelta

import pytest

from esmpress.participants.models import Contact, Leaving, Participant, PeopleImport
from esmpress.people_import.purging import remove_old_files
from esmpress.people_import.undoing import (
    TooLateToUndo,
    begin_undoing,
    can_be_undone,
    count_removable,
    undo,
)
from esmpress.prompts import moving, stopping
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from tests.alerts.builders import make_alert, make_rule
from tests.factories import make_participant, make_study
from tests.people_import.builders import NOW, checked, clock, imported, unheard, upload
from tests.people_import.files import addresses

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)


def undone(stored: PeopleImport) -> PeopleImport:
    begin_undoing(stored, now=NOW)
    undo(stored, clock=clock, report=unheard)
    stored.refresh_from_db()
    return stored


def send_to(study: Study, number: int) -> None:
    prompts = Prompt.objects.filter(participant__study=study, participant__number=number)
    prompts.filter(pk=prompts.earliest("pk").pk).update(sent_at=NOW, status=Prompt.Status.SENT)


def test_exactly_those_of_the_import_are_removed() -> None:
    study = make_study()
    before = make_participant(study, email="before@example.org")
    stored = imported(study)
    after = make_participant(study, email="after@example.org")

    undone(stored)

    assert set(study.participants.all()) == {before, after}
    assert Contact.objects.count() == 2
    assert (stored.state, stored.counts["undone"]) == (PeopleImport.State.UNDONE, 3)


def test_whom_something_was_sent_to_stays() -> None:
    study = make_study()
    stored = imported(study)
    send_to(study, 2)
    assert count_removable(stored) == (2, 1)

    undone(stored)

    assert study.participants.get().number == 2
    assert (stored.counts["undone"], stored.counts["stayed"]) == (2, 1)


def test_who_withdrew_stays_withdrawn() -> None:
    study = make_study(launched_at=None)
    stored = imported(study)
    study.participants.filter(number=1).update(
        status="withdrawn", withdrawn_at=NOW, withdrawal_level="stop"
    )

    undone(stored)

    assert study.participants.get().number == 1


def test_who_was_paused_moved_or_raised_an_alert_is_removed_with_it() -> None:
    stored = imported()
    first, second, third = stored.study.participants.order_by("number")
    stopping.pause(first, now=NOW)
    moving.move(second, "Europe/London", now=NOW)
    make_alert(make_rule(stored.study, "missed"), third)

    undone(stored)

    assert not stored.study.participants.exists()


def test_whose_arm_was_drawn_is_erased_and_the_draw_is_kept() -> None:
    study = make_study(arms={"treatment": 1, "control": 1})
    stored = imported(study)

    undone(stored)

    assert {one.withdrawal_level for one in study.participants.all()} == {"erase"}
    assert Contact.objects.count() == 0
    assert study.participants.filter(arm__isnull=False).count() == 3
    assert stored.counts["undone"] == 3


def test_a_restored_database_does_not_have_them_back() -> None:
    stored = imported()
    people = set(Participant.objects.values_list("pk", flat=True))

    undone(stored)

    erased = Leaving.objects.filter(act="erase").values_list("participant", flat=True)
    assert set(erased) == people


def test_the_same_file_can_be_imported_again() -> None:
    study = make_study(arms={"treatment": 1, "control": 1})
    undone(imported(study))

    again = imported(study)

    assert again.counts["enrolled"] == 3
    assert study.participants.taking_part().count() == 3


def test_after_a_day_nothing_is_undone() -> None:
    stored = imported()

    assert can_be_undone(stored, now=NOW + DAY - timedelta(seconds=1))
    assert not can_be_undone(stored, now=NOW + DAY)
    with pytest.raises(TooLateToUndo):
        begin_undoing(stored, now=NOW + DAY)


def test_an_import_is_undone_once() -> None:
    stored = undone(imported())

    with pytest.raises(TooLateToUndo):
        begin_undoing(stored, now=NOW)


def test_a_file_that_nobody_imports_is_gone_after_a_day() -> None:
    stored, fresh = checked(), upload()
    PeopleImport.objects.filter(pk=stored.pk).update(uploaded_at=NOW - DAY)

    assert remove_old_files(now=NOW) == 1

    stored.refresh_from_db()
    assert stored.state == PeopleImport.State.REMOVED
    assert not stored.pieces.exists()
    assert not stored.lines.exists()
    assert fresh.pieces.exists()


def test_the_lines_of_an_import_go_when_it_can_be_undone_no_more() -> None:
    stored = imported(rows=addresses(2))

    assert remove_old_files(now=NOW + DAY - timedelta(seconds=1)) == 0
    assert remove_old_files(now=NOW + DAY) == 2

    stored.refresh_from_db()
    assert stored.counts["enrolled"] == 2
    assert Participant.objects.count() == 2


def test_an_import_that_hangs_is_stopped_after_a_day() -> None:
    stored = checked()
    PeopleImport.objects.filter(pk=stored.pk).update(
        state=PeopleImport.State.IMPORTING, started_at=NOW - DAY
    )

    remove_old_files(now=NOW)

    stored.refresh_from_db()
    assert stored.state == PeopleImport.State.STOPPED
    assert not stored.pieces.exists()
