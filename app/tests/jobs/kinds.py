"""Kinds of long work that tests make up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from esmpress.accounts.models import Researcher
from esmpress.jobs import kinds
from esmpress.jobs.asking import ask_for
from esmpress.jobs.assignment import Assignment, Outcome
from esmpress.jobs.kinds import Kind, register
from esmpress.jobs.models import Job
from esmpress.studies.models import Study
from esmpress.studies.rights import Right
from tests.factories import make_member, make_study

NAME = "made_up"


@contextmanager
def work_of(work: Callable[[Assignment], Outcome], **fields: Any) -> Iterator[Kind]:
    """While the block runs, there is a kind that does this."""
    kind = register(Kind(NAME, "Made up", work, Right.EXPORT, **fields))
    try:
        yield kind
    finally:
        kinds._KINDS.pop(NAME, None)


def nothing(assignment: Assignment) -> Outcome:
    return Outcome("Nothing was done.")


def make_job(now: datetime, *, study: Study | None = None, **fields: Any) -> Job:
    """A job of the made-up kind that waits."""
    study = study or make_study()
    researcher: Researcher = fields.pop("asked_by", None) or make_member(study)
    with work_of(nothing):
        return ask_for(NAME, study=study, asked_by=researcher, now=now, **fields)
