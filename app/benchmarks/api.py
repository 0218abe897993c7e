"""What a program waits for: a page of a study by the API, and what changed since it asked last."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.due import forget_prompts
from benchmarks.measuring import Figure
from benchmarks.watched import make_watched_study
from esmpress.accounts.models import Researcher
from esmpress.api.researcher import limiting
from esmpress.prompts.models import Prompt
from esmpress.studies.api_tokens import make_token
from esmpress.studies.models import Scope, Study

NOW = datetime.now(UTC)
LOOKS = 7


@dataclass(frozen=True)
class Asked:
    """What is asked, and how long it may take."""

    name: str
    what: str
    path: str
    goal_ms: float = 300


def api() -> Iterator[Figure]:
    """Pages of a thousand rows beside half a million prompts."""
    settings.ALLOWED_HOSTS = ["testserver"]
    limiting.REQUESTS_A_MINUTE = 10**6
    study = make_watched_study("large", participants=5_000, days=10, beeps=10, now=NOW)
    program = _Program(study)
    rows = "1,000 rows of 500,000 prompts"
    yield program.figure(Asked("prompts, first page", rows, "prompts?limit=1000"))
    middle = program.cursor_after(50)
    yield program.figure(Asked("prompts, later page", rows, f"prompts?limit=1000&cursor={middle}"))
    yield program.figure(Asked("participants", "1,000 rows of 5,000", "participants?limit=1000"))
    yield program.figure(Asked("compliance", rows, "compliance?limit=1000", 2000))
    # As if nothing had changed for long, but for the answers of the last minutes.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE prompts_prompt SET changed_at = %s", [NOW - timedelta(days=1)])
        cursor.execute("VACUUM ANALYZE prompts_prompt")
    some = Prompt.objects.order_by("pk").values_list("pk", flat=True)[:500]
    Prompt.objects.filter(pk__in=list(some)).update(status_reason="")
    since = (NOW - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    path = f"prompts?limit=1000&updated_since={since}"
    yield program.figure(Asked("prompts, changes", "500 changed of 500,000", path, 500))
    forget_prompts()


class _Program:
    """Asks by a token of the study."""

    def __init__(self, study: Study) -> None:
        maker = Researcher.objects.create_superuser("program@example.org")
        made = make_token(
            study,
            name="bench",
            scopes=list(Scope),
            made_by=maker,
            with_factor=True,
            now=datetime.now(UTC),
        )
        self._headers = {"authorization": f"Bearer {made[1]}"}
        self._under = f"/api/v1/studies/{study.slug}/"

    def cursor_after(self, pages: int) -> str:
        """The cursor of a page far on."""
        cursor = ""
        for _ in range(pages):
            path = "prompts?limit=1000" + (f"&cursor={cursor}" if cursor else "")
            cursor = self._get(path)[1]["next_cursor"]
        return cursor

    def figure(self, asked: Asked) -> Figure:
        """The wall time through all of Django, the median of some looks."""
        with CaptureQueriesContext(connection) as seen:
            self._get(asked.path)
        # The next request forgets them.
        statements = len(seen)
        taken = sorted(self._get(asked.path)[0] for _ in range(LOOKS))
        value = 1000 * median(taken)
        return Figure(
            name=f"API: {asked.name}",
            what=f"{asked.what}; {statements} statements, median of {LOOKS}, the quickest "
            f"{1000 * taken[0]:.0f} ms",
            value=value,
            unit="ms",
            goal=f"<= {asked.goal_ms:g} ms",
            is_met=value <= asked.goal_ms,
        )

    def _get(self, path: str) -> tuple[float, Any]:
        began = time.perf_counter()
        answer = Client().get(self._under + path, headers=self._headers, secure=True)
        assert answer.status_code == 200, answer.status_code
        return time.perf_counter() - began, answer.json()
