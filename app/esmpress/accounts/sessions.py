"""Sessions whose cookie cannot be made from the database: a row has the hash of its key."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session


class SessionStore(DatabaseStore):
    """Django's own in the database; only what stands in the column of keys differs.

    Named as Django looks for it. Whoever reads a dump cannot go on where somebody is logged in.
    """

    def _get_session_from_db(self) -> Session | None:
        key, self._session_key = self.session_key, _hash(self.session_key)
        found = cast("Session | None", super()._get_session_from_db())  # type: ignore[misc]
        self._session_key = key if found is not None else None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return super().exists(_hash(session_key) or "")

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row of this session, under the hash of its key."""
        row = super().create_model_instance(data)
        row.session_key = _hash(row.session_key) or ""
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session with this key, or this one."""
        super().delete(_hash(self.session_key if session_key is None else session_key))

    # Django's own would look for the keys themselves.
    _aget_session_from_db = sync_to_async(_get_session_from_db)
    aexists = sync_to_async(exists)  # type: ignore[arg-type]
    acreate_model_instance = sync_to_async(create_model_instance)  # type: ignore[arg-type]
    adelete = sync_to_async(delete)  # type: ignore[arg-type]


def _hash(key: str | None) -> str | None:
    """As long as the column; keys are drawn at random and too long to be guessed."""
    return None if key is None else hashlib.sha256(key.encode()).hexdigest()[:40]
