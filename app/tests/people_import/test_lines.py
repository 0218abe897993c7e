"""What one line says, and what speaks against it."""

from __future__ import annotations

from typing import Any

import pytest

from esmpress.people_import.facts import Facts
from esmpress.people_import.lines import read_line
from esmpress.people_import.reading.columns import Field
from esmpress.people_import.verdicts import Reading, Reason, Verdict
from esmpress.studies.models import Study
from tests.factories import RANDOM, make_study

pytestmark = pytest.mark.django_db
COLUMNS = {field: place for place, field in enumerate(Field)}
OWN_HOURS: dict[str, Any] = RANDOM | {"windows": "participant"}


@pytest.fixture
def study() -> Study:
    return make_study(strata=["left", "right"])


def read(study: Study, *cells: str, **named: str) -> Reading:
    places = list(Field)
    line = [*cells, *[""] * (len(places) - len(cells))]
    for name, cell in named.items():
        line[places.index(Field(name))] = cell
    return read_line(tuple(line), COLUMNS, Facts(study))


def reasons(study: Study, email: str = "ola@example.org", **named: str) -> list[str]:
    return list(read(study, email, **{"stratum": "left", **named}).reasons)


def test_a_full_line_says_all_that_enrolling_takes(study: Study) -> None:
    found = read(study, "ola@example.org", "PL", "europe/london", "LEFT", "7:30", "23.00")

    span = {"from": "07:30", "to": "23:00"}
    assert found.reasons == ()
    assert (found.email, found.language, found.time_zone, found.stratum) == (
        "ola@example.org",
        "pl",
        "Europe/London",
        "left",
    )
    assert found.wake_times == dict.fromkeys(
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), span
    )


def test_what_a_line_leaves_out_is_the_studys(study: Study) -> None:
    found = read(study, "ola@example.org", stratum="right")

    assert (found.language, found.time_zone, found.wake_times) == ("en", "Europe/Warsaw", None)
    assert found.verdict == Verdict.GOOD


def test_weekends_have_hours_of_their_own(study: Study) -> None:
    found = read(
        study,
        "a@example.org",
        "",
        "",
        "left",
        "7",
        "22:30",
        weekend_wake="9:00",
        weekend_bed="1:30",
    )

    assert found.wake_times is not None
    assert found.wake_times["fri"] == {"from": "07:00", "to": "22:30"}
    assert found.wake_times["sun"] == {"from": "09:00", "to": "01:30"}


@pytest.mark.parametrize(
    "written",
    [
        "ola@example.org ",
        "\u200bola@example.org",
        "Ola <ola@example.org>",
        "mailto:ola@example.org",
    ],
)
def test_an_address_is_taken_out_of_what_stands_around_it(study: Study, written: str) -> None:
    assert read(study, written).email == "ola@example.org"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", Reason.NO_ADDRESS),
        ("ola", Reason.BROKEN_ADDRESS),
        ("ola@example", Reason.BROKEN_ADDRESS),
        ("ola@exam ple.org", Reason.BROKEN_ADDRESS),
        ("a@example.org, b@example.org", Reason.MANY_ADDRESSES),
        ("a" * 250 + "@example.org", Reason.LONG_ADDRESS),
        ("=cmd@example.org", Reason.FORMULA),
        ("+ola@example.org", Reason.FORMULA),
        ("-ola@example.org", Reason.FORMULA),
        ("@ola@example.org", Reason.FORMULA),
        ("'=cmd@example.org", Reason.FORMULA),
        ("Ola <=cmd@example.org>", Reason.FORMULA),
        ("ola@example.org\nx", Reason.LINE_BREAK),
        ("ola@gmial.com", Reason.TYPO),
    ],
)
def test_what_is_no_address_to_enrol_says_why(study: Study, written: str, reason: Reason) -> None:
    assert reasons(study, written) == [reason]


@pytest.mark.parametrize("written", ["Polish", "polski", "Polnisch", "PL", "pl-PL", "pl_PL"])
def test_a_language_is_known_by_its_names(study: Study, written: str) -> None:
    assert read(study, "ola@example.org", written, stratum="left").language == "pl"


def test_an_unknown_language_is_doubtful_and_becomes_the_studys(study: Study) -> None:
    found = read(study, "ola@example.org", "Klingon", stratum="left")

    assert (found.language, found.reasons) == ("en", (Reason.UNKNOWN_LANGUAGE,))
    assert found.verdict == Verdict.DOUBTFUL


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ({"time_zone": "Europe/Lodz"}, Reason.UNKNOWN_ZONE),
        ({"stratum": ""}, Reason.NO_STRATUM),
        ({"stratum": "middle"}, Reason.UNKNOWN_STRATUM),
        ({"wake": "7:00"}, Reason.BROKEN_HOURS),
        ({"wake": "early", "bed": "22:00"}, Reason.BROKEN_HOURS),
        ({"wake": "25:00", "bed": "22:00"}, Reason.BROKEN_HOURS),
        ({"time_zone": "=1+1"}, Reason.FORMULA),
    ],
)
def test_what_cannot_be_enrolled_is_refused(
    study: Study, named: dict[str, str], reason: Reason
) -> None:
    assert reasons(study, **named) == [reason]
    assert read(study, "ola@example.org", **named).verdict == Verdict.REFUSED


def test_every_reason_of_a_line_is_named_at_once(study: Study) -> None:
    assert reasons(study, "ola", time_zone="Mars", stratum="") == [
        Reason.BROKEN_ADDRESS,
        Reason.UNKNOWN_ZONE,
        Reason.NO_STRATUM,
    ]


@pytest.mark.parametrize(
    ("wake", "bed", "expected"),
    [
        ("7:00", "22:00", []),
        ("", "", [Reason.NO_HOURS]),
        ("12:00", "12:30", [Reason.UNFIT_HOURS]),
    ],
)
def test_a_study_that_follows_own_hours_needs_them(
    wake: str, bed: str, expected: list[Reason]
) -> None:
    study = make_study(scheme=OWN_HOURS)

    assert list(read(study, "ola@example.org", wake=wake, bed=bed).reasons) == expected
