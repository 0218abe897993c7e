"""The table of deliveries: one row for each message about a prompt; never an address or a text."""

from __future__ import annotations

from functools import partial

from psycopg.sql import SQL, Composable

from esmpress.delivery.models import Notification
from esmpress.export.cells import Cell
from esmpress.export.prompt_words import CHANNELS, STATIC
from esmpress.export.prompts_table import KEY, PromptRows, Wanted, prompt_rows
from esmpress.export.sources import People, Source
from esmpress.export.tables import Column, Reference, Table
from esmpress.studies.models import Study

_OWN = {column.name: column for column in STATIC}
_INSTANTS: dict[str, tuple[str, str, str]] = {
    "planned": ("planned_at", "Planned", "When the message should go out."),
    "sent": ("handed_over_at", "Sent", "When it was handed to the mail server or provider."),
    "accepted": ("accepted_at", "Accepted", "When the mail server or provider took it."),
    "delivered": ("delivered_at", "Delivered", "When the provider says it reached the mailbox."),
    "bounced": ("bounced_at", "Bounced", "When it came back."),
    "dropped": ("dropped_at", "Dropped", "When the provider refused to send it."),
}
_COLUMNS = (
    *(_OWN[name] for name in KEY),
    Column(
        "message",
        "text",
        "Message",
        "invitation; reminder_1 and so on; snooze_1 and so on, where the participant asked to be "
        "reminded later; resent_1 and so on, where a researcher sent it again.",
        always_there=True,
    ),
    Column(
        "channel",
        "text",
        "Channel",
        "What carried it.",
        labels=CHANNELS,
        always_there=True,
    ),
    Column(
        "state",
        "text",
        "State",
        "What is known of it.",
        labels=tuple(Notification.Status.choices),
        always_there=True,
    ),
    Column(
        "attempts",
        "whole_number",
        "Attempts",
        "How often it was tried.",
        minimum=0,
        always_there=True,
    ),
)
_PLAIN = (
    SQL("participant.code"),
    SQL("prompt.obsno"),
    SQL("sent.kind"),
    SQL("sent.channel"),
    SQL("sent.status"),
    SQL("sent.attempts"),
)
_SENT = SQL("\n  JOIN delivery_notification AS sent ON sent.prompt_id = prompt.id")


def deliveries_table(study: Study, wanted: Wanted | None = None) -> Source:
    """Every message about a prompt and what became of it."""
    found = prompt_rows(study, wanted)
    columns, cells = list(_COLUMNS), [Cell(one) for one in _PLAIN]
    for name, (field, title, description) in _INSTANTS.items():
        columns += [
            Column(f"{name}_utc", "instant", f"{title}, UTC", f"{description} In UTC."),
            Column(f"{name}_local", "local_instant", f"{title}, local", f"{description} Local."),
        ]
        cells += found.instants.both(SQL("sent.{}").format(SQL(field)))
    table = Table(
        name="deliveries",
        title="Deliveries",
        description="One row for each message about a prompt, with what became of it.",
        columns=tuple(columns),
        key=(*KEY, "message", "channel"),
        references=(Reference(KEY, "prompts", KEY),),
    )
    return Source(table, tuple(cells), partial(_rows, found))


def _rows(found: PromptRows, people: People) -> Composable:
    return found.rows(people, joined=_SENT, then=SQL(", sent.planned_at, sent.id"))
