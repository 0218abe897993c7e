"""A database that goes away in the middle of a sweep."""

from __future__ import annotations

import signal

import pytest

from faults.fault import Fault
from faults.stack import Stack


@pytest.mark.parametrize(
    "how",
    [pytest.param(signal.SIGINT, id="fast shutdown", marks=pytest.mark.slow), signal.SIGKILL],
)
def test_a_postgres_restarted_in_mid_sweep_forgets_nothing(
    stack: Stack, fault: Fault, how: signal.Signals
) -> None:
    stack.provider.order(slow_answer_seconds=2.0)
    fault.plan()
    stack.wait_until(lambda: stack.provider.mails > 0, "SendGrid has taken a request")
    stack.end_postgres(how)
    stack.wait_until(lambda: not stack.provider.is_busy, "the request is answered")
    stack.start_postgres()
    stack.provider.order()

    # The worker keeps the answer until the database is back: nothing stays in doubt.
    fault.account()
