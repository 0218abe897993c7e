"""Whatever happens to worker and Beat while mails go out, each goes out once."""

from collections.abc import Iterator

import pytest

from containers.day import PARTICIPANTS, Day
from containers.stack import Stack


@pytest.fixture
def sending(stack: Stack, day: Day) -> Iterator[Day]:
    """A day whose mails are just going out, slowly."""
    stack.order_provider(slow_seconds=4)
    day.plan()
    stack.wait_until(stack.is_sending, "mails go out", seconds=30)
    yield day
    stack.order_provider()


def test_a_worker_killed_while_it_sends_loses_nothing(stack: Stack, sending: Day) -> None:
    stack.signal_main("worker", "KILL")
    stack.order_provider()

    # What it had handed over may have gone out or not: that is for the study's policy to decide.
    sending.account("killed while sending").require(explained=("uncertain",))


def test_a_worker_that_is_stopped_sends_first_what_it_has(stack: Stack, sending: Day) -> None:
    stack.compose("stop", "worker")
    stack.order_provider()
    stack.up("--no-deps", "worker")

    account = sending.account("stopped while sending")
    account.require()
    assert account.sent == PARTICIPANTS


def test_two_beats_send_each_mail_once(stack: Stack, day: Day) -> None:
    stack.up("--no-deps", "--scale", "beat=2", "beat")
    try:
        day.plan()
        account = day.account("two beats")
    finally:
        stack.up("--no-deps", "--scale", "beat=1", "beat")

    account.require()
    assert account.sent == PARTICIPANTS
