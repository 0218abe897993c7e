"""Processes live and end together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devstack.layout import APP_DIR
from devstack.processes import Command, Interrupted, ProcessDied, Supervisor

# A process that hides a grandchild and tells both numbers.
FAMILY = """
import os, subprocess, time
child = subprocess.Popen(["sleep", "60"])
print(os.getpid(), child.pid, flush=True)
time.sleep(60)
"""


def script(name: str, text: str, *, ends: bool = False) -> Command:
    return Command(name, (sys.executable, "-c", text), Path("/"), ends=ends)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_for_numbers(log: Path) -> list[int]:
    for _ in range(200):
        if log.exists() and (words := log.read_text().split()):
            return [int(word) for word in words]
        time.sleep(0.05)
    raise AssertionError(f"{log} stayed empty")


def wait_until_gone(pids: list[int]) -> bool:
    for _ in range(200):
        if not any(map(is_running, pids)):
            return True
        time.sleep(0.05)
    return False


def test_stop_leaves_neither_children_nor_grandchildren(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(script("family", FAMILY))
        pids = wait_for_numbers(tmp_path / "family.log")
        assert all(map(is_running, pids))

    assert wait_until_gone(pids)


def test_a_supervisor_killed_without_warning_leaves_nothing(tmp_path: Path) -> None:
    supervisor = subprocess.Popen(
        [sys.executable, "-c", _SUPERVISE, str(tmp_path), FAMILY], cwd=APP_DIR
    )
    pids = wait_for_numbers(tmp_path / "family.log")

    supervisor.kill()
    supervisor.wait()

    assert wait_until_gone(pids)


def test_a_process_that_dies_is_named_with_the_end_of_its_log(tmp_path: Path) -> None:
    dying = script("fragile", "print('the last straw'); raise SystemExit(3)")

    with pytest.raises(ProcessDied) as report, Supervisor(tmp_path) as supervisor:
        supervisor.start(dying)
        supervisor.watch(on_error_line=lambda _name, _line: None)

    assert "fragile ended with status 3" in str(report.value)
    assert "the last straw" in str(report.value)


def test_a_service_that_ends_quietly_is_a_failure_too(tmp_path: Path) -> None:
    with pytest.raises(ProcessDied, match="quiet"), Supervisor(tmp_path) as supervisor:
        supervisor.start(script("quiet", ""))
        supervisor.watch(on_error_line=lambda _name, _line: None)


def test_error_lines_reach_the_terminal_while_the_process_lives(tmp_path: Path) -> None:
    noisy = script("noisy", "import time; print('fine'); print('ERROR no ink'); time.sleep(0.5)")
    seen: list[tuple[str, str]] = []

    with pytest.raises(ProcessDied), Supervisor(tmp_path) as supervisor:
        supervisor.start(noisy)
        supervisor.watch(on_error_line=lambda name, line: seen.append((name, line)))

    assert seen == [("noisy", "ERROR no ink")]


def test_an_interrupt_ends_the_wait_and_every_process(tmp_path: Path) -> None:
    with pytest.raises(Interrupted), Supervisor(tmp_path) as supervisor:
        supervisor.start(script("family", FAMILY))
        pids = wait_for_numbers(tmp_path / "family.log")
        supervisor.interrupt(signal.SIGINT, None)
        supervisor.wait_until("family", lambda: False)

    assert wait_until_gone(pids)


def test_a_command_in_the_foreground_gives_its_exit_status(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        status = supervisor.run_in_foreground(script("command", "raise SystemExit(7)", ends=True))

    assert status == 7


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    absent = Command("ghost", ("/no/such/program",), Path("/"), dict(os.environ))

    with (
        pytest.raises(ProcessDied, match="ghost cannot be started"),
        Supervisor(tmp_path) as supervisor,
    ):
        supervisor.start(absent)


_SUPERVISE = """
import sys
from pathlib import Path
from devstack.processes import Command, Supervisor
with Supervisor(Path(sys.argv[1])) as supervisor:
    supervisor.start(Command("family", (sys.executable, "-c", sys.argv[2]), Path("/")))
    supervisor.watch(on_error_line=print)
"""


def test_a_process_ended_on_order_takes_its_group_along_and_is_no_failure(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(script("family", FAMILY))
        parent, child = wait_for_numbers(tmp_path / "family.log")
        assert supervisor.children("family") == [child]

        supervisor.end("family", signal.SIGKILL)
        supervisor.turn()

        assert wait_until_gone([parent, child])
        supervisor.start(script("family", FAMILY))
