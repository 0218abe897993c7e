"""Workers that are killed without a moment's notice."""

from __future__ import annotations

import pytest

from faults.fault import Fault
from faults.stack import Stack

INTERRUPTED = "uncertain (the worker ended before the provider answered)"


def test_a_worker_killed_with_picked_rows_loses_nothing(stack: Stack, fault: Fault) -> None:
    fault.plan(seconds=1)
    with stack.ledger.prompts_held(fault.study_days):
        stack.wait_until(stack.ledger.is_blocked, "a worker waits to store the links it sends")
        stack.run_workers(0)
        stack.ledger.cut_blocked()
    assert (stack.provider.requests, stack.ledger.leased()) == (0, [])
    stack.mend()

    fault.account()


@pytest.mark.slow
def test_a_worker_killed_between_hand_over_and_call_leaves_uncertain_what_was_not_sent(
    stack: Stack, fault: Fault
) -> None:
    with stack.unreachable_provider():
        fault.plan()
        stack.wait_until(lambda: stack.ledger.count("handed_over") > 0, "rows are handed over")
        stack.run_workers(0)
    stack.mend()

    fault.account(INTERRUPTED)

    uncertain, taken = fault.uncertain_and_taken()
    assert (uncertain > 0, taken) == (True, 0)


@pytest.mark.slow
def test_a_worker_killed_while_sendgrid_has_not_read_the_request_loses_nothing(
    stack: Stack, fault: Fault
) -> None:
    stack.provider.order(slow_seconds=3.0)
    fault.plan()
    stack.wait_until(lambda: stack.provider.is_busy, "a request is on its way")
    stack.run_workers(0)
    stack.mend()

    fault.account(INTERRUPTED)

    assert fault.uncertain_and_taken()[0] > 0


@pytest.mark.slow
def test_a_worker_killed_during_the_call_does_not_send_again(stack: Stack, fault: Fault) -> None:
    _call_slowly(stack, fault)
    stack.run_workers(0)
    stack.mend()

    fault.account(INTERRUPTED)

    uncertain, taken = fault.uncertain_and_taken()
    assert uncertain == taken > 0


def test_a_child_killed_during_the_call_does_not_make_the_worker_send_again(
    stack: Stack, fault: Fault
) -> None:
    _call_slowly(stack, fault)
    stack.kill_worker_children()
    stack.mend()

    fault.account(INTERRUPTED)

    uncertain, taken = fault.uncertain_and_taken()
    assert uncertain == taken > 0


@pytest.mark.slow
def test_a_worker_killed_after_the_call_does_not_send_again(stack: Stack, fault: Fault) -> None:
    _call_slowly(stack, fault)
    with stack.ledger.prompts_held(fault.study_days):
        stack.wait_until(lambda: not stack.provider.is_busy, "the request is answered")
        stack.wait_until(stack.ledger.is_blocked, "the worker waits to write down the answer")
        stack.run_workers(0)
        stack.ledger.cut_blocked()
    stack.mend()

    fault.account(INTERRUPTED)

    uncertain, taken = fault.uncertain_and_taken()
    assert uncertain == taken > 0


def _call_slowly(stack: Stack, fault: Fault) -> None:
    """Wait until SendGrid has taken a request, and is slow to say so."""
    stack.provider.order(slow_answer_seconds=3.0)
    fault.plan()
    stack.wait_until(lambda: stack.provider.mails > 0, "SendGrid has taken a request")
