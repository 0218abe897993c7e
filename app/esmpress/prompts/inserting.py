"""Puts planned prompts into the table in bulk; those there already are left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from esmpress.prompts.lifecycle import NO_ROOM, PAUSED
from esmpress.prompts.links import HASH_BYTES, new_hashes
from esmpress.prompts.models import Prompt

# PostgreSQL counts the microseconds of an instant from here.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MINUTE_MICROSECONDS = 60_000_000
DST = ("", "gap", "fold")

# Columns of a planned prompt, all of a fixed width; `zone` and `dst` are places in lists of texts.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("participant_id", "i8", "bigint"),
    ("schedule_id", "i8", "bigint"),
    ("schedule_version_id", "i8", "bigint"),
    ("study_day", "i2", "smallint"),
    ("beep", "i2", "smallint"),
    ("scheduled_at", "i8", "timestamptz"),
    ("open_until", "i8", "timestamptz"),
    ("finish_within_minutes", "i2", "smallint"),
    ("utc_offset_minutes", "i2", "smallint"),
    ("dst", "i2", "smallint"),
    ("zone", "i2", "smallint"),
    ("no_room", "i2", "smallint"),
)
ROW = np.dtype([(name, width) for name, width, _ in COLUMNS])
Rows = NDArray[np.void]
# Whoever sends a prompt's first message finds its link stored: one row less to write then.
_WITH_LINK = (*COLUMNS, ("id", "i8", "bigint"), ("token_hash", f"V{HASH_BYTES}", "bytea"))

# One row in COPY's binary form: how many fields, then each with its length before it.
_COPIED = np.dtype(
    [("fields", ">i2")]
    + [
        field
        for name, width, _ in _WITH_LINK
        for field in ((f"{name}_length", ">i4"), (name, f">{width}"))
    ]
)
_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"

_CREATE = f"""
CREATE TEMPORARY TABLE planned_prompt
       ({", ".join(f"{name} {kind}" for name, _, kind in _WITH_LINK)})
"""
_COPY = "COPY planned_prompt FROM STDIN (FORMAT BINARY)"
_IDS = "SELECT nextval(pg_get_serial_sequence('prompts_prompt', 'id')) FROM generate_series(1, %s)"
_KEPT = ", ".join(
    f"planned_prompt.{name}" for name, _, _ in _WITH_LINK if name not in {"dst", "zone", "no_room"}
)
# A row in a pause, or one that others leave no room, is there for the data; nobody is asked.
_INSERT = f"""
INSERT INTO prompts_prompt
       ({_KEPT.replace("planned_prompt.", "")},
        dst, time_zone, algorithm, trigger, status, status_reason, ended_at)
SELECT {_KEPT},
       (%(dst)s::text[])[dst + 1], (%(zones)s::text[])[zone + 1], %(algorithm)s,
       '{Prompt.Trigger.SCHEDULE}',
       CASE WHEN no_room > 0 THEN '{Prompt.Status.NOT_SENT}'
            WHEN pause.id IS NULL THEN '{Prompt.Status.PLANNED}'
            ELSE '{Prompt.Status.CANCELLED}' END,
       CASE WHEN no_room > 0 THEN '{NO_ROOM}' WHEN pause.id IS NULL THEN '' ELSE '{PAUSED}' END,
       CASE WHEN no_room > 0 OR pause.id IS NOT NULL THEN %(now)s END
  FROM planned_prompt
  LEFT JOIN participants_pause AS pause
    ON pause.participant_id = planned_prompt.participant_id
   AND pause.began_at <= scheduled_at AND (pause.ended_at IS NULL OR pause.ended_at > scheduled_at)
    ON CONFLICT ON CONSTRAINT prompt_planned_once DO NOTHING
"""  # noqa: S608
_DROP = "DROP TABLE planned_prompt"


def to_microseconds(instant: datetime) -> int:
    """An instant as PostgreSQL counts it."""
    # In whole numbers: a float of seconds would lose the last digits.
    since = instant - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_microseconds(count: int) -> datetime:
    """The instant PostgreSQL counts so."""
    return EPOCH + timedelta(microseconds=count)


def insert_planned(rows: Rows, *, zones: Sequence[str], algorithm: int, now: datetime) -> int:
    """Insert the rows that are not there yet, cancelled where a pause is; how many were new.

    Takes a transaction.
    """
    if not len(rows):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        _copy(cursor, rows)
        cursor.execute(
            _INSERT, {"dst": list(DST), "zones": list(zones), "algorithm": algorithm, "now": now}
        )
        inserted: int = cursor.rowcount
        cursor.execute(_DROP)
    return inserted


def _copy(cursor: Any, rows: Rows) -> None:
    cursor.execute(_IDS, [len(rows)])
    ids = [pk for (pk,) in cursor.fetchall()]
    copied = np.empty(len(rows), dtype=_COPIED)
    copied["fields"] = len(_WITH_LINK)
    for name, width, _ in _WITH_LINK:
        copied[f"{name}_length"] = np.dtype(width).itemsize
    for name, _, _ in COLUMNS:
        copied[name] = rows[name]
    copied["id"] = ids
    copied["token_hash"] = np.frombuffer(new_hashes(ids), dtype=f"V{HASH_BYTES}")
    with cursor.copy(_COPY) as copy:
        copy.write(_SIGNATURE + copied.tobytes() + _TRAILER)
