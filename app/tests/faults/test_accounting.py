"""The accountant of the faults finds what was lost, sent twice or misreported."""

from __future__ import annotations

import re

import pytest

from faults.accounting import Account, Row, RuleBroken, account
from faults.provider import Taken


def row(number: int, status: str = "accepted", **fields: str | int) -> Row:
    values: dict[str, str | int] = {
        "prompt": number,
        "participant": number,
        "public_id": f"id-{number}",
        "kind": "invitation",
        "status": status,
        "reason": "",
    }
    return Row(**values | fields)  # type: ignore[arg-type]


def taken(number: int, **fields: str) -> Taken:
    values = {
        "public_id": f"id-{number}",
        "address": f"{number}@example.org",
        "link": f"https://esm.example.org/s/{number}",
        "subject": "A questionnaire",
    }
    return Taken(**values | fields)


def counted(rows: list[Row], took: list[Taken]) -> Account:
    return account("a fault", rows, took)


def test_what_was_sent_once_needs_no_word() -> None:
    result = counted([row(1), row(2)], [taken(1), taken(2)])

    result.require()

    assert str(result) == "a fault: planned 2 = sent 2 + explained 0; duplicates 0, lost 0"


@pytest.mark.parametrize("status", ["", "planned", "due", "claimed", "handed_over"])
def test_a_row_without_an_end_is_lost(status: str) -> None:
    with pytest.raises(RuleBroken, match="lost: participant 1, prompt 1, invitation"):
        counted([row(1, status), row(2)], [taken(2)]).require()


def test_a_message_taken_twice_is_a_duplicate() -> None:
    with pytest.raises(RuleBroken, match="sent twice: id-1 was taken 2 times"):
        counted([row(1)], [taken(1), taken(1)]).require()


def test_a_mailbox_that_got_the_same_twice_under_other_ids_is_a_duplicate() -> None:
    again = taken(1, public_id="id-2")

    with pytest.raises(RuleBroken, match=re.escape("1@example.org got 'A questionnaire' 2 times")):
        counted([row(1), row(2)], [taken(1), again]).require()


def test_two_rows_about_one_prompt_and_kind_are_a_duplicate() -> None:
    other = taken(2, link="https://esm.example.org/s/other")

    with pytest.raises(RuleBroken, match="participant 1: prompt 1, invitation, 2 rows"):
        counted([row(1), row(2, prompt=1, participant=1)], [taken(1), other]).require()


def test_a_reminder_is_no_second_invitation() -> None:
    reminder = row(2, prompt=1, participant=1, kind="reminder_1")

    result = counted([row(1), reminder], [taken(1), taken(2, subject="Still open")])

    assert result.duplicates == []


@pytest.mark.parametrize(
    ("status", "took", "sentence"),
    [
        ("accepted", [], "accepted, but the provider never took it"),
        ("not_sent", [taken(1)], "not_sent, but the provider took it"),
        ("failed", [taken(1)], "failed, but the provider took it"),
        ("uncertain", [taken(1), taken(9)], "the provider took id-9, which is not in the ledger"),
    ],
)
def test_a_ledger_that_contradicts_the_provider_is_found(
    status: str, took: list[Taken], sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        counted([row(1, status)], took).require(explained=[status])


def test_an_uncertain_row_may_have_gone_out_or_not() -> None:
    rows = [row(1, "uncertain", reason="the worker ended"), row(2, "uncertain")]

    result = counted(rows, [taken(1)])

    result.require(explained=["uncertain"])
    assert result.explained == {"uncertain (the worker ended)": 1, "uncertain": 1}


def test_an_end_the_fault_cannot_explain_is_named() -> None:
    with pytest.raises(RuleBroken, match=re.escape("1 not_sent (late)")):
        counted([row(1, "not_sent", reason="late")], []).require(explained=["uncertain"])


def test_only_the_first_of_many_cases_are_shown() -> None:
    with pytest.raises(RuleBroken, match="and 95 more"):
        counted([row(number, "due") for number in range(100)], []).require()
