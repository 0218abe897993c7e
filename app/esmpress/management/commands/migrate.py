"""manage.py migrate, which gives up on a lock instead of queueing for it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

from esmpress.accounts import append_only

# Whoever comes after a migration that waits for a table has to wait as well.
LOCK_SECONDS = 3


class Command(Migrate):
    """Brings the schema up to date; holds others up for LOCK_SECONDS at most."""

    def handle(self, *args: Any, database: str, **options: Any) -> None:
        """Migrate by a connection that has the limit, whichever role it logs in as."""
        with connections[database].cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LOCK_SECONDS}s"])
        self._migrate(*args, database=database, **options)
        if not options.get("plan"):
            append_only.close(connections[database])
        with connections[database].cursor() as cursor:
            cursor.execute("RESET lock_timeout")

    def _migrate(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise CommandError(
                    f"A table was in use for more than {LOCK_SECONDS} seconds. The migration was "
                    "taken back, those before it stand: run migrate again when it is quieter."
                ) from error
            raise
