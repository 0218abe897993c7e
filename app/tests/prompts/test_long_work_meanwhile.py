"""What happens between two steps of planning, and what the result counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from esmpress.prompts import long_work, planning, replanning
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_new, plan_study
from esmpress.studies.models import Study
from esmpress.withdrawal.levels import Level, withdraw
from tests.factories import make_participant, make_study
from tests.prompts.changed_plans import NOW, asked, planned_people, run, stopped_after

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
PEOPLE = 7


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> Study:
    """Seven people planned for 11 to 13 January; two of them are done in each step."""
    for module in (long_work, replanning):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    study = make_study()
    for _ in range(PEOPLE):
        make_participant(study)
    plan_study(study, now=NOW)
    return study


def test_whoever_withdraws_between_two_steps_is_planned_no_more(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(study)
    gone = study.participants.latest("number")

    with monkeypatch.context() as patched:
        stopped_after(patched, 3, lambda: withdraw(gone, Level.STOP, tells=False, now=NOW))
        run(job)

    assert job.state == "done"
    assert not gone.prompts.filter(study_day__gte=2).exists()
    assert planned_people() == PEOPLE - 1


def test_what_stood_before_the_change_is_not_counted_as_drawn(study: Study) -> None:
    standing = Prompt.objects.filter(study_day=3, beep=1).first()
    assert standing is not None
    Prompt.objects.filter(pk=standing.pk).update(status="sent", sent_at=NOW)

    job = run(asked(study))

    assert "prompts withdrawn: 27; prompts drawn anew: 41." in job.said


def test_days_before_the_change_are_not_counted_as_drawn(study: Study) -> None:
    job = asked(study)
    new = make_participant(study)
    plan_new(study, [new], now=NOW)

    run(job)

    assert new.prompts.filter(study_day=1).exists()
    assert "prompts drawn anew: 48." in job.said


def test_nobody_waits_for_a_day_that_is_beyond_the_horizon(study: Study) -> None:
    """Somewhere that day comes within it; not where these people are."""
    assert planning.waiting_for_plan(study, now=NOW + 3 * HOUR) == []
