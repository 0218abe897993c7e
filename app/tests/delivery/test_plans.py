"""How PostgreSQL carries out the sweeps beside a large past: by index, never row after row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from benchmarks.due import add_past, add_prompts, make_mailed_study
from devstack.sendgrid_double.server import SendGridServer
from esmpress.beat import SWEEPS, Sweep
from esmpress.delivery import sweeps
from tests.factories import SCHEDULED_AT

LARGE = ("prompts_prompt", "delivery_notification")
PARTICIPANTS, PROMPTS_EACH = 100, 300


@pytest.fixture
def past(db: None) -> datetime:
    """A study whose 30 000 prompts are all answered, and the instant after them."""
    study = make_mailed_study("past", PARTICIPANTS, now=SCHEDULED_AT)
    add_past(study, PROMPTS_EACH, last=SCHEDULED_AT)
    return SCHEDULED_AT + timedelta(hours=1)


@pytest.mark.parametrize(
    "sweep", [one for one in SWEEPS if one.name != "plan"], ids=lambda s: s.name
)
def test_an_idle_sweep_reads_no_large_table_row_after_row(
    sweep: Sweep, past: datetime, sendgrid: SendGridServer
) -> None:
    with recorded() as statements:
        sweep.run(now=past)

    assert not list(scanned(statements))


def test_a_tick_that_sends_reads_no_large_table_row_after_row(
    past: datetime, sendgrid: SendGridServer
) -> None:
    study = make_mailed_study("due", 20, now=past)
    add_prompts(study, 20, scheduled_at=past)

    with recorded() as statements:
        assert sweeps.dispatch_due_notifications(now=past) == 20

    assert not list(scanned(statements))


Statement = tuple[str, Any]


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """The statements carried out in the block."""
    statements: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def scanned(statements: list[Statement]) -> Iterator[str]:
    """The statements for which PostgreSQL would read one of the large tables as a whole."""
    for sql, params in statements:
        if not sql.lstrip().startswith(("SELECT", "UPDATE", "INSERT", "DELETE", "WITH")):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            plan = cursor.fetchone()[0]
        nodes = list(nodes_of((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))
        if any(n["Node Type"] == "Seq Scan" and n["Relation Name"] in LARGE for n in nodes):
            yield sql


def nodes_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node of a plan and all below it."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes_of(part)
