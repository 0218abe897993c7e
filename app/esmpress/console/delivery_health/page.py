"""The delivery of a study as a page: is sending alive, what became of messages, what to do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from esmpress.console.delivery_health.advice import ALARMING, advice_on
from esmpress.console.delivery_health.choices import Choices, choices
from esmpress.console.delivery_health.pictures import draw_ends, draw_lateness
from esmpress.console.delivery_words import (
    MESSAGE_STATES,
    State,
    reason_in_words,
    span_in_words,
)
from esmpress.console.numbers import grouped, percent
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
from esmpress.lazy_texts import lazily
from esmpress.participants.models import Participant
from esmpress.studies.models import Study

DAY = timedelta(hours=24)
PERIODS: dict[str, tuple[str, timedelta | None]] = {
    "day": (lazily("the last 24 hours"), DAY),
    "week": (lazily("the last 7 days"), 7 * DAY),
    "all": (lazily("the whole study"), None),
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
        warnings.append(
            gettext("A message has waited for %(waits)s past its moment.") % {"waits": waits}
        )
    if found.ends.returned_share > MOST_RETURNED:
        warnings.append(
            gettext(
                "%(returned_share)s of the messages came back or were dropped; providers "
                "begin to distrust a sender above 2%%. Check the addresses, and pause if it "
                "grows."
            )
            % {"returned_share": percent(found.ends.returned_share, 1)}
        )
    late = found.ends.lateness.quantiles.get(0.99, 0.0)
    if late > MOST_LATE_SECONDS:
        warnings.append(
            gettext("One in a hundred messages went out %(span)s late or later.")
            % {"span": span_in_words(late)}
        )
    return warnings + _doubts(found)


def _doubts(found: StudyFigures) -> list[str]:
    failed, uncertain = found.ends.count("failed"), found.ends.count("uncertain")
    told = {
        ngettext(
            "%(count)s message failed for good.", "%(count)s messages failed for good.", failed
        ): failed,
        ngettext(
            "%(count)s message may or may not have gone.",
            "%(count)s messages may or may not have gone.",
            uncertain,
        ): uncertain,
    }
    return [sentence % {"count": count} for sentence, count in told.items() if count]


_ENDS = {
    "delivered": lazily("delivered"),
    "bounced": lazily("bounced"),
    "dropped": lazily("dropped"),
    "uncertain": lazily("uncertain"),
    "failed": lazily("failed"),
}


def in_a_line(ends: Ends) -> str:
    """The messages in short, for the page of the study."""
    if not ends.count():
        return gettext("none planned")
    parts = [
        gettext("%(sent)s of %(count)s sent") % {"sent": ends.lateness.count, "count": ends.count()}
    ]
    for status, word in _ENDS.items():
        if count := ends.count(status):
            parts.append(f"{count} {word}")
    return ", ".join(parts)


def _numbers(found: StudyFigures) -> list[tuple[str, str, str]]:
    """Name, value, and what it counts."""
    late = found.ends.lateness.quantiles
    waiting = found.oldest_waiting.total_seconds()
    return [
        (
            gettext("Planned"),
            grouped(found.ends.count()),
            gettext("messages whose moment fell into this time"),
        ),
        (
            gettext("Sent"),
            grouped(found.ends.lateness.count),
            gettext("handed to the mail server or SendGrid"),
        ),
        (
            gettext("Delivered"),
            grouped(found.ends.count("delivered")),
            gettext("known to be in the mailbox"),
        ),
        (
            gettext("Came back"),
            percent(found.ends.returned_share, 1),
            gettext("bounced or dropped; keep it below 2%"),
        ),
        (gettext("Lateness"), span_in_words(late[0.5]) if late else "–", _lateness_in_words(late)),
        (
            gettext("Oldest waiting"),
            span_in_words(waiting) if waiting else gettext("none"),
            gettext("past its moment"),
        ),
    ]


def _lateness_in_words(late: dict[float, float]) -> str:
    if not late:
        return gettext("nothing went out")
    words = [(0.95, "95%"), (0.99, "99%")]
    shares = ", ".join(
        gettext("%(share)s within %(span)s") % {"share": name, "span": span_in_words(late[part])}
        for part, name in words
    )
    return gettext("median; %(shares)s; longest %(span)s") % {
        "shares": shares,
        "span": span_in_words(late[1.0]),
    }


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
        Row(MESSAGE_STATES[status], count, gettext("For other reasons."), advice_on(status, ""))
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
        pictures.append((gettext("What became of the messages"), draw_ends(counts)))
    if found.ends.lateness.count:
        pictures.append((gettext("How late they went out"), draw_lateness(found.ends.lateness)))
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
        why, at = (
            gettext("suppressed: %(reason)s") % {"reason": participant.suppressed_reason},
            participant.suppressed_at,
        )
    return Silent(participant, why.replace("_", " "), on_wall_clock(at, participant.time_zone))
