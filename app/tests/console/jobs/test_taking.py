"""A download ends where the right to it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.jobs import files
from esmpress.jobs.asking import ask_for
from esmpress.jobs.models import Job
from esmpress.studies.models import Membership, Study
from tests.console.browsers import browser_of
from tests.factories import make_member, make_study

pytestmark = pytest.mark.django_db


def taking(study: Study, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Any:
    """A file of three pieces, on its way to an analyst."""
    monkeypatch.setattr(files, "PIECE_BYTES", 3)
    job = ask_for("package", study=study, asked_by=make_member(study), now=now)
    size = files.keep_pieces(job, [b"onetwosix"])
    Job.objects.filter(pk=job.pk).update(
        state="done",
        ended_at=now,
        file_name="x.zip",
        file_size=size,
        kept_until=datetime(2999, 1, 1, tzinfo=UTC),
    )
    answer: Any = browser_of("analyst", study).get(reverse("admin:jobs_job_file", args=[job.pk]))
    return iter(answer.streaming_content)


def leave(study: Study) -> None:
    Membership.objects.filter(study=study).delete()


def observe(study: Study) -> None:
    Membership.objects.filter(study=study).update(role="observer")


def switch_off(study: Study) -> None:
    Researcher.objects.filter(memberships__study=study).update(is_active=False)


@pytest.mark.parametrize("end", [leave, observe, switch_off])
def test_it_ends_after_the_piece_during_which_the_right_went(
    end: Callable[[Study], None], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_study()
    pieces = taking(study, monkeypatch, now)
    first = next(pieces)

    end(study)

    assert (first, list(pieces)) == (b"one", [])


def test_who_keeps_the_right_gets_all_of_it(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"".join(taking(make_study(), monkeypatch, now)) == b"onetwosix"
