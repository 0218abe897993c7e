from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_running_studies
from esmpress.withdrawal import Level, withdraw
from tests.factories import make_participant, make_sent_prompt
from tests.withdrawal.losing import keep, lost_time

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def run(*arguments: str) -> dict[str, int]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    counts: dict[str, int] = json.loads(out.getvalue())
    return counts


def test_the_record_is_applied_and_counted(tmp_path: Path, now: datetime) -> None:
    with lost_time(tmp_path, now=now):
        pass
    participant = make_participant()
    with lost_time(tmp_path, now=now):
        withdraw(participant, Level.ERASE, now=now)

    counts = run("apply_erasures", str(tmp_path))

    assert (counts["lines"], counts["applied"], counts["missing"]) == (2, 2, 0)
    assert Participant.objects.get().withdrawal_level == Level.ERASE


def test_a_record_with_a_hole_is_refused_before_anything_changes(
    tmp_path: Path, now: datetime
) -> None:
    participant = make_participant()
    with lost_time(tmp_path, now=now):
        withdraw(participant, Level.ERASE, now=now)
    (tmp_path / "000000000001.json").unlink()

    with pytest.raises(CommandError, match=r"000000000001.json is missing.*from the other place"):
        run("apply_erasures", str(tmp_path))

    assert Participant.objects.get().status == "enrolled"


def test_a_record_that_was_cut_is_told_of(
    tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    withdraw(make_participant(), Level.FORGET, now=now)
    keep(tmp_path, now=now)
    (tmp_path / "000000000002.json").unlink()

    counts = run("apply_erasures", str(tmp_path))

    assert counts["missing"] == 1
    assert "lacks 1 lines that the database has" in capsys.readouterr().err


def test_who_left_last_is_numbered_without_a_worker(now: datetime) -> None:
    withdraw(make_participant(), Level.FORGET, now=now)
    out = StringIO()

    call_command("number_leavings", stdout=out)

    assert out.getvalue().strip() == "2"


def test_no_folder_is_not_taken_for_an_empty_record(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        run("apply_erasures", str(tmp_path / "none"))


def test_data_left_of_an_erased_participant_are_an_error(tmp_path: Path, now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    withdraw(prompt.participant, Level.STOP, now=now)
    Participant.objects.update(withdrawal_level=Level.ERASE)

    with pytest.raises(CommandError, match="Of 1 erased participants there are data left"):
        run("apply_erasures", str(tmp_path))


def test_prompts_planned_in_the_lost_time_are_not_sent_after_it(now: datetime) -> None:
    make_participant()
    until = now + timedelta(days=4)

    counts = run(
        "settle_restored", "--since", now.isoformat(), "--until", (until + HOUR / 4).isoformat()
    )
    plan_running_studies(now=until + HOUR / 3)
    dispatch_due_notifications(now=until + HOUR / 3)

    # At 10:00 and 16:00, and the fifth day's first is a quarter of an hour old and open.
    assert counts["messages"] == Prompt.objects.filter(status_reason="uncertain").count() * 2
    assert Prompt.objects.filter(scheduled_at=until, status_reason="uncertain").exists()
    assert not mail.outbox


def test_a_lost_time_that_ends_before_it_begins_is_refused(now: datetime) -> None:
    with pytest.raises(CommandError, match="--until is before --since"):
        run("settle_restored", "--since", now.isoformat(), "--until", (now - HOUR).isoformat())
