"""What has piled up while nothing ran."""

from __future__ import annotations

from faults.fault import Fault
from faults.stack import Stack

# Messages a second on a machine that has much else to do.
SLOWEST_A_SECOND = 80


def test_a_long_queue_after_an_outage_goes_out_once(
    stack: Stack, fault: Fault, outage_prompts: int
) -> None:
    stack.run_workers(0)
    stack.run_beats(0)
    fault.plan(outage_prompts)
    stack.mend()

    fault.account(seconds=outage_prompts / SLOWEST_A_SECOND)
