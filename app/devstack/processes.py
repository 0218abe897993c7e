"""Starts processes, watches them, and leaves none behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO

from devstack.errors import StackError
from devstack.logs import LogTail, last_lines

LEASH = Path(__file__).with_name("leash.py")
GRACE_SECONDS = 12.0
TURN_SECONDS = 0.05


class ProcessDied(StackError):
    """A process ended although it should not have, or could not do its work."""


class Interrupted(KeyboardInterrupt):
    """Somebody asked the whole stack to stop."""


@dataclass(frozen=True)
class Command:
    """A process to be: how it is started, and how it is asked to stop.

    Foundations (database, broker) are stopped after everything else; a process that does not
    end by itself must not end at all.
    """

    name: str
    argv: tuple[str, ...]
    directory: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stop_signal: signal.Signals = signal.SIGTERM
    foundation: bool = False
    ends: bool = False


@dataclass
class Running:
    """A started process and where its output goes."""

    command: Command
    process: subprocess.Popen[bytes]
    log: LogTail


class Supervisor:
    """A set of processes that live and end together; a context manager."""

    def __init__(self, logs: Path, *, lock: int | None = None) -> None:
        """Logs go to the folder, one file for each process; the leash keeps `lock` held."""
        self.logs = logs
        self.interrupted = False
        self._running: dict[str, Running] = {}
        self._leash = self._start_leash(lock)

    def __enter__(self) -> Supervisor:
        """The supervisor itself."""
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop every process, whatever happened."""
        self.stop()

    def start(self, command: Command) -> None:
        """Start the process in its own group, its output in NAME.log."""
        path = self.logs / f"{command.name}.log"
        with path.open("wb") as output:
            process = self._spawn(command, output)
        self._running[command.name] = Running(command, process, LogTail(path))

    def finish(self, name: str, *, seconds: float = 300.0) -> None:
        """Wait until a process that has an end is done; raises when it failed."""
        running = self._running[name]
        deadline = time.monotonic() + seconds
        while running.process.poll() is None:
            if time.monotonic() > deadline:
                raise ProcessDied(f"{name} was not done after {seconds:.0f} seconds.")
            self.turn(except_for=name)
        if running.process.returncode:
            raise self._died(running)
        self._forget(running)

    def run(self, command: Command, *, seconds: float = 300.0) -> None:
        """Start a process that has an end and wait for it."""
        self.start(command)
        self.finish(command.name, seconds=seconds)

    def end(self, name: str, how: signal.Signals) -> None:
        """Send a process and its children a signal and wait until it is gone: a death on order."""
        running = self._running[name]
        _signal_group(running, how)
        with suppress(subprocess.TimeoutExpired):
            running.process.wait(GRACE_SECONDS)
        self._forget(running)

    def halt(self, name: str) -> None:
        """Let a process stand still until `resume`: its sockets stay open, nobody serves them."""
        _signal_group(self._running[name], signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Let a halted process go on."""
        _signal_group(self._running[name], signal.SIGCONT)

    def children(self, name: str) -> list[int]:
        """The process ids of what a process has started itself."""
        pid = self._running[name].process.pid
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in listed.split()]

    def cpu_seconds(self, name: str) -> float:
        """The CPU time that a process and what it started itself have taken so far."""
        pids = [self._running[name].process.pid, *self.children(name)]
        return sum(map(_cpu_seconds, pids))

    def run_in_foreground(self, command: Command) -> int:
        """Run a process on this terminal; its exit status."""
        process = self._spawn(command, None)
        self._running[command.name] = Running(command, process, LogTail(Path(os.devnull)))
        while process.poll() is None:
            self.turn(except_for=command.name)
        self._forget(self._running[command.name])
        return process.returncode

    def wait_until(self, name: str, ready: Callable[[], bool], *, seconds: float = 60.0) -> None:
        """Wait until `ready()`; raises when a process dies first or the time is over."""
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > deadline:
                log = self.logs / f"{name}.log"
                raise ProcessDied(
                    f"{name} did not answer within {seconds:.0f} seconds; its log {log} ends:\n"
                    f"{last_lines(log)}"
                )
            self.turn()

    def skip_logs(self) -> None:
        """Take what the processes have written so far as read."""
        for running in self._running.values():
            running.log.skip()

    def watch(self, *, on_error_line: Callable[[str, str], None]) -> None:
        """Wait until told to stop, passing on error lines; raises when a process dies."""
        while True:
            for running in self._running.values():
                for line in running.log.new_error_lines():
                    on_error_line(running.command.name, line)
            self.turn()
            time.sleep(0.2)

    def interrupt(self, *_: object) -> None:
        """Make the next turn raise Interrupted; fit to be a signal handler."""
        self.interrupted = True

    def turn(self, *, except_for: str = "") -> None:
        """Let a moment pass; raises when told to stop or when a process has died."""
        if self.interrupted:
            raise Interrupted
        for running in self._running.values():
            if running.command.name != except_for and _has_died(running):
                raise self._died(running)
        time.sleep(TURN_SECONDS)

    def stop(self) -> None:
        """Stop everything, the foundations last; idempotent."""
        leaves = [r for r in self._running.values() if not r.command.foundation]
        foundations = [r for r in self._running.values() if r.command.foundation]
        for layer in (leaves, foundations):
            self._stop_layer(layer)
        if self._leash.stdin and not self._leash.stdin.closed:
            with suppress(BrokenPipeError):
                self._leash.stdin.close()
            self._leash.wait()

    def _stop_layer(self, layer: list[Running]) -> None:
        for running in reversed(layer):
            _signal_group(running, running.command.stop_signal)
        deadline = time.monotonic() + GRACE_SECONDS
        for running in reversed(layer):
            with suppress(subprocess.TimeoutExpired):
                running.process.wait(max(0.0, deadline - time.monotonic()))
            self._forget(running)

    def _forget(self, running: Running) -> None:
        """Kill what is left of the group and take it off the leash."""
        _signal_group(running, signal.SIGKILL)
        running.process.wait()
        self._running.pop(running.command.name, None)
        self._tell_leash(f"-{running.process.pid}")

    def _spawn(self, command: Command, output: IO[bytes] | None) -> subprocess.Popen[bytes]:
        try:
            process = subprocess.Popen(  # noqa: S603
                command.argv,
                cwd=command.directory,
                env=dict(command.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
            )
        except OSError as error:
            raise ProcessDied(f"{command.name} cannot be started: {error}.") from error
        self._tell_leash(f"{process.pid} {int(command.stop_signal)}")
        return process

    def _start_leash(self, lock: int | None) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-S", str(LEASH)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=() if lock is None else (lock,),
            text=True,
        )

    def _tell_leash(self, line: str) -> None:
        if self._leash.stdin and not self._leash.stdin.closed:
            with suppress(BrokenPipeError):
                self._leash.stdin.write(line + "\n")
                self._leash.stdin.flush()

    def _died(self, running: Running) -> ProcessDied:
        status = running.process.returncode
        how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
        return ProcessDied(
            f"{running.command.name} {how}; its log {running.log.path} ends:\n"
            f"{last_lines(running.log.path)}"
        )


def _signal_group(running: Running, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(running.process.pid, number)


def _cpu_seconds(pid: int) -> float:
    """Of one process: in user mode, in the kernel, and of children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _has_died(running: Running) -> bool:
    """Whether it ended although it should not have; a process that ends may end well."""
    status = running.process.poll()
    return status is not None and (status != 0 or not running.command.ends)
