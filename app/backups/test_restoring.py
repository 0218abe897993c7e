"""A restore to a moment: all is back, who left stays gone, and nothing is sent twice."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from backups.conftest import PARTICIPANTS
from backups.stack import DB_IMAGE, BackedUpStack
from containers.docker import in_image

STUDY_DAY = "40"
# From planning to sending; nobody sends before the moment between, however long that takes.
AHEAD_SECONDS = "15"


def inside(stack: BackedUpStack, *order: str) -> Any:
    return json.loads(stack.run_inside("python", "-m", "backups.inside", *order).splitlines()[-1])


def mailed(stack: BackedUpStack) -> int:
    """How many mails participants got; their coordinator may be told a second time."""
    return sum(mail["to"].startswith("participant") for mail in stack.taken())


def sums(stack: BackedUpStack, *tables: str) -> list[str]:
    found = stack.sums()
    return [found[table] for table in tables]


def test_a_restore_without_a_word_of_agreement_changes_nothing(stack: BackedUpStack) -> None:
    done = stack.ops("restore")

    assert done.returncode != 0
    assert "run it again with --yes" in done.stderr
    assert stack.health("backend-blue") == "healthy"


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("yesterday", "yesterday is not an instant with its offset"),
        ("2020-01-01T00:00:00+00:00", "nothing earlier can be restored"),
        ("2099-01-01T00:00:00Z", "has not come yet"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(
    stack: BackedUpStack, moment: str, sentence: str
) -> None:
    done = stack.ops("restore", "--to", moment, "--yes")

    assert done.returncode != 0
    assert sentence in done.stderr
    assert stack.health("worker") == "healthy"


def test_a_restore_to_a_moment(stack: BackedUpStack) -> None:
    stack.compose("stop", "beat", "worker")
    inside(stack, "plan", STUDY_DAY, str(PARTICIPANTS), AHEAD_SECONDS)
    before = sums(stack, "studies_study", "questionnaires_questionnaire", "studies_arm")
    mails = mailed(stack)
    lines = stack.figure("esmpress_backup_leavings")
    # As if the owner's password were rotated in the lost time.
    stack.query("ALTER ROLE esmpress_owner PASSWORD 'of-an-older-state-of-the-database'")
    time.sleep(2)
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    time.sleep(2)
    password = stack.execute("db", "cat", "/run/secrets/database_owner_password")
    stack.query(f"ALTER ROLE esmpress_owner PASSWORD '{password}'")
    stack.compose("start", "worker", "beat")
    inside(stack, "leave", "1", "erase")
    inside(stack, "leave", "2", "unsubscribe")
    # And a farewell.
    stack.wait_until(
        lambda: mailed(stack) >= mails + PARTICIPANTS - 1, "all are asked", seconds=180
    )
    stack.wait_until(
        lambda: stack.figure("esmpress_backup_leavings") >= lines + 3,
        "the record is kept",
        seconds=60,
    )
    sent = mailed(stack)
    # Nobody numbers this one before the restore does.
    stack.compose("stop", "beat")
    inside(stack, "leave", "4", "unsubscribe")
    stack.query("DROP TABLE studies_arm CASCADE")

    began = time.monotonic()
    done = stack.ops("restore", "--to", moment, "--yes")
    print(done.stderr, f"\nRTO: {time.monotonic() - began:.0f} s")

    assert done.returncode == 0, done.stderr
    assert sums(stack, "studies_study", "questionnaires_questionnaire", "studies_arm") == before
    gone = inside(stack, "person", "1")
    assert (gone["level"], gone["contact"], gone["prompts"]) == ("erase", False, 0)
    assert not inside(stack, "person", "2")["gets_mail"]
    assert not inside(stack, "person", "4")["gets_mail"]
    assert inside(stack, "person", "3")["prompts"] > 0
    # Beat has looked more than once by then.
    time.sleep(20)
    assert mailed(stack) == sent
    reasons = stack.query(
        "SELECT DISTINCT row.status || ' ' || row.reason FROM delivery_notification AS row"
        " JOIN prompts_prompt AS prompt ON prompt.id = row.prompt_id"
        f" WHERE prompt.study_day = {STUDY_DAY} AND row.kind = 'invitation'"
    )
    assert reasons == "uncertain restored from a backup"


@pytest.mark.slow
def test_backups_go_on_after_a_restore(stack: BackedUpStack) -> None:
    done = stack.ops("drill")

    assert done.returncode == 0, done.stderr
    assert stack.drill_figures()["erasures"]["lines"] >= 3
    kept = stack.execute("db", "ls", "/var/lib/postgresql/data")
    assert "before-" in kept


@pytest.mark.slow
def test_a_restore_that_breaks_off_sends_nothing_and_can_be_finished(stack: BackedUpStack) -> None:
    stack.query("COMMENT ON TABLE studies_study IS 'the last change'")
    # No program fits in there.
    broken = stack.ops("restore", "--yes", MIGRATE_MEMORY="6m")
    running = set(stack.compose("ps", "--services", "--status", "running").split())

    finished = stack.ops("restore", "--finish")

    assert broken.returncode != 0
    assert "Nothing sends" in broken.stderr
    assert not running & {"beat", "worker", "backend-blue"}
    assert finished.returncode == 0, finished.stderr
    assert stack.health("beat") == "healthy"
    kept = stack.query("SELECT obj_description('studies_study'::regclass)")
    assert kept == "the last change"


@pytest.mark.slow
@pytest.mark.usefixtures("stack")
@pytest.mark.parametrize("there", ["main restoring", "before-1 restoring", "main before-1"])
def test_putting_in_place_goes_on_where_it_was_broken_off(there: str) -> None:
    script = f"mkdir /all && cd /all && mkdir {there} && PGDATA=/all/main put-in-place before-1; ls"

    assert in_image(DB_IMAGE, script).split() == ["before-1", "main"]


@pytest.mark.slow
def test_a_new_machine_gets_everything_back(stack: BackedUpStack) -> None:
    stack.wait_until(lambda: not stack.waiting(), "all is kept", seconds=120)
    before = sums(stack, "studies_study", "participants_participant")
    stack.compose("--profile", "*", "rm", "--stop", "--force", "db", "backup", "migrate")
    for volume in ("db", "wal", "leavings"):
        stack.remove_volume(volume)
    stack.up("db", "backup")

    done = stack.ops("restore", "--yes")

    assert done.returncode == 0, done.stderr
    assert sums(stack, "studies_study", "participants_participant") == before
    stack.wait_until(lambda: not stack.waiting(), "WAL goes on", seconds=120)
