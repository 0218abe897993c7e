"""Changes leave the machine in time, whatever is away or killed."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from functools import partial

import pytest

from backups.stack import PATIENCE_SECONDS, RPO_SECONDS, BackedUpStack
from containers.docker import DockerFailed

pytestmark = pytest.mark.slow


def seconds_until_kept(stack: BackedUpStack) -> float:
    """How long a change takes to the repository, if it gets there by itself."""
    moment = stack.execute("backup", "moment", "take")
    wal = re.search(r"^wal (\w+)$", moment, re.MULTILINE)
    assert wal is not None
    return stack.wait_until(
        lambda: archived(stack) >= wal[1], "the change is kept", seconds=PATIENCE_SECONDS
    )


def write_wal(stack: BackedUpStack, files: int) -> None:
    """So many files of it, none of them empty."""
    for _ in range(files):
        stack.query("SELECT pg_logical_emit_message(true, 'tests', repeat('x', 3000000))")
        stack.query("SELECT pg_switch_wal()")


def archived(stack: BackedUpStack) -> str:
    """The newest WAL file in the repository."""
    [stanza] = json.loads(stack.repository("info", "--output=json"))
    return str(stanza["archive"][0]["max"])


def require_no_hole(stack: BackedUpStack) -> None:
    """The repository has every WAL file between its first and its last."""
    listed = stack.repository("repo-ls", "--recurse", "archive/esmpress")
    kept = {int(name, 16) for name in re.findall(r"/00000001(\w{16})-", listed)}
    # 256 files of 16 MB have one number in the middle; no test writes as many.
    assert kept == set(range(min(kept), max(kept) + 1))


def kill_backup(stack: BackedUpStack) -> None:
    """And wait until Docker has started it again."""
    before = stack.container("backup")["RestartCount"]
    # The shell may go away with what it kills.
    with suppress(DockerFailed):
        stack.signal_main("backup", "KILL")
    stack.wait_until(
        lambda: stack.container("backup")["RestartCount"] > before,
        "it is started again",
        seconds=30,
    )
    stack.wait_until(lambda: stack.health("backup") == "healthy", "it turns", seconds=60)


def test_the_way_to_the_store_has_half_of_the_promised_minute(stack: BackedUpStack) -> None:
    handed_over = int(stack.query("SELECT setting FROM pg_settings WHERE name = 'archive_timeout'"))

    assert 0 < handed_over <= RPO_SECONDS / 2


def test_a_change_gets_into_the_repository_by_itself(stack: BackedUpStack) -> None:
    seconds = seconds_until_kept(stack)

    print(f"RPO: {seconds:.0f} s")


def test_so_it_does_when_the_database_was_just_started(stack: BackedUpStack) -> None:
    stack.compose("restart", "db")
    stack.wait_until(lambda: stack.health("db") == "healthy", "it is back", seconds=90)
    # What the start itself wrote is no part of it.
    stack.wait_until(lambda: not stack.waiting(), "all is kept", seconds=120)

    seconds = seconds_until_kept(stack)

    print(f"RPO after a start: {seconds:.0f} s")


def test_a_store_that_is_away_loses_nothing(stack: BackedUpStack) -> None:
    name = "esmpress_backup_wal_oldest_waiting_seconds"
    sentence = "waits; the repository did not take it: unable to"
    with stack.away("store"):
        write_wal(stack, 3)

        stack.wait_until(lambda: stack.figure(name) > 15, "the figure rises", seconds=90)
        assert len(stack.waiting()) >= 3
        # pgBackRest tries for minutes.
        stack.wait_until(
            lambda: sentence in stack.compose("logs", "backup"), "it says so", seconds=400
        )

    stack.wait_until(lambda: not stack.waiting(), "the spool is empty", seconds=180)
    stack.wait_until(lambda: stack.figure(name) == 0, "the figure falls", seconds=30)
    require_no_hole(stack)


def test_a_second_place_that_is_away_holds_nothing_up(stack: BackedUpStack) -> None:
    with stack.away("second-store"):
        stack.query(
            "INSERT INTO participants_leaving (participant, enrolled_at, act, at, line)"
            " VALUES (0, now(), 'stop', now(), '')"
        )
        said = "second_leavings takes nothing"
        stack.wait_until(lambda: said in stack.compose("logs", "backup"), "it says so", seconds=120)

        write_wal(stack, 1)
        stack.wait_until(lambda: not stack.waiting(), "WAL is kept", seconds=60)

    kept = partial(stack.execute, "backup", "rclone", "lsf", "second_leavings:")
    stack.wait_until(lambda: "000000000001.json" in kept(), "the record too", seconds=120)


def test_a_store_that_is_away_does_not_look_like_the_end_of_the_archive(
    stack: BackedUpStack,
) -> None:
    file = "0000000100000000000000FE"
    ask = ("get-wal", "/var/lib/postgresql/data/main", file, f"/tmp/{file}")

    there, away = stack.once(*ask), stack.once(*ask, BACKUP_ENDPOINT="nowhere")

    # PostgreSQL goes on without the file after the one, and gives up after the other.
    assert (there.returncode, away.returncode) == (1, 200)


def test_a_killed_push_loses_nothing(stack: BackedUpStack) -> None:
    write_wal(stack, 6)
    newest = stack.query("SELECT last_archived_wal FROM pg_stat_archiver")

    for _ in range(3):
        kill_backup(stack)
        time.sleep(3)

    stack.wait_until(lambda: archived(stack) >= newest, "all is kept", seconds=180)
    require_no_hole(stack)
