"""Two of what there should be one of."""

from __future__ import annotations

from faults.fault import Fault
from faults.stack import Stack


def test_two_beats_and_two_workers_send_nothing_twice(stack: Stack, fault: Fault) -> None:
    stack.run_beats(2)
    stack.run_workers(2)
    for _ in range(3):
        fault.plan()

    fault.account()
