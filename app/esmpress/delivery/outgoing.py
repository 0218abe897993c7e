"""A claimed row of the ledger with all that is needed to send it, read by the claim itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from esmpress.participants.models import unsealed_email


@dataclass(slots=True, eq=False)
class Outgoing:
    """One message on its way: its row, its prompt, its participant; every instant is UTC.

    Flat, and no model: a thousand of them are made for each request to the provider. Ids that only
    stand in texts are texts.
    """

    pk: int
    public_id: str
    kind: str
    status: str
    reason: str
    attempts: int
    planned_at: datetime
    open_until: datetime
    claimed_at: datetime
    handed_over_at: datetime | None
    uncertain_at: datetime | None

    prompt_id: int
    prompt_status: str
    prompt_reason: str
    prompt_sent_at: datetime | None
    time_zone: str
    token_hash: bytes | None = field(repr=False)

    participant_id: int
    language: str
    participant_status: str
    is_unsubscribed: bool
    is_suppressed: bool
    portal_epoch: int
    seal_id: str
    sealed_email: bytes = field(repr=False)

    study_id: int
    study_is_running: bool
    reminders_until: str

    @property
    def email(self) -> str:
        """The participant's address, unsealed."""
        return unsealed_email(self.sealed_email, self.seal_id)

    @property
    def last_moment(self) -> datetime:
        """Until when it can go out and leave the participant a fair share of the window."""
        return last_moment(self.planned_at, self.open_until)


def last_moment(planned_at: datetime, open_until: datetime) -> datetime:
    """Until when a message planned for one instant may go out about a window ending at another."""
    window: timedelta = open_until - planned_at
    last: datetime = open_until - window * settings.DELIVERY_MIN_WINDOW_SHARE
    return last
