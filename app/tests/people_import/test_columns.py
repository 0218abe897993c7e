"""Guessing what the columns hold."""

from __future__ import annotations

import pytest

from esmpress.people_import.reading.columns import Field, guess_columns, has_heading
from esmpress.people_import.reading.domains import is_likely_typo
from esmpress.people_import.reading.rows import Row


def rows(*lines: tuple[str, ...]) -> list[Row]:
    return [Row(number, cells) for number, cells in enumerate(lines, start=1)]


@pytest.mark.parametrize("heading", ["E-mail address", "Adres e-mail", "E-Mail-Adresse", "Mejl"])
def test_a_heading_tells_the_addresses(heading: str) -> None:
    found = guess_columns(rows(("Nr", heading, "Other"), ("1", "ola@example.org", "b@example.org")))

    assert found == {Field.EMAIL: 1}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Język", Field.LANGUAGE),
        ("Sprache", Field.LANGUAGE),
        ("Time zone", Field.TIME_ZONE),
        ("Strefa czasowa", Field.TIME_ZONE),
        ("Zeitzone", Field.TIME_ZONE),
        ("Warstwa", Field.STRATUM),
        ("Gets up", Field.WAKE),
        ("Aufstehen", Field.WAKE),
        ("Goes to bed", Field.BED),
        ("Idzie spać", Field.BED),
        ("Gets up (weekend)", Field.WEEKEND_WAKE),
    ],
)
def test_a_heading_tells_its_field(heading: str, field: Field) -> None:
    found = guess_columns(rows(("Mail", heading), ("ola@example.org", "?")))

    assert found == {Field.EMAIL: 0, field: 1}


def test_without_a_heading_the_addresses_are_found() -> None:
    lines = rows(("Ola", "ola@example.org"), ("Jan", "jan@example.org"))

    assert not has_heading(lines)
    assert guess_columns(lines) == {Field.EMAIL: 1}


def test_a_street_under_the_word_address_gives_way_to_mail() -> None:
    lines = rows(("Address", "Contact"), ("High Street 1", "ola@example.org"))

    assert guess_columns(lines) == {Field.EMAIL: 1}


def test_a_file_without_any_address_has_no_heading() -> None:
    assert not has_heading(rows(("Ola",), ("Jan",)))


@pytest.mark.parametrize(
    "domain", ["gmial.com", "gmal.com", "gmaill.com", "hotnail.com", "interia.lp", "x.con"]
)
def test_a_slip_in_a_known_domain_is_noticed(domain: str) -> None:
    assert is_likely_typo(domain)


@pytest.mark.parametrize("domain", ["gmail.com", "wp.pl", "op.pl", "gmx.net", "uw.edu.pl", "cd.pl"])
def test_other_domains_are_left_alone(domain: str) -> None:
    assert not is_likely_typo(domain)
