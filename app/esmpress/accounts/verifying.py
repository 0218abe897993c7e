"""Whether the audit trail is whole."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

_FIRST_BROKEN = """
SELECT number FROM (
  SELECT entry.number, row_number() OVER in_order AS place,
         entry.hash = audit_hash(entry) AS is_its_own,
         entry.previous = coalesce(lag(entry.hash) OVER in_order, ''::bytea) AS follows
    FROM accounts_auditentry AS entry WINDOW in_order AS (ORDER BY entry.number)
) AS checked
WHERE NOT (is_its_own AND follows AND number = place) ORDER BY number LIMIT 1
"""
_LAST = "SELECT number, encode(hash, 'hex') FROM accounts_auditentry ORDER BY number DESC LIMIT 1"
_HASH_OF = "SELECT encode(hash, 'hex') FROM accounts_auditentry WHERE number = %s"


class Broken(Exception):
    """The trail is not what was written, with the first entry that shows it."""


@dataclass(frozen=True)
class Last:
    """The last entry, and the hash that stands for all before it."""

    number: int
    hash: str


def verify(*, expect: str | None = None) -> Last:
    """The last entry of a whole trail.

    `expect` is `NUMBER:HASH` of an entry that was the last once. Raises Broken.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_BROKEN)
        if broken := cursor.fetchone():
            raise Broken(
                f"The audit trail is broken at entry {broken[0]}: it, or what stood before it, "
                "was changed, added or taken out."
            )
        if expect is not None:
            _require(expect)
        cursor.execute(_LAST)
        return Last(*(cursor.fetchone() or (0, "")))


def _require(expect: str) -> None:
    number, _, wanted = expect.partition(":")
    if not number.isdecimal() or not wanted:
        raise Broken(f"“{expect}” is not an entry's number, a colon and its hash.")
    with connection.cursor() as cursor:
        cursor.execute(_HASH_OF, [number])
        found = cursor.fetchone()
    if found is None or found[0] != wanted:
        raise Broken(f"Entry {number} is not the one that was expected: the trail is another.")
