from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from esmpress.jobs.asking import ask_for, cancel
from esmpress.jobs.kinds import UnknownKind
from esmpress.jobs.lifecycle import claim_next
from esmpress.jobs.models import Job, Piece
from tests.factories import make_member, make_study
from tests.jobs.kinds import NAME, make_job, nothing, work_of

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_asking_twice_for_the_same_gives_the_job_under_way(now: datetime) -> None:
    study = make_study()
    researcher = make_member(study)
    asked: dict[str, Any] = {"study": study, "asked_by": researcher, "parameters": {"seed": 7}}

    first, second = (make_job(now, **asked) for _ in range(2))
    other = make_job(now, study=study, asked_by=researcher, parameters={"seed": 8})

    assert first.pk == second.pk != other.pk


def test_asking_again_after_the_end_makes_another(now: datetime) -> None:
    first = make_job(now)
    cancel(first, now=now)
    assert first.study is not None

    second = make_job(now + SECOND, study=first.study, asked_by=first.asked_by)

    assert first.pk != second.pk


def test_a_kind_nobody_registered_cannot_be_asked_for(now: datetime) -> None:
    study = make_study()

    with pytest.raises(UnknownKind):
        ask_for("unheard_of", study=study, asked_by=make_member(study), now=now)


def test_a_job_speaks_the_language_of_who_asked(now: datetime) -> None:
    with translation.override("pl"):
        job = make_job(now)

    assert job.language == "pl"


def test_a_file_is_given_along_in_pieces(now: datetime) -> None:
    study = make_study()

    with work_of(nothing):
        job = ask_for(
            NAME, study=study, asked_by=make_member(study), given=b"x" * 2_500_000, now=now
        )

    assert Piece.objects.filter(job=job, role="given").count() == 3


def test_a_job_that_waits_is_cancelled_at_once(now: datetime) -> None:
    job = make_job(now)

    assert cancel(job, now=now)

    job.refresh_from_db()
    assert (job.state, job.ended_at) == ("cancelled", now)
    assert claim_next(now=now) is None


def test_a_job_that_runs_is_asked_to_end(now: datetime) -> None:
    job = make_job(now)
    claim_next(now=now)

    assert cancel(job, now=now)

    job.refresh_from_db()
    assert (job.state, job.cancel_asked_at) == ("running", now)


def test_what_has_ended_is_not_cancelled(now: datetime) -> None:
    job = make_job(now)
    Job.objects.update(state="done", ended_at=now)

    assert not cancel(job, now=now)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "running"},
        {"state": "done"},
        {"state": "asleep"},
        {"state": "cancelled", "ended_at": datetime.fromisoformat("2027-01-01T00Z")},
        {"done": 3, "total": 2},
        {"kept_until": datetime.fromisoformat("2027-01-01T00Z")},
    ],
    ids=["held by nobody", "never ended", "unknown", "by nobody", "more than all", "no file"],
)
def test_the_database_refuses_what_cannot_be(now: datetime, values: dict[str, Any]) -> None:
    make_job(now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(**values)
