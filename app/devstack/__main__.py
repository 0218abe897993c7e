"""`python -m devstack demo | check | run | idle | sendgrid`: the stack from the command line."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from devstack import demo_check, lock, stack
from devstack.addresses import free_addresses, usual_addresses
from devstack.demo import run_demo
from devstack.errors import StackError
from devstack.layout import shown, state_folder
from devstack.processes import Command, Supervisor
from devstack.sendgrid_double import command as sendgrid


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _carry_out(options)
    except StackError as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _carry_out(options: argparse.Namespace) -> int:
    if options.command == "demo":
        return run_demo(state_folder(), stop_on_signals)
    if options.command == "check":
        return demo_check.run(state_folder(), seconds=options.seconds)
    if options.command == "idle":
        return _require_idle(options.folders)
    if options.command == "sendgrid":
        return sendgrid.run(options)
    return _run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="devstack", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="run the demo until Ctrl-C")
    check = commands.add_parser("check", help="answer one prompt of the running demo")
    check.add_argument("--seconds", type=float, default=90.0, help="how long to wait for a mail")
    idle = commands.add_parser("idle", help="fail while a stack runs in one of the folders")
    idle.add_argument("folders", type=Path, nargs="*")
    sendgrid.add_arguments(commands.add_parser("sendgrid", help="run the SendGrid double"))
    run = commands.add_parser("run", help="run a command beside a stack of its own")
    run.add_argument("--state", type=Path, required=True)
    run.add_argument("--free-ports", action="store_true", help="instead of the usual ones")
    run.add_argument("--fresh", action="store_true", help="forget what an earlier run left")
    run.add_argument("argv", nargs="+", metavar="COMMAND")
    return parser


def stop_on_signals(supervisor: Supervisor) -> None:
    """Ctrl-C, a closed terminal and `kill` end the stack in order."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, supervisor.interrupt)


def _require_idle(folders: Sequence[Path]) -> int:
    """Zero when no stack runs in any of the folders."""
    for folder in folders:
        pid = lock.holder(folder)
        if pid is not None:
            where = shown(folder.resolve())
            raise StackError(f"A stack runs in {where} (process {pid}): stop it with Ctrl-C first.")
    return 0


def _run(options: argparse.Namespace) -> int:
    """Run the command beside a stack of its own; the command's exit status."""
    choose = free_addresses if options.free_ports else usual_addresses
    with stack.running(
        options.state.resolve(),
        choose,
        say=print,
        on_supervisor=stop_on_signals,
        fresh=options.fresh,
    ) as running:
        print(f"The stack is up after {running.seconds:.1f} s.", flush=True)
        environment = running.environment | _for_tests(running)
        command = Command("command", tuple(options.argv), Path.cwd(), environment, ends=True)
        return running.supervisor.run_in_foreground(command)


def _for_tests(running: stack.Stack) -> dict[str, str]:
    """Where a command finds the stack it runs beside."""
    known = stack.record(running)
    return {
        "E2E_BASE_URL": running.addresses.participant,
        "E2E_API_URL": running.addresses.backend,
        "E2E_ADMIN_URL": running.addresses.admin,
        "E2E_MAIL_URL": running.addresses.mail,
        "E2E_EMAIL": str(known["email"]),
        "E2E_PASSWORD": str(known["password"]),
        "E2E_PYTHON": sys.executable,
        "DEVSTACK_STATE": str(running.state),
    }


if __name__ == "__main__":
    sys.exit(main())
