from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
# What PostgreSQL asks about each prompt that is deleted.
FOLLOWS = "SELECT 1 FROM ONLY prompts_prompt WHERE 7 = triggered_by_id FOR KEY SHARE"


def test_what_follows_a_deleted_prompt_is_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {FOLLOWS}")
        plan = " ".join(line for (line,) in cursor.fetchall())

    assert "prompt_follows" in plan
