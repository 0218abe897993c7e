from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from esmpress.delivery import signs_of_life, vital_signs


def test_nobody_was_seen_before_anybody_showed(broker: str) -> None:
    assert signs_of_life.last_seen() == {"beat": None, "worker": None}


def test_the_last_sign_counts(broker: str, now: datetime) -> None:
    for minutes in (0, 1):
        signs_of_life.show_alive("beat", now=now + timedelta(minutes=minutes))

    assert signs_of_life.last_seen() == {"beat": now + timedelta(minutes=1), "worker": None}


def test_without_redis_a_sign_is_lost_and_nothing_breaks(now: datetime) -> None:
    signs_of_life.show_alive("beat", now=now)
    signs_of_life.count_refusal("signature")

    assert vital_signs.processes(now=now) == {"beat": "unknown", "worker": "unknown"}
    with pytest.raises(signs_of_life.NothingKnown):
        signs_of_life.refusals()


def test_refusals_are_counted_by_reason(broker: str) -> None:
    for reason in ("too_old", "signature", "too_old"):
        signs_of_life.count_refusal(reason)

    assert signs_of_life.refusals() == {"signature": 1, "too_old": 2}
