"""The commands by which an operator answers a participant: a certificate, and their own data."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from esmpress.accounts.models import AuditEntry
from esmpress.prompts.models import Prompt
from esmpress.withdrawal import Level, withdraw
from tests.factories import make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_certificate_is_written_and_verified(now: datetime) -> None:
    participant = make_prompt().participant
    withdraw(participant, Level.ERASE, now=now)
    who = (participant.study.slug, participant.code)

    text = run("erasure_certificate", *who)

    assert text.startswith("# Certificate of erasure")
    assert "nothing is there of 20 kinds" in run("erasure_certificate", *who, "--verify")


def test_rows_that_are_there_again_end_it_with_1(now: datetime) -> None:
    prompt = make_prompt()
    withdraw(prompt.participant, Level.ERASE, now=now)
    Prompt.objects.bulk_create([prompt])
    out = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command(
            "erasure_certificate", prompt.participant.study.slug, "p1", "--verify", stdout=out
        )

    assert end.value.code == 1
    assert "prompts: 1" in out.getvalue()


def test_their_own_data_are_written_for_nobody_else_and_noted(tmp_path: Path) -> None:
    participant = make_participant(email="ola@example.org")
    file = tmp_path / "ola.zip"

    run("export_own_data", participant.study.slug, participant.code, "--output", str(file))

    with zipfile.ZipFile(file) as archive:
        assert b"ola@example.org" in archive.read("about.json")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (
        AuditEntry.objects.latest("number").words == "Took out the own data of P0001, by a command."
    )


@pytest.mark.parametrize("code", ["P0009", "0", "nobody", "P99999999999999999999"])
def test_who_is_not_there_is_told_in_one_sentence(code: str) -> None:
    study = make_study()

    with pytest.raises(CommandError, match=f"There is no participant {code}"):
        run("erasure_certificate", study.slug, code)


def test_who_takes_part_gets_no_certificate() -> None:
    participant = make_participant()

    with pytest.raises(CommandError, match="P0001 takes part"):
        run("erasure_certificate", participant.study.slug, participant.code)
