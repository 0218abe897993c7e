"""Follow-ups: prompts that answers to another prompt bring about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from esmpress.participants.models import Participant
from esmpress.prompts.asking import ALGORITHM, Asked, Asking
from esmpress.prompts.lifecycle import NO_ROOM
from esmpress.prompts.models import Prompt
from esmpress.prompts.standing import Standing
from esmpress.sampling.clock import MINUTE
from esmpress.sampling.follow_up import FollowUp
from esmpress.sampling.streams import WORDS_PER_DAY, day_uniforms
from esmpress.studies.models import Schedule


def expect_follow_ups(prompt: Prompt) -> bool:
    """Whether answers to the prompt could bring others about; if so, its participant is locked.

    Takes a transaction. To be asked before the prompt is changed: whoever withdraws or pauses a
    participant locks in the same order.
    """
    leads_on = prompt.leads_on
    if leads_on is None:
        leads_on = _has_follow_ups(prompt.participant.study_id)
    if not leads_on:
        return False
    Participant.objects.select_for_update(no_key=True).get(pk=prompt.participant_id)
    return True


def _has_follow_ups(study_id: int) -> bool:
    schedules = Schedule.objects.filter(study=study_id, versions__scheme__kind="follow_up")
    return schedules.exists()


def plan_follow_ups(prompt: Prompt, answers: Mapping[str, object], *, now: datetime) -> int:
    """Insert the follow-ups that the answers to a prompt bring about; how many rows are new.

    Doing it twice adds nothing. One without room in its delay range is `not_sent`, `no_room`.
    """
    asking = Asking(prompt.participant)
    if not asking.may_be_asked:
        return 0
    today = now.astimezone(asking.zone_at(now)).date()
    new = 0
    for schedule_id in asking.protocol.schedules:
        asked = asking.schedule_on(schedule_id, today)
        if asked is None or not isinstance(asked.placed.scheme, FollowUp):
            continue
        if _is_wanted(asked, asked.placed.scheme, prompt, answers):
            _insert(asking, asked, asked.placed.scheme, prompt, now=now)
            new += 1
    return new


def _is_wanted(
    asked: Asked, scheme: FollowUp, prompt: Prompt, answers: Mapping[str, object]
) -> bool:
    if scheme.after != prompt.schedule.name:
        return False
    condition = scheme.condition
    if condition is not None and not condition.holds(answers.get(condition.item)):
        return False
    today = Prompt.objects.filter(
        participant=prompt.participant_id,
        schedule=asked.placed.schedule,
        study_day=prompt.study_day,
    )
    sent = today.exclude(status_reason=NO_ROOM).count()
    is_new = not today.filter(beep=prompt.beep).exists()
    return is_new and (scheme.daily_limit is None or sent < scheme.daily_limit)


def _insert(
    asking: Asking, asked: Asked, scheme: FollowUp, prompt: Prompt, *, now: datetime
) -> None:
    delay = _draw_delay(asking, asked, scheme, prompt, now=now)
    shortest = scheme.delay_minutes.shortest
    scheduled_at = _after(now, shortest if delay is None else delay)
    ended = {"status": Prompt.Status.NOT_SENT, "status_reason": NO_ROOM, "ended_at": now}
    Prompt.objects.create(
        participant=prompt.participant,
        schedule_id=asked.placed.schedule,
        schedule_version=asked.version,
        trigger=Prompt.Trigger.FOLLOW_UP,
        triggered_by=prompt,
        study_day=prompt.study_day,
        beep=prompt.beep,
        scheduled_at=scheduled_at,
        **asking.wall_clock(scheduled_at),
        open_until=scheduled_at + scheme.response_window_minutes * MINUTE,
        finish_within_minutes=scheme.finish_within_minutes,
        algorithm=ALGORITHM,
        **(ended if delay is None else {}),
    )


def _draw_delay(
    asking: Asking, asked: Asked, scheme: FollowUp, prompt: Prompt, *, now: datetime
) -> int | None:
    """One of the minutes of the delay range that are free, each as likely; None without any."""
    free = _free_delays(asking, asked, scheme, prompt, now=now)
    word = (prompt.beep - 1) % WORDS_PER_DAY
    uniforms = day_uniforms(
        asking.protocol.study.seed_bytes,
        schedule=asked.placed.schedule,
        participant=prompt.participant.number,
        study_day=prompt.study_day,
        algorithm=ALGORITHM,
        count=word + 1,
    )
    return free[int(uniforms[word] * len(free))] if free else None


def _free_delays(
    asking: Asking, asked: Asked, scheme: FollowUp, prompt: Prompt, *, now: datetime
) -> list[int]:
    """The delays inside the windows and far enough from every other prompt but the one before."""
    others = Prompt.objects.exclude(pk=prompt.pk)
    widest = max(asking.protocol.gaps.values()) * MINUTE
    standing = Standing(
        asking.protocol, others, participant_ids=[prompt.participant_id], since=now - widest
    )
    taken = [
        (one.at, max(one.gap, scheme.min_gap_minutes) * MINUTE)
        for one in standing.all_of(prompt.participant_id)
    ]
    delay = scheme.delay_minutes
    return [
        minutes
        for minutes in range(delay.shortest, delay.longest + 1)
        if all(abs(_after(now, minutes) - at) >= gap for at, gap in taken)
        and asking.in_windows(asked, _after(now, minutes))
    ]


def _after(now: datetime, minutes: int) -> datetime:
    return now.replace(microsecond=0) + timedelta(minutes=minutes)
