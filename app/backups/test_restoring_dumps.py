"""A restore from a dump, should the repository be lost: every row, and who left stays gone."""

from __future__ import annotations

import pytest

from backups.stack import PATIENCE_SECONDS, BackedUpStack
from backups.test_pushing import archived, write_wal
from backups.test_restoring import inside

pytestmark = pytest.mark.slow


def databases(stack: BackedUpStack) -> set[str]:
    """What the server has."""
    return set(stack.query("SELECT datname FROM pg_database").splitlines())


def leave_after_the_dump(stack: BackedUpStack, erased: str, unsubscribed: str) -> None:
    """One is erased, one unsubscribes, and both are in the record."""
    lines = stack.figure("esmpress_backup_leavings")
    inside(stack, "leave", erased, "erase")
    inside(stack, "leave", unsubscribed, "unsubscribe")
    stack.wait_until(
        lambda: stack.figure("esmpress_backup_leavings") >= lines + 2,
        "the record is kept",
        seconds=90,
    )


def require_gone(stack: BackedUpStack, erased: str, unsubscribed: str) -> None:
    """Those who left after the dump."""
    gone = inside(stack, "person", erased)
    assert (gone["level"], gone["contact"], gone["prompts"]) == ("erase", False, 0)
    assert not inside(stack, "person", unsubscribed)["gets_mail"]


def test_an_older_dump_gives_every_row_back_and_who_left_stays_gone(stack: BackedUpStack) -> None:
    stack.compose("stop", "beat", "worker")
    rows = stack.sums()
    name, opened = stack.dump()
    stack.compose("start", "beat", "worker")
    leave_after_the_dump(stack, "6", "7")
    stack.query("DROP TABLE studies_arm CASCADE")

    # No program fits in there: it ends when the rows are in place and nothing was done to them.
    broken = stack.ops("restore", "--dump", name, "--yes", given=opened, MIGRATE_MEMORY="6m")
    found = stack.sums()
    finished = stack.ops("restore", "--finish")

    assert "Nothing sends" in broken.stderr
    assert found == rows
    assert finished.returncode == 0, finished.stderr
    require_gone(stack, "6", "7")
    assert stack.health("beat") == "healthy"


def test_what_was_there_before_a_dump_is_kept_until_it_is_tidied_away(
    stack: BackedUpStack,
) -> None:
    kept = databases(stack)

    stack.ops("tidy")

    ours = {"postgres", "esmpress", "template0", "template1"}
    [aside] = kept - ours
    assert aside.startswith("before-")
    assert databases(stack) == ours


def test_a_dump_that_is_not_whole_changes_nothing(stack: BackedUpStack) -> None:
    name, opened = stack.dump()
    rows = stack.sums()
    half = stack.folder / "half"
    half.write_bytes(opened.read_bytes()[: opened.stat().st_size // 2])

    done = stack.ops("restore", "--dump", name, "--yes", given=half)

    assert done.returncode != 0
    assert "The data are as they were" in done.stderr
    assert stack.sums().keys() == rows.keys()
    assert "restoring" not in databases(stack)
    assert stack.health("worker") in {"healthy", "starting"}


def test_a_dump_is_enough_on_a_new_machine_with_a_new_repository(stack: BackedUpStack) -> None:
    studies = stack.sums()["studies_study"]
    name, opened = stack.dump()
    leave_after_the_dump(stack, "8", "9")
    stack.compose("--profile", "*", "rm", "--stop", "--force", "db", "backup", "migrate")
    for volume in ("db", "wal", "leavings"):
        stack.remove_volume(volume)
    stack.make_bucket("store", "new")
    stack.up("db", "backup", BACKUP_BUCKET="new")

    done = stack.ops("restore", "--dump", name, "--yes", given=opened)
    turned_on = stack.ops("turn-on")

    assert done.returncode == 0, done.stderr
    assert stack.sums()["studies_study"] == studies
    require_gone(stack, "8", "9")
    assert turned_on.returncode == 0, turned_on.stderr
    stack.wait_until(lambda: not stack.waiting(), "WAL goes on", seconds=PATIENCE_SECONDS)


def test_another_store_takes_over_what_waits(stack: BackedUpStack) -> None:
    stack.make_bucket("second-store", "takes-over")
    with stack.away("store"):
        write_wal(stack, 2)
        waiting = stack.waiting()

        other = {"BACKUP_ENDPOINT": "second-store", "BACKUP_BUCKET": "takes-over"}
        stack.up("backup", **other)
        done = stack.ops("turn-on")

        assert done.returncode == 0, done.stderr
        stack.wait_until(lambda: not stack.waiting(), "it takes all", seconds=PATIENCE_SECONDS)
        assert archived(stack) >= waiting[-1]


def test_a_name_that_tells_no_moment_is_refused(stack: BackedUpStack) -> None:
    done = stack.ops("restore", "--dump", "yesterday.dump", "--yes")

    assert done.returncode != 0
    assert "is not what a dump is called" in done.stderr
