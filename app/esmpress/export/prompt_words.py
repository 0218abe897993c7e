"""The columns of the long table that every study has, in words; docs/data-dictionary.md has them.

The items come after these.
"""

from __future__ import annotations

from esmpress.export.tables import Column
from esmpress.prompts.models import Prompt

_YES_NO = ((0, "no"), (1, "yes"))
_DEVICES = (("phone", "phone"), ("tablet", "tablet"), ("desktop", "desktop"))
CHANNELS = (("smtp", "a mail server"), ("sendgrid", "SendGrid"))

DESIGN = (
    Column("study", "text", "Study", "Short name (slug) of the study.", always_there=True),
    Column(
        "id",
        "text",
        "Participant",
        "The participant, as P and at least four digits; counts from 1 in each study.",
        always_there=True,
    ),
    Column("dyad", "text", "Dyad", "The pair a participant belongs to: empty, studies have none."),
    Column("role", "text", "Role in the dyad", "Empty, as studies have no dyads."),
    Column(
        "arm",
        "text",
        "Arm",
        "The arm on the study day of `day`; a change of arm counts from its first day. Empty in a "
        "study without arms.",
    ),
    Column(
        "stratum",
        "text",
        "Stratum",
        "The stratum of the participant, within which arms are balanced. Empty without strata.",
    ),
    Column(
        "phase",
        "text",
        "Phase",
        "The phase the study day lies in, or that of the schedule. Empty outside of all phases.",
    ),
    Column(
        "burst",
        "whole_number",
        "Measurement burst",
        "Which burst of the schedule the day lies in, from 1. Empty where there are no bursts.",
        minimum=1,
    ),
    Column("schedule", "text", "Schedule", "Name of the prompt's schedule.", always_there=True),
    Column(
        "day",
        "whole_number",
        "Study day",
        "From 1: a difference of local dates, not of hours.",
        minimum=1,
        always_there=True,
    ),
    Column(
        "beep",
        "whole_number",
        "Place in the day",
        "Place of the prompt in its schedule's day, from 1, never renumbered; of a follow-up, that "
        "of the prompt that brought it about. Empty for an event, which nobody planned.",
        minimum=1,
    ),
    Column(
        "event_no",
        "whole_number",
        "Number of the event",
        "Of an event the participant reported: its number that day, from 1. Empty otherwise.",
        minimum=1,
    ),
    Column(
        "obsno",
        "whole_number",
        "Observation number",
        "Place among all prompts of the participant in time, over all days and schedules, from 1.",
        minimum=1,
        always_there=True,
    ),
    Column(
        "questionnaire",
        "text",
        "Questionnaire",
        "Short name (slug) of the questionnaire asked.",
        always_there=True,
    ),
    Column(
        "trigger",
        "text",
        "What brought the prompt about",
        "Its time came, answers to another prompt, or the participant reported an event.",
        labels=tuple(Prompt.Trigger.choices),
        always_there=True,
    ),
)

# Each stands twice: in UTC and on the participant's wall clock.
INSTANTS: dict[str, tuple[str, str]] = {
    "scheduled": ("Planned moment", "The moment that was drawn for the prompt."),
    "sent": ("Invitation sent", "The invitation was handed to the mail server, which took it."),
    "delivered": (
        "Invitation delivered",
        "The provider says that it reached the mailbox; by SMTP, the mail server accepted it, and "
        "more is never known. Empty where neither is known.",
    ),
    "opened": ("Opened", "The participant deliberately opened the questionnaire."),
    "start": ("First answer", "The participant touched the first answer."),
    "end": ("Answers sent", "The participant sent the answers, as the page tells."),
    "received": ("Answers received", "The answers came in: later than `end` without network."),
    "open_until": ("End of the response window", "Until then the prompt could be opened."),
    "finish_until": ("End of the time to finish", "As promised when it was opened."),
}
ALWAYS_KNOWN = frozenset({"scheduled", "open_until"})


