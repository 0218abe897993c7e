"""A broker that goes away, with or without what was in it."""

from __future__ import annotations

import time

import pytest

from faults.fault import Fault
from faults.stack import Stack

# Longer than Beat waits between two ticks.
A_FEW_TICKS_SECONDS = 12.0


@pytest.mark.slow
def test_a_redis_that_is_stopped_for_a_while_costs_only_time(stack: Stack, fault: Fault) -> None:
    stack.end_redis()
    fault.plan()
    time.sleep(A_FEW_TICKS_SECONDS)
    assert stack.provider.requests == 0
    stack.start_redis()

    fault.account()


def test_a_redis_restarted_in_mid_sweep_costs_only_time(stack: Stack, fault: Fault) -> None:
    stack.provider.order(slow_answer_seconds=1.0)
    fault.plan()
    stack.wait_until(lambda: stack.provider.is_busy, "a request is on its way")
    stack.end_redis()
    stack.start_redis()
    fault.plan()

    fault.account()


@pytest.mark.slow
def test_a_redis_emptied_with_the_message_of_the_sweep_in_it_loses_nothing(
    stack: Stack, fault: Fault
) -> None:
    stack.run_workers(0)
    fault.plan()
    stack.wait_until(stack.has_queued_messages, "Beat has sent for a sweep")
    stack.empty_redis()
    stack.mend()

    fault.account()
