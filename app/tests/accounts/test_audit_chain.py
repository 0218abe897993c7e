"""The chain of the audit trail, as the database keeps it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from esmpress.accounts.auditing import record
from esmpress.accounts.models import AuditEntry

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
DO, ANNA = AuditEntry.Act.LOG_IN, 7


def add(count: int) -> None:
    """So many entries of Anna's."""
    for _ in range(count):
        record(DO, now=AT, researcher_id=ANNA)


def tamper(statement: str) -> None:
    """What somebody could do who owns the tables."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER USER")


def test_each_entry_holds_the_hash_of_the_one_before() -> None:
    add(3)

    entries = list(AuditEntry.objects.order_by("number"))

    assert [entry.number for entry in entries] == [1, 2, 3]
    assert bytes(entries[0].previous) == b""
    assert all(bytes(one.hash) == bytes(two.previous) for one, two in pairwise(entries))
    assert len({bytes(entry.hash) for entry in entries}) == 3


@pytest.mark.parametrize("change", ["update", "delete"])
def test_an_entry_is_never_changed_or_deleted(change: str) -> None:
    add(1)
    entry = AuditEntry.objects.all()

    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        entry.update(words="something else") if change == "update" else entry.delete()

    assert AuditEntry.objects.get().words == ""


def test_a_number_and_a_hash_that_are_given_do_not_count() -> None:
    add(1)

    AuditEntry(number=40, act=DO, hash=b"mine", previous=b"too").save(force_insert=True)

    call_command("verify_audit")
    assert list(AuditEntry.objects.values_list("number", flat=True)) == [2, 1]


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE accounts_auditentry SET words = 'nothing' WHERE number = 2", 2),
        ("UPDATE accounts_auditentry SET at = at + interval '1 microsecond' WHERE number = 3", 3),
        ("UPDATE accounts_auditentry SET researcher = 8 WHERE number = 1", 1),
        ("""UPDATE accounts_auditentry SET changes = '{"a": 1}' WHERE number = 4""", 4),
        ("UPDATE accounts_auditentry SET study = 5 WHERE number = 4", 4),
        ("UPDATE accounts_auditentry SET act = 'see' WHERE number = 4", 4),
        ("UPDATE accounts_auditentry SET subject = '9' WHERE number = 4", 4),
        ("UPDATE accounts_auditentry SET subject_type = 'x' WHERE number = 4", 4),
        ("UPDATE accounts_auditentry SET request_id = 'x' WHERE number = 4", 4),
        ("DELETE FROM accounts_auditentry WHERE number = 2", 3),
        ("DELETE FROM accounts_auditentry WHERE number = 1", 2),
        ("UPDATE accounts_auditentry SET number = 9 WHERE number = 4", 9),
    ],
)
def test_what_was_changed_past_the_triggers_is_found(statement: str, broken_at: int) -> None:
    add(4)
    tamper(statement)

    with pytest.raises(CommandError, match=f"broken at entry {broken_at}:"):
        call_command("verify_audit")


def test_the_last_hash_kept_elsewhere_shows_that_entries_were_taken_off(
    capsys: pytest.CaptureFixture[str],
) -> None:
    add(3)
    call_command("verify_audit")
    kept = capsys.readouterr().out.split()[-1]
    add(1)
    call_command("verify_audit", expect=kept)
    tamper("DELETE FROM accounts_auditentry WHERE number > 2")

    call_command("verify_audit")
    with pytest.raises(CommandError, match="Entry 3 is not the one"):
        call_command("verify_audit", expect=kept)


@pytest.mark.parametrize("expect", ["", "3", "three:abc", "3:"])
def test_what_is_no_entry_and_hash_is_refused(expect: str) -> None:
    with pytest.raises(CommandError, match="is not an entry's number, a colon and its hash"):
        call_command("verify_audit", expect=expect)


def test_an_empty_trail_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_audit")

    assert "whole: 0 entries" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_make_one_chain() -> None:
    together = threading.Barrier(2)

    def write() -> None:
        together.wait()
        add(20)
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)

    call_command("verify_audit")
    assert AuditEntry.objects.count() == 40
