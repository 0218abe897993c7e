"""`make sendgrid`: the double in the foreground, saying what it takes."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devstack.errors import StackError
from devstack.layout import APP_DIR, DEMO_STATE, shown
from devstack.ports import LOOPBACK, is_taken
from devstack.processes import Command
from devstack.sendgrid_double.server import KEY, SendGridServer
from devstack.sendgrid_double.signing import signer_kept_in
from devstack.sendgrid_double.taken import filled

USUAL_PORT = 3030
MOST_LINES = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--port", type=int, default=USUAL_PORT)
    parser.add_argument("--bind", default=LOOPBACK, metavar="ADDRESS", help="where to listen")
    parser.add_argument("--webhook", default="", metavar="URL", help="where to post events")
    parser.add_argument("--key", default=KEY, help="the API key it takes")
    parser.add_argument(
        "--keep",
        choices=("bodies", "takes", "counts"),
        default="takes",
        help="what stays in memory: everything, all but the texts, or counts only",
    )
    parser.add_argument("--quiet", action="store_true", help="do not print what it takes")
    parser.add_argument(
        "--signing-key",
        type=Path,
        default=DEMO_STATE.parent / "sendgrid" / "webhook.pem",
        metavar="FILE",
        help="the key pair of the webhook, drawn the first time",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop; exit status 0."""
    # A shell that starts it in the background has it ignore Ctrl-C, and kill -INT with it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if is_taken(options.port):
        raise StackError(f"Port {options.port} is taken by another program: use --port.")
    signer = signer_kept_in(options.signing_key)
    with SendGridServer(
        address=options.bind,
        port=options.port,
        key=options.key,
        webhook=options.webhook,
        signer=signer,
        keep=options.keep,
    ) as server:
        if not options.quiet:
            server.on_taken = _print_taken
        print(greeting(server, options), flush=True)
        server.serve_forever()
    return 0


def greeting(server: SendGridServer, options: argparse.Namespace) -> str:
    """What somebody who has just started the double wants to know."""
    events = options.webhook or "nowhere: give --webhook URL"
    return f"""
The SendGrid double listens on {server.url}: strict, and nothing leaves this machine.

  SENDGRID_HOST={server.url}
  SENDGRID_API_KEY={server.key}
  SENDGRID_WEBHOOK_PUBLIC_KEY={server.signer.public_key}

  Events go to   {events}
  Counts         curl {server.url}/double/counts
  Orders         curl {server.url}/double/orders -d '{{"status": 503, "requests": 3}}'
                 curl {server.url}/double/events -d '{{"usual": ["processed", "bounce"]}}'
                 curl {server.url}/double/orders -d '{{}}'   (good behaviour again)
  Signing key    {shown(options.signing_key)}

Ctrl-C stops it.
"""


def command(
    port: int, directory: Path, *, webhook: str = "", keep: str = "takes", key: str = KEY
) -> Command:
    """The double as a process of a stack, its signing key kept in `directory`."""
    argv = [sys.executable, "-m", "devstack", "sendgrid", "--port", str(port), "--quiet"]
    argv += ["--keep", keep, "--key", key, "--signing-key", str(directory / "webhook.pem")]
    return Command("sendgrid", (*argv, "--webhook", webhook), APP_DIR)


def _print_taken(body: dict[str, Any], message_id: str) -> None:
    for line in _lines(body, message_id):
        print(line, flush=True)


def _lines(body: dict[str, Any], message_id: str) -> Iterator[str]:
    """One line for each of the first mails of a request: to whom, about what, which link."""
    rows = body["personalizations"]
    for row in rows[:MOST_LINES]:
        values = row.get("substitutions") or {}
        links = [value for value in values.values() if value.startswith("http")]
        subject = filled(body["subject"], values)
        yield f"{row['to'][0]['email']}  {subject}  {' '.join(links[:1])}"
    if len(rows) > MOST_LINES:
        yield f"... and {len(rows) - MOST_LINES} more in request {message_id}"
