"""Choosing doubtful lines."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from esmpress.participants.models import ImportLine, PeopleImport
from esmpress.people_import.enrolling import begin
from esmpress.people_import.including import NotChecked, include_doubtful, include_line
from tests.people_import.builders import NOW, checked

pytestmark = pytest.mark.django_db
ROWS = [("ola@example.org",), ("ola@example.org",), ("jan@gmial.com",), ("=1",)]


def included(stored: PeopleImport) -> list[int]:
    chosen = stored.lines.filter(is_included=True).order_by("number")
    return list(chosen.values_list("number", flat=True))


def test_a_repetition_that_is_included_takes_the_place_of_the_first() -> None:
    stored = checked(rows=ROWS)

    include_line(stored, 2, included=True)

    stored.refresh_from_db()
    assert included(stored) == [2]
    assert stored.counts["included"] == 1


def test_a_doubtful_line_is_included_and_left_out_again() -> None:
    stored = checked(rows=ROWS)

    include_line(stored, 3, included=True)
    assert included(stored) == [1, 3]

    include_line(stored, 3, included=False)
    assert included(stored) == [1]


def test_a_refused_line_cannot_be_included() -> None:
    stored = checked(rows=ROWS)

    with pytest.raises(ImportLine.DoesNotExist):
        include_line(stored, 4, included=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        stored.lines.filter(number=4).update(is_included=True)


def test_all_doubtful_lines_are_included_but_repetitions() -> None:
    stored = checked(rows=ROWS)

    include_doubtful(stored, included=True)
    assert included(stored) == [1, 3]

    include_doubtful(stored, included=False)
    assert included(stored) == [1]


def test_the_database_refuses_two_lines_of_one_address() -> None:
    stored = checked(rows=ROWS)

    with pytest.raises(IntegrityError), transaction.atomic():
        stored.lines.filter(number=2).update(is_included=True)


def test_nothing_is_chosen_any_more_once_the_import_began() -> None:
    stored = checked(rows=ROWS)
    begin(stored, now=NOW)

    with pytest.raises(NotChecked):
        include_line(stored, 3, included=True)
