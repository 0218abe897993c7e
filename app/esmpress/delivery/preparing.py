"""Makes messages of picked rows, and sorts out those no message goes out for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from esmpress.delivery import ledger
from esmpress.delivery.channels import Channel
from esmpress.delivery.event_offers import EventOffer, event_offers
from esmpress.delivery.messages import Message, StudyMail, compose, read_studies
from esmpress.delivery.models import Notification
from esmpress.delivery.outgoing import Outgoing
from esmpress.delivery.retrying import postpone
from esmpress.delivery.snoozing import MAX_SNOOZES
from esmpress.delivery.unwanted import Unwanted, settle_unwanted, sort_out
from esmpress.participants.vault import KeyMissing
from esmpress.prompts.links import LinkKeyRetired, make_link
from esmpress.prompts.snooze_links import snooze_link

Status = Notification.Status

log = structlog.get_logger(__name__)


@dataclass
class Prepared:
    """What becomes of picked rows: a message, with the hash of the link in it, or none and why."""

    messages: dict[Outgoing, Message] = field(default_factory=dict)
    links: dict[int, bytes] = field(default_factory=dict)
    unwanted: Unwanted = field(default_factory=dict)
    # By the error that each would meet again.
    broken: dict[str, list[Outgoing]] = field(default_factory=lambda: defaultdict(list))
    # By the key they lack: the operator's to mend, and no fault of the messages.
    without_key: dict[str, list[Outgoing]] = field(default_factory=lambda: defaultdict(list))

    def parcels(self, channel: Channel) -> Iterator[dict[Outgoing, Message]]:
        """The messages with their rows, as they go out together."""
        by_id = {message.public_id: row for row, message in self.messages.items()}
        for parcel in channel.parcels(list(self.messages.values())):
            yield {by_id[message.public_id]: message for message in parcel}

    def settle_others(self, *, now: datetime) -> None:
        """Write down of each row without a message, which must be held, why it has none."""
        settle_unwanted(self.unwanted, now=now)
        for reason, alike in self.broken.items():
            ledger.give_up(alike, Status.FAILED, reason=reason, now=now)
        for reason, alike in self.without_key.items():
            log.error("key_missing", reason=reason, rows=len(alike))
            postpone(alike, reason, now=now)


def prepare(rows: Iterable[Outgoing], *, now: datetime) -> Prepared:
    """The messages of rows as sent `now`; reads, and writes nothing."""
    wanted, unwanted = sort_out(rows, now=now)
    prepared = Prepared(unwanted=unwanted)
    if wanted:
        _compose_all(wanted, prepared, now=now)
    return prepared


def _compose_all(rows: list[Outgoing], prepared: Prepared, *, now: datetime) -> None:
    studies = read_studies({row.study_id for row in rows})
    offers = _offers(rows, studies, now=now)
    for row in rows:
        study = studies[row.study_id]
        try:
            link, hashed = _link_of(row)
            later = snooze_link(row.prompt_id) if _can_be_snoozed(row, study) else ""
            events = offers.get(row.participant_id, ())
            message = compose(row, study, link=link, events=events, later=later, now=now)
            prepared.messages[row] = message
            prepared.links[row.prompt_id] = hashed
        except (KeyMissing, LinkKeyRetired) as error:
            prepared.without_key[str(error)].append(row)
        except Exception as error:
            # One row that cannot be composed must not hold up the others.
            log.exception("notification_not_composed", notification=row.public_id)
            prepared.broken[type(error).__name__].append(row)


def _link_of(row: Outgoing) -> tuple[str, bytes]:
    """The link and its hash; another one when its key is gone and nobody has it yet."""
    try:
        return make_link(row.prompt_id, row.token_hash)
    except LinkKeyRetired:
        if row.attempts or row.kind != Notification.INVITATION:
            raise
        row.token_hash = None
        return make_link(row.prompt_id, None)


def _offers(
    rows: list[Outgoing], studies: dict[int, StudyMail], *, now: datetime
) -> dict[int, list[EventOffer]]:
    """What can be reported, by participant, where a study has events."""
    about = [
        row
        for row in rows
        if row.kind == Notification.INVITATION and studies[row.study_id].has_events
    ]
    return event_offers(about, now=now) if about else {}


def _can_be_snoozed(row: Outgoing, study: StudyMail) -> bool:
    return study.snooze_minutes > 0 and row.kind != f"snooze_{MAX_SNOOZES}"
