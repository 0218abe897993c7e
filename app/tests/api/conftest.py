from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.factories import make_sent_prompt

Later = Callable[[timedelta], None]
At = Callable[[datetime], None]


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch, now: datetime, db: None) -> str:
    """The link of a prompt that is open now."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=5))
    return make_sent_prompt()[1]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Later:
    """Moves the clock of the views to so long after the prompt's moment."""
    return lambda after: monkeypatch.setattr("django.utils.timezone.now", lambda: now + after)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock of the views."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
