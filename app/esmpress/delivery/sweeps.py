"""The sweeps Beat runs every few seconds: send what is due, settle what dead workers left."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, connection

from esmpress.delivery import claiming, entering, ledger
from esmpress.delivery.channels import Channel, active_channel, open_channel, send
from esmpress.delivery.event_offers import event_offers
from esmpress.delivery.messages import Message, StudyMail, compose, read_studies
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import Accepted, Outcome, Unknown
from esmpress.delivery.outgoing import Outgoing
from esmpress.delivery.retrying import postpone
from esmpress.delivery.snoozing import MAX_SNOOZES
from esmpress.delivery.unwanted import drop_unwanted
from esmpress.participants.vault import KeyMissing
from esmpress.prompts.links import LinkKeyRetired, make_link
from esmpress.prompts.snooze_links import snooze_link

Status = Notification.Status

# A tick ends after so long and leaves the rest to the next.
TICK = timedelta(seconds=20)
# How long an answer waits for a database that is away: well within the lease of its rows.
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.5

log = structlog.get_logger(__name__)


def dispatch_due_notifications(
    *, now: datetime, connect: Callable[[str], Channel] = open_channel
) -> int:
    """Send what is due by `now`; how many messages a provider took."""
    return keep_dispatching(clock=lambda: now, connect=connect)


def keep_dispatching(
    *, clock: Callable[[], datetime], connect: Callable[[str], Channel] = open_channel
) -> int:
    """Send what is due until nothing is, or the tick is over; how many a provider took.

    Each step asks the clock anew, so that the ledger's instants hold under load. `connect` opens
    the channel of a name: a simulation has one that carries nothing.
    """
    name, until = active_channel(), clock() + TICK
    accepted = 0
    # What a dead worker left may hold up a reminder: it comes first.
    settle_leases(now=clock())
    entered = entering.enter_due(channel=name, now=clock())
    with closing(connect(name)) as channel:
        while (now := clock()) < until and channel.may_send(now=now):
            rows = claiming.claim(channel=name, limit=channel.claim_limit, now=now)
            accepted += _deliver(rows, channel=channel, clock=clock, until=until) if rows else 0
            if len(rows) < channel.claim_limit:
                # That was all there is, unless there was more to enter than fits into one go.
                if entered < entering.ENTER_BATCH:
                    break
                entered = entering.enter_due(channel=name, now=now)
    return accepted


# Nearly always nothing: asked before anything is changed.
_LEASES_OVER = """
SELECT EXISTS (SELECT FROM delivery_notification
                WHERE status IN ('claimed', 'handed_over') AND lease_until <= %(now)s)
"""


def settle_leases(*, now: datetime) -> int:
    """Take up what workers left behind; how many rows.

    A claimed row never reached the provider and is due again; a row handed over may have, so its
    outcome is `uncertain` and it is not sent a second time.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LEASES_OVER, {"now": now})
        if not cursor.fetchone()[0]:
            return 0
    freed = Notification.objects.lease_over(Status.CLAIMED, now=now).update(
        status=Status.DUE, lease_until=None
    )
    lost = list(Notification.objects.lease_over(Status.HANDED_OVER, now=now))
    if lost:
        ledger.record(lost, Unknown("the worker ended before the provider answered"), now=now)
    return freed + len(lost)


def _deliver(
    rows: list[Outgoing], *, channel: Channel, clock: Callable[[], datetime], until: datetime
) -> int:
    """Send claimed rows until the tick is over, and give back the rest; how many were accepted."""
    composed = _compose_all(drop_unwanted(rows, now=clock()), now=clock())
    by_id = {message.public_id: (row, token) for row, message, token in composed}
    accepted = 0
    for parcel in channel.parcels([message for _, message, _ in composed]):
        if clock() >= until or not channel.may_send(now=clock()):
            claiming.give_back(rows)
            break
        addressed = {by_id[message.public_id][0]: message for message in parcel}
        hashes = {row.prompt_id: by_id[row.public_id][1] for row in addressed}
        going = claiming.mark_handed_over(addressed, hashes=hashes, now=clock())
        drop_unwanted(claiming.held_back(addressed), now=clock())
        if going:
            parcel_now = {row: addressed[row] for row in going}
            accepted += _hand_over(parcel_now, channel=channel, clock=clock)
    return accepted


def _hand_over(
    going: dict[Outgoing, Message], *, channel: Channel, clock: Callable[[], datetime]
) -> int:
    together: dict[Outcome, list[Outgoing]] = defaultdict(list)
    for row, outcome in zip(going, send(channel, list(going.values())), strict=True):
        together[outcome].append(row)
    for outcome, alike in together.items():
        _write_down(alike, outcome, clock=clock)
    return sum(len(alike) for outcome, alike in together.items() if isinstance(outcome, Accepted))


def _write_down(rows: list[Outgoing], outcome: Outcome, *, clock: Callable[[], datetime]) -> None:
    """Record an outcome, again and again while the database is away.

    An answer that is lost leaves its rows in doubt; recorded twice it changes nothing.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            ledger.record(rows, outcome, now=clock())
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > until:
                raise
            log.warning("outcome_not_recorded_yet", rows=len(rows))
            connection.close()
            time.sleep(PAUSE_SECONDS)
        else:
            return


def _compose_all(rows: list[Outgoing], *, now: datetime) -> list[tuple[Outgoing, Message, bytes]]:
    """Each row with its message and the hash of the link in it."""
    if not rows:
        return []
    studies = read_studies({row.study_id for row in rows})
    offers = event_offers([row for row in rows if _offers_events(row, studies)], now=now)
    composed: list[tuple[Outgoing, Message, bytes]] = []
    without_key: dict[str, list[Outgoing]] = defaultdict(list)
    for row in rows:
        try:
            link, token = make_link(row.prompt_id, row.token_hash)
            events = offers.get(row.participant_id, ())
            study = studies[row.study_id]
            later = snooze_link(row.prompt_id) if _can_be_snoozed(row, study) else ""
            message = compose(row, study, link=link, events=events, later=later, now=now)
            composed.append((row, message, token))
        except (KeyMissing, LinkKeyRetired) as error:
            without_key[str(error)].append(row)
        except Exception as error:
            # One row that cannot be composed must not hold up the others.
            log.exception("notification_not_composed", notification=str(row.public_id))
            ledger.give_up([row], Status.FAILED, reason=type(error).__name__, now=now)
    for reason, alike in without_key.items():
        # The operator's to mend, and no fault of the messages: they wait.
        log.error("key_missing", reason=reason, rows=len(alike))
        postpone(alike, reason, now=now)
    return composed


def _offers_events(row: Outgoing, studies: dict[int, StudyMail]) -> bool:
    return row.kind == Notification.INVITATION and studies[row.study_id].has_events


def _can_be_snoozed(row: Outgoing, study: StudyMail) -> bool:
    return study.snooze_minutes > 0 and row.kind != f"snooze_{MAX_SNOOZES}"
