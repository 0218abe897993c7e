"""A provider that is slow, refuses, or leaves one in doubt."""

from __future__ import annotations

import pytest

from faults.fault import Fault
from faults.stack import Stack

NO_ANSWER = "uncertain (no answer from SendGrid"


@pytest.mark.slow
def test_a_slow_sendgrid_gets_every_message_once(stack: Stack, fault: Fault) -> None:
    stack.provider.order(slow_seconds=8.0)
    fault.plan()

    fault.account()


@pytest.mark.slow
def test_a_429_with_retry_after_is_waited_out(stack: Stack, fault: Fault) -> None:
    stack.provider.order(status=429, headers={"Retry-After": "7"})
    fault.plan()
    stack.wait_until(lambda: stack.provider.requests > 0, "a request was refused")
    stack.provider.order()

    fault.account()


@pytest.mark.slow
def test_a_500_is_tried_again(stack: Stack, fault: Fault) -> None:
    stack.provider.order(status=500)
    fault.plan()
    stack.wait_until(lambda: stack.provider.requests > 2, "requests were refused")
    stack.provider.order()

    fault.account()


def test_a_sendgrid_that_accepts_and_hangs_up_gets_nothing_twice(
    stack: Stack, fault: Fault
) -> None:
    stack.provider.order(hang_up_after_accepting=True)
    fault.plan()

    fault.account(NO_ANSWER)

    uncertain, taken = fault.uncertain_and_taken()
    assert uncertain == taken == fault.prompts


@pytest.mark.slow
def test_a_sendgrid_that_never_answers_gets_nothing_twice(stack: Stack, fault: Fault) -> None:
    stack.provider.order(slow_answer_seconds=30.0)
    fault.plan()
    stack.wait_until(lambda: stack.provider.is_busy, "a request hangs")
    stack.provider.order()

    fault.account(NO_ANSWER)

    stack.wait_until(lambda: not stack.provider.is_busy, "the provider is through")
    uncertain, taken = fault.uncertain_and_taken()
    assert uncertain == taken > 0
