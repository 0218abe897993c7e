"""`make demo`: the stack on the usual ports, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from devstack import stack
from devstack.addresses import usual_addresses
from devstack.environment import RESEARCHER_EMAIL
from devstack.layout import shown
from devstack.processes import Interrupted, Supervisor


def run_demo(state: Path, on_supervisor: Callable[[Supervisor], None]) -> int:
    """Run until told to stop; exit status 0 when that was all that happened."""
    try:
        with stack.running(state, usual_addresses, say=_say, on_supervisor=on_supervisor) as demo:
            _say(greeting(demo))
            demo.supervisor.watch(on_error_line=lambda name, line: _say(f"[{name}] {line}"))
    except Interrupted:
        pass
    _say("Everything is stopped; the data are kept.")
    return 0


def greeting(demo: stack.Stack) -> str:
    """What somebody who has just started the demo wants to know."""
    return f"""
ESMpress runs ({demo.seconds:.1f} s).

  Participant's mail   {demo.addresses.mail}   an invitation arrives within a minute; open its link
  Joining the study    {demo.addresses.join}   enter any address; its mail is caught too
  Researcher's Admin   {demo.addresses.admin}
                       {RESEARCHER_EMAIL}   {demo.secrets.researcher_password}
  Logs                 {shown(demo.supervisor.logs)}/

In another shell, make demo-check answers a prompt and prints the exported row.
Ctrl-C stops everything; the data stay until make clean.
"""


def _say(text: str) -> None:
    print(text, flush=True)
