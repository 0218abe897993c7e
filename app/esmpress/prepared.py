"""Statements that are planned once for each connection, not each time they are done."""

from __future__ import annotations

import psycopg
from django.db import connection
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper


def prepared_cursor() -> CursorWrapper:
    """A cursor of Django's connection whose statements PostgreSQL keeps the plans of.

    Values go apart from the words. To plan a statement about one prompt takes longer than to do
    it; `prepare_threshold` in the settings says from which time on the plan is kept.
    """
    connection.ensure_connection()
    wrapper = CursorDebugWrapper if connection.queries_logged else CursorWrapper
    return wrapper(psycopg.Cursor(connection.connection), connection)
