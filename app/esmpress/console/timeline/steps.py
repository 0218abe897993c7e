"""What happened to one prompt and its messages, step by step on the participant's wall clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext as _

from esmpress.console.delivery_words import (
    MESSAGE_STATES,
    kind_in_words,
    reason_in_words,
    span_in_words,
)
from esmpress.delivery.message_acts import CALLED_OFF
from esmpress.delivery.models import MessageAct, Notification
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
    """All known instants of a prompt and its messages, in order, with the gaps between them.

    Researchers' acts stand among them, with what the attempt before them had come to.
    """
    steps = [*_of_prompt(prompt)]
    for message in messages:
        steps += _of_message(message, prompt)
        steps += _of_acts(message)
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
    yield Step(prompt.scheduled_at, 0, _("Planned moment"))
    if prompt.opened_at:
        yield Step(prompt.opened_at, 20, _("Opened"), tone="good")
    if prompt.started_at:
        yield Step(prompt.started_at, 21, _("First answer"), tone="good")
    if prompt.answered_at:
        yield Step(prompt.answered_at, 22, _("Answered"), tone="good")
        return
    if prompt.ended_at:
        status, why = prompt.get_status_display(), reason_in_words(prompt.status_reason)
        yield Step(
            prompt.ended_at,
            23,
            _("The prompt ended: %(status)s") % {"status": status},
            why,
            "doubt",
        )
    elif prompt.finish_until:
        yield Step(prompt.finish_until, 23, _("Can be answered until then"))
    else:
        yield Step(prompt.open_until, 23, _("Can be opened until then"))


def _of_message(message: Notification, prompt: Prompt) -> Iterator[Step]:
    name, why = kind_in_words(message.kind), reason_in_words(message.reason)
    if message.planned_at != prompt.scheduled_at:
        yield Step(message.planned_at, 1, _("%(name)s: planned moment") % {"name": name})
    for at, rank, what, tone in (
        (message.claimed_at, 3, _("picked up by a worker"), ""),
        (message.accepted_at, 5, _("accepted by the mail server"), "good"),
        (message.delivered_at, 8, _("delivered to the mailbox"), "good"),
    ):
        if at:
            yield Step(at, rank, f"{name}: {what}", tone=tone)
    if at := message.handed_over_at:
        yield _handed_over(message, at, message.attempts)
    yield from _trouble(message, name, why)


def _of_acts(message: Notification) -> Iterator[Step]:
    """The acts, and of each attempt before one what the ledger holds no more."""
    known = {message.handed_over_at, message.settled_at, None}
    name = kind_in_words(message.kind)
    for act in message.acts.all():
        if act.handed_over_before not in known:
            assert act.handed_over_before is not None
            yield _handed_over(message, act.handed_over_before, act.attempts_before)
        if act.settled_before not in known:
            assert act.settled_before is not None
            reason = act.reason_before
            yield from _settled(name, act.status_before, reason, act.settled_before)
        known |= {act.handed_over_before, act.settled_before}
        yield Step(act.at, 2, f"{name}: {act_in_words(act)}", _why(act), "wait")


def act_in_words(act: MessageAct) -> str:
    """Who decided what: “Dr Nowak: try again”."""
    return f"{act.researcher}: {act.get_act_display()}"


def _why(act: MessageAct) -> str:
    """The reason given; and what was known before, where no instant of its own tells it."""
    sentences = [_("Because: “%(why)s”.") % {"why": act.why}]
    if act.settled_before is None and act.status_before != Notification.Status.PLANNED:
        state = MESSAGE_STATES[act.status_before].word
        sentences.append(_("Until then: %(state)s.") % {"state": state})
        sentences.append(reason_in_words(act.reason_before))
    return " ".join(filter(None, sentences))


def _handed_over(message: Notification, at: datetime, attempts: int) -> Step:
    said = _("%(name)s: handed to %(channel)s")
    if attempts > 1:
        said = _("%(name)s: handed to %(channel)s, attempt %(attempts)s")
    name, channel = kind_in_words(message.kind), message.get_channel_display()
    late = (at - message.planned_at).total_seconds()
    when = (
        _("%(span)s after its moment") % {"span": span_in_words(late)}
        if late >= ON_TIME_SECONDS
        else _("on time")
    )
    return Step(
        at,
        4,
        said % {"name": name, "channel": channel, "attempts": attempts},
        when,
    )


def _trouble(message: Notification, name: str, why: str) -> Iterator[Step]:
    status = Notification.Status(message.status)
    of_provider = "" if message.reason == CALLED_OFF else why
    for at, rank, what, of, tone in (
        (message.deferred_at, 6, _("the mailbox asked to wait"), status.DEFERRED, "wait"),
        (message.uncertain_at, 7, _("unknown whether it went out"), status.UNCERTAIN, "doubt"),
        (message.bounced_at, 9, _("came back"), status.BOUNCED, "bad"),
        (message.dropped_at, 9, _("dropped by the provider"), status.DROPPED, "bad"),
    ):
        if at:
            yield Step(at, rank, f"{name}: {what}", of_provider if status == of else "", tone)
    if status == status.DUE:
        yield Step(message.due_at, 10, _("%(name)s: is tried again") % {"name": name}, why, "wait")
    if message.settled_at:
        yield from _settled(name, status, message.reason, message.settled_at)


def _settled(name: str, status: str, reason: str, at: datetime) -> Iterator[Step]:
    """How a message ended that the provider has not taken."""
    why, of = reason_in_words(reason), Notification.Status
    ends = {
        of.NOT_SENT: (_("%(name)s: not sent") % {"name": name}, why, "quiet"),
        of.FAILED: (_("%(name)s: failed for good") % {"name": name}, why, "bad"),
        of.UNCERTAIN: (_("%(name)s: nothing more was heard of it") % {"name": name}, "", "doubt"),
    }
    if of(status) == of.UNCERTAIN and reason == CALLED_OFF:
        ends[of.UNCERTAIN] = (_("%(name)s: not sent again") % {"name": name}, why, "doubt")
    if of(status) in ends:
        yield Step(at, 11, *ends[of(status)])


def _clock(at: datetime, scheduled_at: datetime, zone: ZoneInfo) -> str:
    """The time of day; with the date when it is not the prompt's day."""
    local, day = at.astimezone(zone), scheduled_at.astimezone(zone).date()
    return dateformat.format(local, "H:i:s" if local.date() == day else _("D d M, H:i:s"))
