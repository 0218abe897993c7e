"""A clock that jumps while everything runs, as when a machine asks for the time after a while."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from faults.fault import Fault
from faults.stack import Stack

# Less than a response window, more than a lease.
STEP_SECONDS = 600.0
# Far less than the step: the worker starts, Beat ticks, on a busy machine.
SOON_SECONDS = 45.0


@pytest.fixture
def clocked(stack: Stack) -> Iterator[Stack]:
    """The stack with a clock one can shift."""
    stack.run_with_shifted_clock()
    yield stack
    stack.run_workers(0)
    stack.run_beats(0)


@pytest.mark.slow
def test_a_clock_set_ahead_in_mid_sweep_sends_nothing_twice(clocked: Stack, fault: Fault) -> None:
    clocked.provider.order(slow_answer_seconds=2.0)
    fault.plan()
    clocked.wait_until(lambda: clocked.provider.mails > 0, "SendGrid has taken a request")
    clocked.shift_clock(STEP_SECONDS)
    clocked.provider.order()

    fault.account()


@pytest.mark.slow
def test_a_clock_set_back_does_not_keep_beat_waiting(clocked: Stack, fault: Fault) -> None:
    fault.plan()
    clocked.settle(seconds=SOON_SECONDS)
    clocked.shift_clock(-STEP_SECONDS)
    fault.plan(seconds=-STEP_SECONDS)

    clocked.settle(seconds=SOON_SECONDS)

    fault.account()


@pytest.mark.slow
def test_a_clock_set_back_and_right_again_in_mid_sweep_sends_nothing_twice(
    clocked: Stack, fault: Fault
) -> None:
    clocked.provider.order(slow_answer_seconds=2.0)
    fault.plan()
    clocked.wait_until(lambda: clocked.provider.mails > 0, "SendGrid has taken a request")
    clocked.shift_clock(-STEP_SECONDS)
    clocked.provider.order()
    fault.plan(seconds=-STEP_SECONDS)
    clocked.wait_until(lambda: not clocked.provider.is_busy, "the request is answered")
    clocked.shift_clock(0)

    fault.account()
