"""`make sendgrid`: what somebody at the terminal sees."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack.layout import APP_DIR
from devstack.ports import free_port
from devstack.sendgrid_double.command import command
from devstack.sendgrid_double.server import KEY, SendGridServer
from devstack.sendgrid_double.signing import signer_kept_in
from tests.devstack.sendgrid_double.bodies import Elsewhere, make_body, send
from tests.devstack.sendgrid_double.receiver import running_receiver


def at(port: int) -> Elsewhere:
    return Elsewhere(("127.0.0.1", port))


@contextmanager
def running(port: int, state: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    argv = [sys.executable, "-m", "devstack", "sendgrid", "--port", str(port)]
    argv += ["--signing-key", str(state / "webhook.pem"), *options]
    with subprocess.Popen(
        argv, cwd=APP_DIR, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What it printed up to the line with these words."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            break
    return "".join(lines)


def test_it_says_how_to_reach_it_and_what_it_takes(tmp_path: Path) -> None:
    port = free_port()

    with running(port, tmp_path) as process:
        greeting = read_until(process, "Ctrl-C")
        send(at(port), make_body(*(f"p{number}@example.org" for number in range(7))))
        taken = read_until(process, "more in request")
        process.send_signal(signal.SIGINT)
        status = process.wait(10)

    assert f"SENDGRID_HOST=http://127.0.0.1:{port}" in greeting
    assert f"SENDGRID_API_KEY={KEY}" in greeting
    public_key = signer_kept_in(tmp_path / "webhook.pem").public_key
    assert f"SENDGRID_WEBHOOK_PUBLIC_KEY={public_key}" in greeting
    assert "p0@example.org  A question  https://esm.example.org/s/0" in taken
    assert "... and 2 more" in taken
    assert status == 130


def test_a_port_that_is_taken_is_told_in_one_sentence(tmp_path: Path) -> None:
    with SendGridServer() as other:
        port = other.server_address[1]
        with running(port, tmp_path) as process:
            output, _ = process.communicate(timeout=20)

    assert output == f"Port {port} is taken by another program: use --port.\n"
    assert process.returncode == 1


def test_it_is_a_process_of_a_stack_that_posts_events(tmp_path: Path) -> None:
    port = free_port()
    with running_receiver() as receiver:
        started = command(port, tmp_path, webhook=receiver.url, keep="counts")
        with subprocess.Popen(
            started.argv,
            cwd=started.directory,
            env=dict(started.environment),
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            read_until(process, "Ctrl-C")
            send(at(port))
            receiver.wait_for(2)
            process.terminate()

    assert receiver.names() == ["processed", "delivered"]


def test_the_signing_key_stays_the_same_and_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "webhook.pem"

    first, second = signer_kept_in(path), signer_kept_in(path)

    assert first.public_key == second.public_key
    assert path.stat().st_mode & 0o777 == 0o600
