"""The sweeps Beat runs every few seconds: send what is due, settle what dead workers left."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from esmpress.delivery import claiming, entering, ledger
from esmpress.delivery.channels import Channel, active_channel, open_channel, send
from esmpress.delivery.messages import Message
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import Accepted, Outcome, Unknown
from esmpress.delivery.outgoing import Outgoing
from esmpress.delivery.preparing import prepare
from esmpress.delivery.unwanted import drop_unwanted

Status = Notification.Status

# A tick ends after so long and leaves the rest to the next.
TICK = timedelta(seconds=20)
# How long an answer waits for a database that is away: well within the lease of its rows.
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.5
# What was read longer ago is asked again before it goes out.
FRESH = timedelta(seconds=1)

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
    leases_over, is_due = _look(now=clock())
    if leases_over:
        # What a dead worker left may hold up a reminder: it comes first.
        is_due |= settle_leases(now=clock()) > 0
    entered = entering.enter_due(channel=name, now=clock())
    goes_on = is_due or entered > 0
    with closing(connect(name)) as channel:
        while goes_on and (now := clock()) < until and channel.may_send(now=now):
            picked, taken = _deliver(channel, name=name, clock=clock, until=until)
            accepted += taken
            if picked < channel.claim_limit:
                # That was all there is, unless there was more to enter than fits into one go.
                goes_on = entered >= entering.ENTER_BATCH
                entered = entering.enter_due(channel=name, now=now) if goes_on else 0
    return accepted


# Nearly always nothing: asked before anything is changed. The order leads PostgreSQL to the index
# of what waits, whatever it believes about the rest of the table.
_LOOK = """
SELECT EXISTS (SELECT FROM delivery_notification
                WHERE status IN ('claimed', 'handed_over') AND lease_until <= %(now)s),
       (SELECT true FROM delivery_notification
         WHERE status IN ('planned', 'due') AND due_at <= %(now)s ORDER BY open_until, id LIMIT 1)
"""


def _look(*, now: datetime) -> tuple[bool, bool]:
    """Whether leases are over, and whether a message in the ledger is due."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, {"now": now})
        leases_over, is_due = cursor.fetchone()
    return leases_over, bool(is_due)


def settle_leases(*, now: datetime) -> int:
    """Take up what workers left behind; how many rows.

    A claimed row never reached the provider and is due again; a row handed over may have, so its
    outcome is `uncertain` and it is not sent a second time.
    """
    freed = Notification.objects.lease_over(Status.CLAIMED, now=now).update(
        status=Status.DUE, lease_until=None
    )
    lost = list(Notification.objects.lease_over(Status.HANDED_OVER, now=now))
    if lost:
        ledger.record(lost, Unknown("the worker ended before the provider answered"), now=now)
    return freed + len(lost)


def _deliver(
    channel: Channel, *, name: str, clock: Callable[[], datetime], until: datetime
) -> tuple[int, int]:
    """Send due rows until the tick is over; how many were picked, and how many accepted.

    The first parcel is handed over in the transaction that picks its rows, the others each before
    its own call, so that a worker that dies leaves no more than one parcel in doubt.
    """
    with transaction.atomic():
        rows = claiming.pick(limit=channel.claim_limit, now=clock())
        prepared = prepare(rows, now=clock())
        parcels = prepared.parcels(channel)
        is_fresh = not rows or clock() - rows[0].claimed_at <= FRESH
        going = next(parcels, {}) if is_fresh else {}
        if going:
            claiming.send_off(going, channel=name, links=prepared.links, now=clock())
        if others := [row for row in rows if row not in going]:
            claiming.hold(others, channel=name, now=clock())
    accepted = _hand_over(going, channel=channel, clock=clock)
    prepared.settle_others(now=clock())
    for parcel in parcels:
        if clock() >= until or not channel.may_send(now=clock()):
            claiming.give_back(rows)
            break
        still = claiming.mark_handed_over(parcel, links=prepared.links, now=clock())
        drop_unwanted(claiming.held_back(parcel), now=clock())
        accepted += _hand_over({row: parcel[row] for row in still}, channel=channel, clock=clock)
    return len(rows), accepted


def _hand_over(
    going: dict[Outgoing, Message], *, channel: Channel, clock: Callable[[], datetime]
) -> int:
    if not going:
        return 0
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
