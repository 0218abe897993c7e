"""Time that passes in a trail that cannot be changed."""

from __future__ import annotations

from django.db import connection


def rewind(*, minutes: int) -> None:
    """All that was told happened so much earlier; the chain is broken by it."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE accounts_auditentry SET at = at - make_interval(mins => %s)", [minutes]
        )
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER USER")