def instant_columns() -> tuple[Column, ...]:
    """The columns of INSTANTS."""
    made = []
    for name, (title, description) in INSTANTS.items():
        there = name in ALWAYS_KNOWN
        utc, local = f"{description} In UTC.", f"{description} On the wall clock of `tz`."
        made += [
            Column(f"{name}_utc", "instant", f"{title}, UTC", utc, always_there=there),
            Column(f"{name}_local", "local_instant", f"{title}, local", local, always_there=there),
        ]
    return tuple(made)


STATE = (
    Column(
        "status",
        "text",
        "Status",
        "What became of the prompt; missed is `expired`.",
        labels=tuple(Prompt.Status.choices),
        always_there=True,
    ),
    Column(
        "status_reason",
        "text",
        "Reason of the status",
        "Why a prompt was not sent or was called off, or why answers came late. Mostly empty.",
    ),
    Column(
        "completeness",
        "text",
        "Completeness of the answers",
        "Whether all was answered and sent, or the time ended before. Empty without answers.",
        labels=(("complete", "sent by the participant"), ("partial", "the time ended before")),
    ),
    Column(
        "valid",
        "whole_number",
        "Valid as CREMAS counts",
        "1 if the answers were sent, and the server itself saw them come in time; otherwise 0.",
        labels=_YES_NO,
        always_there=True,
    ),
    Column(
        "n_reminders",
        "whole_number",
        "Reminders sent",
        "How many reminders of the prompt went out; none that the participant asked for.",
        minimum=0,
        always_there=True,
    ),
    Column(
        "channel",
        "text",
        "Channel of the invitation",
        "What carried the invitation. Empty where none was planned, as for an event.",
        labels=CHANNELS,
    ),
    Column(
        "tz",
        "text",
        "Time zone",
        "IANA time zone of the participant when the prompt was planned.",
        always_there=True,
    ),
    Column(
        "utc_offset_min",
        "whole_number",
        "Offset from UTC at the planned moment",
        "Local time minus UTC, east positive.",
        unit="min",
        always_there=True,
    ),
    Column(
        "dst_flag",
        "text",
        "Clock change at the planned moment",
        "The drawn local time was skipped that night, or occurs twice. Empty on ordinary days.",
        labels=(("gap", "skipped, moved to the first valid instant"), ("fold", "occurs twice")),
    ),
    Column(
        "duration_s",
        "number",
        "Time from the first answer to the end",
        "`end` minus `start`, to the millisecond. Empty where it was not answered.",
        unit="s",
        minimum=0,
    ),
    Column(
        "latency_s",
        "number",
        "Time from the invitation to the first answer",
        "`start` minus `sent`, to the millisecond. Empty where it was begun before it was sent.",
        unit="s",
        minimum=0,
    ),
    Column(
        "language",
        "text",
        "Language",
        "Language the answers were given in; without answers, the participant's.",
        always_there=True,
    ),
    Column(
        "device",
        "text",
        "Device",
        "By the size of the screen and whether it is touched. Empty where it is not known.",
        labels=_DEVICES,
    ),
    Column(
        "schedule_version",
        "whole_number",
        "Version of the schedule",
        "By which the prompt was drawn: 1 was launched, more are changes while the study ran.",
        minimum=1,
        always_there=True,
    ),
    Column(
        "questionnaire_version",
        "whole_number",
        "Version of the questionnaire",
        "The published version the participant saw. Empty where it was never opened.",
        minimum=1,
    ),
    Column(
        "algorithm_version",
        "whole_number",
        "Version of the sampling algorithm",
        "By which the moment was drawn.",
        minimum=1,
        always_there=True,
    ),
    Column(
        "arrangement",
        "json",
        "Order that was shown",
        "What stood in another order than it is defined, and what a rotation left out. Empty where "
        "nothing was arranged, and without a response.",
    ),
    Column(
        "missing",
        "json",
        "Why answers are missing",
        "Of answers that were sent or kept: each item without one, and why: not_asked (never "
        "shown), not_answered (shown and skipped), not_reached (the time was over before), "
        "declined, not_computed. Empty where every item has an answer.",
    ),
)
STATIC = (*DESIGN, *instant_columns(), *STATE)
