"""The timeline of a participant: a week of days at a time, each with its prompts and messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.console.blinding import tells_arm
from esmpress.console.delivery_words import (
    MESSAGE_STATES,
    PROMPT_STATES,
    State,
    kind_in_words,
    reason_in_words,
)
from esmpress.console.timeline.picture import draw_days
from esmpress.console.timeline.steps import Step, steps_of
from esmpress.console.wall_clock import HIDDEN, time_on_wall_clock
from esmpress.delivery.act_refusals import why_not_again, why_not_off
from esmpress.delivery.models import MessageAct, Notification
from esmpress.lazy_texts import lazily
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.responses.drafts import is_partly_answered
from esmpress.studies.models import Schedule

DAYS_A_PAGE = 7
_CLOCK_CHANGES = {
    "gap": lazily(
        "The clock went forward: the moment was moved out of the hour that did not exist."
    ),
    "fold": lazily("The clock went back: this hour came twice."),
}


@dataclass(frozen=True)
class Told:
    """One message: its state, and what can be done about it."""

    pk: int
    name: str
    state: State
    why: str
    can_try_again: bool
    can_call_off: bool


@dataclass(frozen=True)
class Entry:
    """One prompt, in a line and in steps."""

    pk: int
    clock: str
    schedule: str
    state: State
    sentence: str
    note: str
    messages: list[Told]
    steps: list[Step]
    is_over: bool


@dataclass(frozen=True)
class Day:
    """One local day and its prompts in order."""

    on: date
    study_day: int
    time_zone: str
    entries: list[Entry]

    @property
    def summary(self) -> str:
        """How many prompts, and how they ended: “3 prompts: 2 answered, 1 missed”."""
        counts: dict[str, int] = defaultdict(int)
        for entry in self.entries:
            counts[entry.state.word.lower()] += 1
        count = len(self.entries)
        ends = ", ".join(f"{number} {word}" for word, number in counts.items())
        return ngettext("%(count)s prompt: %(ends)s", "%(count)s prompts: %(ends)s", count) % {
            "count": count,
            "ends": ends,
        }


@dataclass(frozen=True)
class Page:
    """Some days of a participant; pages count from 1."""

    number: int
    count: int
    days: list[Day]
    picture: SafeString | str


def timeline_page(participant: Participant, asked: str, *, sees_arms: bool, now: datetime) -> Page:
    """The page asked for, or the one with today; five statements at most, however many rows.

    Whoever may not see arms reads no schedule's name in a study where one of them tells an arm: a
    name left out would tell as much.
    """
    by_day = _days_of(participant)
    pages = [
        sorted(by_day)[first : first + DAYS_A_PAGE] for first in range(0, len(by_day), DAYS_A_PAGE)
    ]
    if not pages:
        return Page(1, 1, [], "")
    number = _page_number(
        asked, pages, today=now.astimezone(ZoneInfo(participant.time_zone)).date()
    )
    shown = pages[number - 1]
    prompts = _read(participant, [pk for day in shown for pk in by_day[day]])
    by_pk = {prompt.pk: prompt for prompt in prompts}
    names = sees_arms or not _has_schedules_of_arms(participant)
    days = [
        _day(day, [by_pk[pk] for pk in by_day[day] if pk in by_pk], names=names, now=now)
        for day in shown
    ]
    return Page(number, len(pages), days, draw_days(shown, prompts))


def _days_of(participant: Participant) -> dict[date, list[int]]:
    """The prompts of each local day, in order."""
    days: dict[date, list[int]] = defaultdict(list)
    prompts = participant.prompts.order_by("scheduled_at", "pk")
    for pk, scheduled_at, zone in prompts.values_list("pk", "scheduled_at", "time_zone"):
        days[scheduled_at.astimezone(ZoneInfo(zone)).date()].append(pk)
    return days


def _page_number(asked: str, pages: Sequence[Sequence[date]], *, today: date) -> int:
    if asked.isdecimal() and 1 <= int(asked) <= len(pages):
        return int(asked)
    begun = [number for number, days in enumerate(pages, start=1) if days[0] <= today]
    return begun[-1] if begun else 1


def _read(participant: Participant, prompt_ids: list[int]) -> list[Prompt]:
    prompts = participant.prompts.filter(pk__in=prompt_ids).select_related("schedule", "draft")
    acts = Prefetch("notifications__acts", MessageAct.objects.select_related("researcher"))
    return list(prompts.prefetch_related("notifications", acts).order_by("scheduled_at", "pk"))


def _has_schedules_of_arms(participant: Participant) -> bool:
    schedules = Schedule.objects.filter(study=participant.study_id)
    return any(tells_arm(one) for one in schedules.select_related("phase"))


def _day(on: date, prompts: list[Prompt], *, names: bool, now: datetime) -> Day:
    entries = [_entry(prompt, names=names, now=now) for prompt in prompts]
    return Day(on, prompts[0].study_day, prompts[0].time_zone, entries)


def _entry(prompt: Prompt, *, names: bool, now: datetime) -> Entry:
    messages = sorted(prompt.notifications.all(), key=lambda row: (row.planned_at, row.pk))
    return Entry(
        pk=prompt.pk,
        clock=time_on_wall_clock(prompt.scheduled_at, prompt.time_zone),
        schedule=prompt.schedule.name if names else HIDDEN,
        state=PROMPT_STATES[prompt.status],
        sentence=_sentence(prompt),
        note=_CLOCK_CHANGES.get(prompt.dst, ""),
        messages=[_told(message, now=now) for message in messages],
        steps=steps_of(prompt, messages, now=now),
        is_over=prompt.ended_at is not None,
    )


def _sentence(prompt: Prompt) -> str:
    """What a glance should tell beside the state."""

    def at(instant: datetime | None) -> str:
        return time_on_wall_clock(instant, prompt.time_zone)

    why = reason_in_words(prompt.status_reason)
    match prompt.status:
        case Prompt.Status.ANSWERED:
            return _("Opened %(opened)s, answered %(answered)s.") % {
                "opened": at(prompt.opened_at),
                "answered": at(prompt.answered_at),
            }
        case Prompt.Status.EXPIRED if prompt.opened_at:
            said = _("Opened %(at)s, not finished by %(until)s.")
            if is_partly_answered(prompt):
                said = _("Opened %(at)s, not finished by %(until)s. The answers so far are kept.")
            return said % {"at": at(prompt.opened_at), "until": at(prompt.finish_until)}
        case Prompt.Status.EXPIRED:
            return (
                _("Not opened by %(at)s. %(why)s") % {"at": at(prompt.open_until), "why": why}
            ).strip()
        case Prompt.Status.NOT_SENT | Prompt.Status.CANCELLED:
            return why
        case Prompt.Status.OPENED | Prompt.Status.STARTED:
            until = at(prompt.finish_until)
            return _("Opened %(at)s; can be answered until %(until)s.") % {
                "at": at(prompt.opened_at),
                "until": until,
            }
    return (
        _("Can be opened until %(at)s. %(why)s") % {"at": at(prompt.open_until), "why": why}
    ).strip()


def _told(message: Notification, *, now: datetime) -> Told:
    return Told(
        pk=message.pk,
        name=kind_in_words(message.kind),
        state=MESSAGE_STATES[message.status],
        why=reason_in_words(message.reason),
        can_try_again=not why_not_again(message, now=now),
        can_call_off=not why_not_off(message),
    )
