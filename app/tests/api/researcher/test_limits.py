"""How often a token may ask."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from esmpress.api.researcher.limiting import REQUESTS_A_MINUTE, _admit
from tests.api.researcher.calls import ask, token_for
from tests.factories import make_study

NOON = datetime.fromisoformat("2027-01-11T12:00:59+00:00")


def test_a_token_has_so_many_requests_in_a_minute_and_others_have_theirs(broker: str) -> None:
    asked = [_admit(1, now=NOON) for _ in range(REQUESTS_A_MINUTE + 1)]

    assert asked == [True] * REQUESTS_A_MINUTE + [False]
    assert _admit(2, now=NOON)
    assert _admit(1, now=NOON + timedelta(seconds=1))


@pytest.mark.django_db
def test_who_asks_too_often_is_told_when_to_come_back(
    broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esmpress.api.researcher.limiting.REQUESTS_A_MINUTE", 1)
    token = token_for(make_study(slug="one"))
    # Two of three requests are of one minute.
    refused = [one for one in (ask(token, "/one") for _ in range(3)) if one.status_code == 429]

    assert refused
    assert refused[0]["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused[0]["Retry-After"]) <= 60


@pytest.mark.django_db
def test_without_redis_programs_are_let_in() -> None:
    assert ask(token_for(make_study(slug="one")), "/one").status_code == 200
