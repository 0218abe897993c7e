"""A change of a running study with many people, and a worker that does it, dies or is stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from django.db import transaction

from esmpress.jobs.lifecycle import LEASE
from esmpress.jobs.models import Job
from esmpress.jobs.running import run_next
from esmpress.jobs.sweeping import sweep_jobs
from esmpress.prompts import planning
from esmpress.prompts.models import Prompt
from esmpress.prompts.replanning import confirm_version
from esmpress.studies.models import Study
from tests.factories import FIXED, make_member

NOW = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
TWELFTH = date(2027, 1, 12)
LATER = FIXED | {"times": ["10:00", "18:00", "20:00"]}
Rows = list[tuple[Any, ...]]


def clock() -> datetime:
    return NOW


def confirm(
    study: Study, scheme: dict[str, Any] = LATER, *, apply_from: date = TWELFTH
) -> Job | None:
    confirmed = confirm_version(
        study.schedules.get(),
        scheme,
        apply_from=apply_from,
        now=NOW,
        researcher=make_member(study),
    )
    return confirmed.job


def asked(study: Study, *given: Any, **named: Any) -> Job:
    """The work that a version asks for."""
    job = confirm(study, *given, **named)
    assert job is not None
    return job


def run(job: Job) -> Job:
    """Let a worker do what waits longest; the job as it is then."""
    run_next(clock=clock)
    job.refresh_from_db()
    return job


def rows() -> Rows:
    return list(
        Prompt.objects.order_by("participant__number", "study_day", "beep").values_list(
            "participant__number",
            "study_day",
            "beep",
            "schedule_version__number",
            "scheduled_at",
            "status",
        )
    )


def rows_at_once(study: Study, *changes: tuple[dict[str, Any], date]) -> Rows:
    """The rows after versions that plan everybody at once; they are undone."""
    with transaction.atomic():
        for scheme, apply_from in changes:
            confirm_version(
                study.schedules.get(), scheme, apply_from=apply_from, now=NOW, researcher=None
            )
        found = rows()
        transaction.set_rollback(True)
    return found


def planned_people() -> int:
    """How many have prompts on the days from the change on."""
    return Prompt.objects.filter(study_day__gte=2).values("participant").distinct().count()


class Crash(BaseException):
    """The process is gone: nothing of ours runs any more."""


def stopped_after(
    monkeypatch: pytest.MonkeyPatch, steps: int, stop: Callable[[], object]
) -> pytest.MonkeyPatch:
    """Have something happen in the run of a job after so many steps."""
    plan, taken = planning.plan_participants, count()

    def plan_unless_stopped(*given: Any, **named: Any) -> int:
        if next(taken) == steps:
            stop()
        return plan(*given, **named)

    monkeypatch.setattr(planning, "plan_participants", plan_unless_stopped)
    return monkeypatch


def crash() -> None:
    raise Crash


def crash_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin the job, and lose the worker after so many steps; a sweep lets it be begun anew."""
    with monkeypatch.context() as patched, pytest.raises(Crash):
        stopped_after(patched, steps, crash)
        run_next(clock=clock)
    sweep_jobs(now=NOW + LEASE)
