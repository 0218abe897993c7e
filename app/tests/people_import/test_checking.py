"""Checking every line of a file: nobody is enrolled by it."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.participants.models import Contact, ImportLine, Participant, PeopleImport
from esmpress.people_import.checking import check_lines
from esmpress.people_import.enrolling import begin
from esmpress.people_import.reading.rows import Refusal
from esmpress.people_import.storing import NotToBeChecked, content_of, store
from esmpress.people_import.verdicts import Reason
from tests.delivery.builders import withdraw
from tests.factories import make_participant, make_study
from tests.people_import.builders import NOW, checked, upload
from tests.people_import.files import addresses, hard_file, text_file

pytestmark = pytest.mark.django_db


def verdicts(stored: PeopleImport) -> list[tuple[int, str, list[str], bool]]:
    lines = stored.lines.order_by("number")
    return list(lines.values_list("number", "verdict", "reasons", "is_included"))


def test_an_upload_enrols_nobody_and_is_kept_sealed() -> None:
    stored = upload(rows=[("ola@example.org",)])

    kept = bytes(stored.pieces.get().sealed)
    assert content_of(stored) == b"ola@example.org\r\n"
    assert b"ola" not in kept
    assert Participant.objects.count() == 0


def test_checking_tells_good_lines_and_enrols_nobody() -> None:
    stored = checked(rows=addresses(2))

    assert verdicts(stored) == [(1, "good", [], True), (2, "good", [], True)]
    assert stored.state == PeopleImport.State.CHECKED
    assert stored.counts["included"] == 2
    assert Participant.objects.count() == 0


def test_cells_are_kept_sealed_each_for_its_own_line() -> None:
    stored = checked(rows=[("ola@example.org", "pl"), ("jan@example.org", "en")])
    first, second = stored.lines.order_by("number")

    assert b"ola" not in bytes(first.sealed_cells or b"")
    assert stored.cells_of(first) == ("ola@example.org", "pl")
    first.number = second.number
    with pytest.raises(InvalidTag):
        stored.cells_of(first)


def test_an_address_that_comes_again_is_doubtful_and_names_the_first() -> None:
    stored = checked(rows=[("ola@example.org",), ("x@example.org",), ("OLA@example.org",)])

    last = stored.lines.get(number=3)
    assert (last.verdict, last.reasons, last.twin) == ("doubtful", [Reason.TWICE], 1)
    assert not last.is_included
    assert stored.lines.get(number=1).verdict == "good"


def test_repetitions_are_found_over_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esmpress.people_import.checking.AT_ONCE", 2)

    stored = checked(rows=[*addresses(4), ("person1@example.org",)])

    assert stored.lines.get(number=5).twin == 1


def test_who_is_in_the_study_is_refused_and_who_left_too() -> None:
    study = make_study()
    make_participant(study, email="ola@example.org")
    withdraw(make_participant(study, email="jan@example.org"), now=NOW)

    stored = checked(study, [("Ola@Example.org",), ("jan@example.org",), ("new@example.org",)])

    assert verdicts(stored) == [
        (1, "refused", [Reason.ENROLLED], False),
        (2, "refused", [Reason.WITHDRAWN], False),
        (3, "good", [], True),
    ]


def test_mail_stopped_in_a_study_one_sees_is_doubtful_and_in_no_other() -> None:
    other, study = make_study(), make_study()
    bounced = make_participant(other, email="ola@example.org")
    Participant.objects.filter(pk=bounced.pk).update(suppressed_at=NOW, suppressed_reason="bounced")
    seen, unseen = upload(study, [("OLA@example.org",)]), upload(study, [("ola@example.org",)])

    check_lines(seen, studies_seen=[other.pk])
    check_lines(unseen, studies_seen=[study.pk])

    assert seen.lines.get().reasons == [Reason.MAIL_STOPPED]
    assert unseen.lines.get().verdict == "good"


def test_checking_again_takes_the_columns_as_they_are_now() -> None:
    stored = checked(rows=[("a@example.org", "b@example.org")])
    PeopleImport.objects.filter(pk=stored.pk).update(columns={"email": 1})

    check_lines(stored, studies_seen=())

    line = stored.lines.get()
    stored.refresh_from_db()
    assert (line.verdict, stored.columns) == ("good", {"email": 1})


def test_a_file_that_breaks_off_has_no_lines_and_says_why() -> None:
    content = text_file(addresses(2000)) + "ł;x\r\n".encode("cp1250")
    stored = store(make_study(), content, uploaded_by=None, now=NOW)
    PeopleImport.objects.filter(pk=stored.pk).update(encoding="utf-8")

    found = check_lines(stored, studies_seen=())

    assert (found.refusal, found.state) == (Refusal.OTHER_LETTERS, PeopleImport.State.UPLOADED)
    assert not found.lines.exists()


def test_an_import_that_began_is_not_checked_again() -> None:
    stored = checked()
    begin(stored, now=NOW)

    with pytest.raises(NotToBeChecked):
        check_lines(stored, studies_seen=())


def test_a_thousand_lines_take_as_few_statements_as_ten() -> None:
    few, many = upload(rows=addresses(10)), upload(rows=addresses(1000))
    counts = []

    for stored in (few, many):
        with CaptureQueriesContext(connection) as seen:
            check_lines(stored, studies_seen=())
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 15


def test_the_hard_file_of_the_field_is_told_apart() -> None:
    study = make_study()
    stored = store(study, hard_file(2_000), uploaded_by=None, now=NOW)

    check_lines(stored, studies_seen=())

    stored.refresh_from_db()
    assert (stored.encoding, stored.delimiter, stored.has_heading) == ("cp1250", ";", True)
    assert stored.columns == {"email": 0, "language": 1, "time_zone": 2}
    assert stored.counts == stored.counts | {
        "lines": 2_000,
        "good": 1_200,
        "doubtful": 200,
        "refused": 600,
    }
    assert stored.cells_of(stored.lines.get(number=2))[3] == "gęś"
    assert ImportLine.objects.filter(reasons__contains=[Reason.FORMULA]).count() == 200
    assert Contact.objects.count() == 0
