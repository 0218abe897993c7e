"""Which TCP ports of this machine are free."""

from __future__ import annotations

import os
import socket

from devstack.errors import StackError

LOOPBACK = "127.0.0.1"


class PortTaken(StackError):
    """Another program listens on a port the stack needs."""


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether another program listens on the port."""
    with socket.socket() as listener:
        # Connections that just ended must not look like a listener.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def chosen_port(setting: str, default: int) -> int:
    """The port named by the environment variable, else `default`; refuses one that is taken."""
    text = os.environ.get(setting, "").strip() or str(default)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise StackError(f"{setting}={text} is not a port: use a number from 1 to 65535.")
    port = int(text)
    if is_taken(port):
        raise PortTaken(
            f"Port {port} is taken by another program: "
            f"free it or set {setting}={_neighbour(port)} make demo."
        )
    return port


def _neighbour(port: int) -> int:
    """The next free port above a taken one, as a proposal."""
    return next((p for p in range(port + 1, min(port + 50, 65536)) if not is_taken(p)), free_port())
