"""What happened to one prompt and its messages, step by step on the participant's wall clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from esmpress.console.delivery_words import kind_in_words, reason_in_words, span_in_words
from esmpress.delivery.models import Notification
from esmpress.prompts.models import Prompt

# A shorter pause between two steps is read off their times.
GAP_SECONDS = 60.0
ON_TIME_SECONDS = 1.0


@dataclass(frozen=True)
class Step:
    """One instant: what happened, why, and how long after the step before."""

    at: datetime
    # Steps of one instant stand in the order they follow from each other.
    rank: int
    what: str
    detail: str = ""
    tone: str = ""
    clock: str = ""
    gap: str = ""
    is_ahead: bool = False


def steps_of(prompt: Prompt, messages: Sequence[Notification], *, now: datetime) -> list[Step]:
    """All known instants of a prompt and its messages, in order, with the gaps between them."""
    steps = [*_of_prompt(prompt)]
    for message in messages:
        steps += _of_message(message, prompt)
    steps.sort(key=lambda step: (step.at, step.rank))
    zone, told, before = ZoneInfo(prompt.time_zone), [], None
    for step in steps:
        gap = (step.at - before).total_seconds() if before else 0.0
        told.append(
            replace(
                step,
                clock=_clock(step.at, prompt.scheduled_at, zone),
                gap=span_in_words(gap) if gap >= GAP_SECONDS else "",
                is_ahead=step.at > now,
            )
        )
        before = step.at
    return told


def _of_prompt(prompt: Prompt) -> Iterator[Step]:
    yield Step(prompt.scheduled_at, 0, "Planned moment")
    if prompt.opened_at:
        yield Step(prompt.opened_at, 20, "Opened", tone="good")
    if prompt.started_at:
        yield Step(prompt.started_at, 21, "First answer", tone="good")
    if prompt.answered_at:
        yield Step(prompt.answered_at, 22, "Answered", tone="good")
        return
    if prompt.ended_at:
        status, why = prompt.get_status_display(), reason_in_words(prompt.status_reason)
        yield Step(prompt.ended_at, 23, f"The prompt ended: {status}", why, "doubt")
    elif prompt.finish_until:
        yield Step(prompt.finish_until, 23, "Can be answered until then")
    else:
        yield Step(prompt.open_until, 23, "Can be opened until then")


def _of_message(message: Notification, prompt: Prompt) -> Iterator[Step]:
    name, why = kind_in_words(message.kind), reason_in_words(message.reason)
    if message.planned_at != prompt.scheduled_at:
        yield Step(message.planned_at, 1, f"{name}: planned moment")
    for at, rank, what, tone in (
        (message.claimed_at, 3, "picked up by a worker", ""),
        (message.accepted_at, 5, "accepted by the mail server", "good"),
        (message.delivered_at, 8, "delivered to the mailbox", "good"),
    ):
        if at:
            yield Step(at, rank, f"{name}: {what}", tone=tone)
    if message.handed_over_at:
        yield Step(message.handed_over_at, 4, _handed_over(message, name), _late(message))
    yield from _trouble(message, name, why)


def _handed_over(message: Notification, name: str) -> str:
    tries = f", attempt {message.attempts}" if message.attempts > 1 else ""
    return f"{name}: handed to {message.get_channel_display()}{tries}"


def _late(message: Notification) -> str:
    assert message.handed_over_at is not None
    late = (message.handed_over_at - message.planned_at).total_seconds()
    return f"{span_in_words(late)} after its moment" if late >= ON_TIME_SECONDS else "on time"


def _trouble(message: Notification, name: str, why: str) -> Iterator[Step]:
    status = Notification.Status(message.status)
    for at, rank, what, of, tone in (
        (message.deferred_at, 6, "the mailbox asked to wait", status.DEFERRED, "wait"),
        (message.uncertain_at, 7, "unknown whether it went out", status.UNCERTAIN, "doubt"),
        (message.bounced_at, 9, "came back", status.BOUNCED, "bad"),
        (message.dropped_at, 9, "dropped by the provider", status.DROPPED, "bad"),
    ):
        if at:
            yield Step(at, rank, f"{name}: {what}", why if status == of else "", tone)
    if status == status.DUE:
        yield Step(message.due_at, 10, f"{name}: is tried again", why, "wait")
    if message.settled_at and status == status.NOT_SENT:
        yield Step(message.settled_at, 11, f"{name}: not sent", why, "quiet")
    if message.settled_at and status == status.FAILED:
        yield Step(message.settled_at, 11, f"{name}: failed for good", why, "bad")
    if message.settled_at and status == status.UNCERTAIN:
        yield Step(message.settled_at, 11, f"{name}: nothing more was heard of it", "", "doubt")


def _clock(at: datetime, scheduled_at: datetime, zone: ZoneInfo) -> str:
    """The time of day; with the date when it is not the prompt's day."""
    local, day = at.astimezone(zone), scheduled_at.astimezone(zone).date()
    return f"{local:%H:%M:%S}" if local.date() == day else f"{local:%a %d %b, %H:%M:%S}"
