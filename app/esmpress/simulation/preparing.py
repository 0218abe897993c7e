"""Makes a new process ready to simulate; imports no models, which need what is done here."""

from __future__ import annotations

import signal
from typing import Any

import django
from django.db import DEFAULT_DB_ALIAS, connections


def prepare(database: dict[str, Any]) -> None:
    """Set Django up on the database of the process that began; Ctrl-C is left to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    connections.settings[DEFAULT_DB_ALIAS] = database
    connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
