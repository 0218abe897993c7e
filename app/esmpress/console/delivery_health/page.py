"""The delivery of a study as a page: is sending alive, what became of messages, what to do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q
from django.template.defaultfilters import pluralize
from django.utils.safestring import SafeString

from esmpress.console.delivery_health.advice import ALARMING, advice_on
from esmpress.console.delivery_health.choices import Choices, choices
from esmpress.console.delivery_health.pictures import draw_ends, draw_lateness
from esmpress.console.delivery_words import (
    MESSAGE_STATES,
    State,
    reason_in_words,
    span_in_words,
)
from esmpress.console.wall_clock import on_wall_clock
from esmpress.delivery.figures import STANDS_STILL_AFTER
from esmpress.delivery.models import Notification
from esmpress.delivery.study_figures import Ends, StudyFigures, study_figures
from esmpress.delivery.undecided import (
    can_be_called_off,
    can_be_tried_again,
    to_call_off,
    to_try_again,
)
from esmpress.participants.models import Participant
from esmpress.studies.models import Study

DAY = timedelta(hours=24)
PERIODS: dict[str, tuple[str, timedelta | None]] = {
    "day": ("the last 24 hours", DAY),
    "week": ("the last 7 days", 7 * DAY),
    "all": ("the whole study", None),
}
MOST_RETURNED = 0.02
MOST_LATE_SECONDS = 120
MOST_REASONS = 12
MOST_PEOPLE = 100
# What asks for a look before what went well.
_TONES = ("bad", "doubt", "wait", "good", "quiet")


@dataclass(frozen=True)
class Row:
    """Messages that ended alike: how many, what it means, what to do."""

    state: State
    count: int
    reason: str
    advice: str


@dataclass(frozen=True)
class Silent:
    """A participant who gets no mail, since when and why."""

    participant: Participant
    why: str
    since: str


@dataclass(frozen=True)
class Page:
    """What the panel shows of one period."""

    period: str
    period_in_words: str
    warnings: list[str]
    numbers: list[tuple[str, str, str]]
    rows: list[Row]
    pictures: list[tuple[str, SafeString]]
    silent: list[Silent]
    again: Choices
    off: Choices


def health_page(study: Study, asked: str, *, now: datetime) -> Page:
    """The panel of one period; nine statements, however many messages."""
    period = asked if asked in PERIODS else "day"
    words, length = PERIODS[period]
    since = now - length if length else None
    found = study_figures(study, since=since, now=now)
    return Page(
        period=period,
        period_in_words=words,
        warnings=warnings_of(found),
        numbers=_numbers(found),
        rows=_rows(found),
        pictures=_pictures(found),
        silent=_silent(study),
        again=choices(can_be_tried_again(study, now=now), to_try_again(study, now=now)),
        off=choices(can_be_called_off(study), to_call_off(study)),
    )


def warnings_of(found: StudyFigures) -> list[str]:
    """What somebody should look at, in sentences."""
    warnings = []
    if found.oldest_waiting > STANDS_STILL_AFTER:
        waits = span_in_words(found.oldest_waiting.total_seconds())
        warnings.append(f"A message has waited for {waits} past its moment.")
    if found.ends.returned_share > MOST_RETURNED:
        warnings.append(
            f"{found.ends.returned_share:.1%} of the messages came back or were dropped; providers "
            "begin to distrust a sender above 2%. Check the addresses, and pause if it grows."
        )
    late = found.ends.lateness.quantiles.get(0.99, 0.0)
    if late > MOST_LATE_SECONDS:
        warnings.append(f"One in a hundred messages went out {span_in_words(late)} late or later.")
    for status, says in (("failed", "failed for good"), ("uncertain", "may or may not have gone")):
        if count := found.ends.count(status):
            warnings.append(f"{count} message{pluralize(count)} {says}.")
    return warnings


def in_a_line(ends: Ends) -> str:
    """The messages in short, for the page of the study."""
    if not ends.count():
        return "none planned"
    parts = [f"{ends.lateness.count} of {ends.count()} sent"]
    for status in ("delivered", "bounced", "dropped", "uncertain", "failed"):
        if count := ends.count(status):
            parts.append(f"{count} {status}")
    return ", ".join(parts)


def _numbers(found: StudyFigures) -> list[tuple[str, str, str]]:
    """Name, value, and what it counts."""
    late = found.ends.lateness.quantiles
    waiting = found.oldest_waiting.total_seconds()
    return [
        ("Planned", f"{found.ends.count():,}", "messages whose moment fell into this time"),
        ("Sent", f"{found.ends.lateness.count:,}", "handed to the mail server or SendGrid"),
        ("Delivered", f"{found.ends.count('delivered'):,}", "known to be in the mailbox"),
        ("Came back", f"{found.ends.returned_share:.1%}", "bounced or dropped; keep it below 2%"),
        ("Lateness", span_in_words(late[0.5]) if late else "–", _lateness_in_words(late)),
        ("Oldest waiting", span_in_words(waiting) if waiting else "none", "past its moment"),
    ]


def _lateness_in_words(late: dict[float, float]) -> str:
    if not late:
        return "nothing went out"
    words = [(0.95, "95%"), (0.99, "99%")]
    shares = ", ".join(f"{name} within {span_in_words(late[part])}" for part, name in words)
    return f"median; {shares}; longest {span_in_words(late[1.0])}"


def _rows(found: StudyFigures) -> list[Row]:
    """What became of messages, what asks for a look first; rare reasons are summed up."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for end in found.ends.rows:
        counts[end.status, end.reason] += end.count
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    rows = [_row(status, reason, count) for (status, reason), count in ordered[:MOST_REASONS]]
    rest: dict[str, int] = defaultdict(int)
    for (status, _), count in ordered[MOST_REASONS:]:
        rest[status] += count
    rows += [
        Row(MESSAGE_STATES[status], count, "For other reasons.", advice_on(status, ""))
        for status, count in rest.items()
    ]
    return sorted(rows, key=lambda row: _TONES.index(row.state.tone))


def _row(status: str, reason: str, count: int) -> Row:
    state = MESSAGE_STATES[status]
    if status == Notification.Status.NOT_SENT and reason in ALARMING:
        state = replace(state, tone="doubt")
    return Row(state, count, reason_in_words(reason), advice_on(status, reason))


def _pictures(found: StudyFigures) -> list[tuple[str, SafeString]]:
    pictures = []
    if counts := {end.status: found.ends.count(end.status) for end in found.ends.rows}:
        pictures.append(("What became of the messages", draw_ends(counts)))
    if found.ends.lateness.count:
        pictures.append(("How late they went out", draw_lateness(found.ends.lateness)))
    return pictures


def _silent(study: Study) -> list[Silent]:
    without_mail = Q(suppressed_at__isnull=False) | Q(unsubscribed_at__isnull=False)
    people = study.participants.taking_part().filter(without_mail).order_by("number")[:MOST_PEOPLE]
    return [_silent_one(participant) for participant in people]


def _silent_one(participant: Participant) -> Silent:
    if participant.unsubscribed_at:
        why, at = "unsubscribed", participant.unsubscribed_at
    else:
        assert participant.suppressed_at is not None
        why, at = f"suppressed: {participant.suppressed_reason}", participant.suppressed_at
    return Silent(participant, why.replace("_", " "), on_wall_clock(at, participant.time_zone))
