"""The wide table against bare copies of the same rows."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.db import connection, transaction

from benchmarks.exported import make_exported_study, vacuum
from esmpress.export.copying import Batches, csv_of
from esmpress.export.prompts_table import prompts_table
from esmpress.export.snapshot import snapshot
from esmpress.studies.models import Study

RAW = """
COPY (SELECT prompt.*, response.* FROM prompts_prompt AS prompt
        JOIN participants_participant AS participant ON participant.id = prompt.participant_id
        LEFT JOIN responses_response AS response ON response.prompt_id = prompt.id
       WHERE participant.study_id = {study}) TO STDOUT (FORMAT csv)
"""


def copied(statement: str) -> int:
    size = 0
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in copy:
            size += len(block)
    return size


def wide(study: Study) -> int:
    with snapshot():
        return sum(map(len, csv_of(prompts_table(study), Batches(study))))


def export() -> Iterator:
    study = make_exported_study("exported", prompts=100_000)
    vacuum()
    with snapshot(), connection.cursor() as c:
        s = prompts_table(study)
        from esmpress.export import told

        told.make_room()
        b = list(Batches(study))
        q = s.query(b[3][0], guarded=True)
        c.execute(
            "EXPLAIN ANALYZE " + q.as_string(c.connection if hasattr(c, "connection") else None)
        )
        for (l,) in c.fetchall():
            print(l[:200])
    for _ in range(2):
        for name, work in (
            ("raw", lambda: copied(RAW.format(study=study.pk))),
            ("wide", lambda: wide(study)),
        ):
            t = time.perf_counter()
            n = work()
            t = time.perf_counter() - t
            print(name, round(t, 2), "s", round(100_000 / t), "rows/s", n)
    yield from ()
