"""Imports, and whoever enrols one by one, at the same time on connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from esmpress.participants.enrolment import AlreadyEnrolled, enrol
from esmpress.participants.models import PeopleImport
from esmpress.people_import import enrolling
from esmpress.people_import.enrolling import NotToBeImported, begin, enrol_lines
from esmpress.studies.models import Study
from tests.factories import make_study
from tests.people_import.builders import NOW, checked, clock, unheard
from tests.people_import.files import addresses

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    def alone(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(alone, works))


def one_by_one(study: Study) -> int:
    """Enrols the same addresses from the last to the first; how many were new."""
    new = 0
    for (email,) in reversed(addresses(12)):
        try:
            enrol(study, email=email.upper(), language="en", time_zone="Europe/Warsaw", now=NOW)
        except AlreadyEnrolled:
            continue
        new += 1
    return new


def test_two_imports_and_somebody_by_hand_enrol_each_address_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(enrolling, "AT_ONCE", 2)
    study = make_study(arms={"treatment": 1, "control": 1})
    files = [checked(study, addresses(12)) for _ in range(2)]
    for stored in files:
        begin(stored, now=NOW)

    counts = at_once(
        *(lambda one=one: enrol_lines(one, clock=clock, report=unheard) for one in files),
        lambda: one_by_one(study),
    )

    numbers = list(study.participants.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 13))
    assert sum(counts) == 12
    assert {one.contact.email.casefold() for one in study.participants.all()} == {
        email for (email,) in addresses(12)
    }


def test_two_runs_of_one_import_enrol_everybody_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "AT_ONCE", 2)
    study = make_study()
    stored = checked(study, addresses(12))
    begin(stored, now=NOW)

    counts = at_once(*[lambda: enrol_lines(stored, clock=clock, report=unheard)] * 2)

    stored.refresh_from_db()
    assert sum(counts) == study.participants.count() == 12
    assert stored.counts["enrolled"] == 12
    assert stored.state == PeopleImport.State.IMPORTED


def test_of_two_who_press_import_one_begins() -> None:
    stored = checked()

    def press() -> bool:
        try:
            begin(stored, now=NOW)
        except NotToBeImported:
            return False
        return True

    assert sorted(at_once(press, press)) == [False, True]
