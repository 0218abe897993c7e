"""One stack at a time in a state folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devstack import lock


def test_a_second_holder_is_refused_in_one_sentence_with_the_first_ones_pid(tmp_path: Path) -> None:
    with (
        lock.held(tmp_path),
        pytest.raises(lock.FolderInUse) as refusal,
        lock.held(tmp_path),
    ):
        pass

    assert f"process {os.getpid()}" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_lock_is_free_again_after_its_holder_has_left(tmp_path: Path) -> None:
    with lock.held(tmp_path):
        pass

    with lock.held(tmp_path):
        assert lock.holder(tmp_path) == os.getpid()


def test_the_lock_of_a_dead_process_is_taken_over_once_its_leftovers_are_gone(
    tmp_path: Path,
) -> None:
    leftover = subprocess.Popen(
        [sys.executable, "-c", _HOLD_FOR_A_MOMENT, str(tmp_path / "lock")], stdout=subprocess.PIPE
    )
    assert leftover.stdout is not None
    leftover.stdout.readline()

    with lock.held(tmp_path):
        assert lock.holder(tmp_path) == os.getpid()

    leftover.communicate()


def test_no_one_holds_a_folder_without_a_lock(tmp_path: Path) -> None:
    assert lock.holder(tmp_path / "nothing") is None


def test_an_emptied_folder_keeps_only_its_lock(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18")
    (tmp_path / "secrets.json").write_text("{}")

    with lock.held(tmp_path):
        lock.empty(tmp_path)

        assert [path.name for path in tmp_path.iterdir()] == ["lock"]
        assert lock.holder(tmp_path) == os.getpid()


# Holds the lock for half a second under the number of a process that has ended.
_HOLD_FOR_A_MOMENT = """
import fcntl, os, subprocess, sys, time
ended = subprocess.Popen(["true"])
ended.wait()
descriptor = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.flock(descriptor, fcntl.LOCK_EX)
os.pwrite(descriptor, str(ended.pid).encode(), 0)
print("held", flush=True)
time.sleep(0.5)
"""
