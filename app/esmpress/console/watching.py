"""What happened, to look at and never to edit: the prompts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from esmpress.console.blinding import schedules_tell_arms, sees_arms
from esmpress.console.rights.filters import OwnStudiesFilter
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.wall_clock import HIDDEN, on_wall_clock, time_on_wall_clock
from esmpress.lazy_texts import lazily
from esmpress.prompts.models import Prompt
from esmpress.responses.drafts import is_partly_answered
from esmpress.studies.rights import Right

_CAUSES = {
    Prompt.Trigger.SCHEDULE: lazily("schedule"),
    Prompt.Trigger.FOLLOW_UP: lazily("answer"),
    Prompt.Trigger.EVENT: lazily("event"),
}
_CLOCK_CHANGES = {
    "gap": lazily("The clocks went forward over this time, so it came later."),
    "fold": lazily("The clocks went back, so this time came twice."),
}
# What stands in the place of a field for those who may not see arms.
_BLINDED = {
    "drawn_by": "drawn_by_blinded",
    "schedule": "schedule_blinded",
    "version": "version_blinded",
}


@admin.register(Prompt)
class PromptAdmin(StudyScoped):
    """Every planned prompt and how it went, on the participant's wall clock."""

    study_path = "participant__study"
    view_right = Right.SEE_PEOPLE

    list_display = (
        "scheduled",
        "participant",
        "study",
        "drawn_by",
        "cause",
        "place",
        "state",
        "sent",
        "opened",
        "answered",
    )
    list_filter = (("participant__study", OwnStudiesFilter), "status", "trigger")
    list_select_related = ("participant__study", "schedule__phase", "schedule_version", "draft")
    date_hierarchy = "scheduled_at"
    list_per_page = 50
    readonly_fields = (
        "study",
        "state",
        "version",
        *_BLINDED.values(),
        "scheduled",
        "sent",
        "opened",
        "started",
        "answered",
        "closes",
        "clock_change",
    )
    fieldsets = (
        (
            lazily("Prompt"),
            {"fields": (("study", "participant"), ("schedule", "questionnaire_version"))},
        ),
        (
            lazily("State"),
            {
                "fields": (
                    ("state", "status_reason"),
                    ("study_day", "beep"),
                    ("version", "trigger", "triggered_by"),
                )
            },
        ),
        (
            lazily("On the participant's wall clock"),
            {
                "fields": (
                    ("scheduled", "time_zone"),
                    ("sent", "opened"),
                    ("started", "answered"),
                    ("closes", "clock_change"),
                )
            },
        ),
    )

    @admin.display(description=lazily("study"), ordering="participant__study")
    def study(self, prompt: Prompt) -> str:
        """The study's short name: lists are narrow."""
        return prompt.participant.study.slug

    def get_list_display(self, request: HttpRequest) -> Any:
        """The schedules of one arm are hidden from those who may not see arms."""
        return self.list_display if sees_arms(request) else _blinded(self.list_display)

    def get_fieldsets(self, request: HttpRequest, obj: Prompt | None = None) -> Any:
        """The schedules of one arm are hidden from those who may not see arms."""
        study_id = obj.participant.study_id if obj else None
        return self.fieldsets if sees_arms(request, study_id) else _blinded(self.fieldsets)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nobody finds an arm by asking for its prompts in the address of the list."""
        is_open = lookup.split("__", maxsplit=1)[0] not in ("schedule", "schedule_version")
        return (is_open or sees_arms(request)) and super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Prompt]:
        """Each prompt with what decides whether its schedule may be named."""
        prompts: QuerySet[Prompt] = super().get_queryset(request)
        return prompts.annotate(tells_arms=schedules_tell_arms(study="participant__study"))

    @admin.display(description=lazily("schedule, version"))
    def drawn_by_blinded(self, prompt: Any) -> str:
        """The schedule and its version, unless they tell the arm; not to be sorted by."""
        return HIDDEN if prompt.tells_arms else self.drawn_by(prompt)

    @admin.display(description=lazily("schedule"))
    def schedule_blinded(self, prompt: Any) -> str:
        """The schedule, unless it tells the arm."""
        return HIDDEN if prompt.tells_arms else prompt.schedule.name

    @admin.display(description=lazily("version"))
    def version_blinded(self, prompt: Any) -> str:
        """The number of the schedule's version, unless it tells the arm."""
        return HIDDEN if prompt.tells_arms else str(self.version(prompt))

    @admin.display(description=lazily("schedule, version"), ordering="schedule")
    def drawn_by(self, prompt: Prompt) -> str:
        """The schedule and the version of it, short: lists are narrow."""
        return f"{prompt.schedule}, {prompt.schedule_version.number}"

    @admin.display(description=lazily("trigger"), ordering="trigger")
    def cause(self, prompt: Prompt) -> str:
        """What called for it, in a word."""
        return _CAUSES[Prompt.Trigger(prompt.trigger)]

    @admin.display(description=lazily("day, beep"), ordering="study_day")
    def place(self, prompt: Prompt) -> str:
        """The study day, and the place in the schedule's day."""
        return f"{prompt.study_day}, {prompt.beep}"

    @admin.display(description=lazily("version"))
    def version(self, prompt: Prompt) -> int:
        """The number of the schedule's version it was drawn by."""
        return prompt.schedule_version.number

    @admin.display(description=lazily("local time"), ordering="scheduled_at")
    def scheduled(self, prompt: Prompt) -> str:
        """Day and time."""
        return on_wall_clock(prompt.scheduled_at, prompt.time_zone)

    @admin.display(description=lazily("status"), ordering="status")
    def state(self, prompt: Prompt) -> str:
        """The status, and whether answers are kept of a prompt that was not finished."""
        status = prompt.get_status_display()
        if is_partly_answered(prompt):
            return _("%(status)s (partly answered)") % {"status": status}
        return status

    @admin.display(description=lazily("sent"), ordering="sent_at")
    def sent(self, prompt: Prompt) -> str:
        """When the invitation went out."""
        return time_on_wall_clock(prompt.sent_at, prompt.time_zone)

    @admin.display(description=lazily("opened"), ordering="opened_at")
    def opened(self, prompt: Prompt) -> str:
        """When the participant began."""
        return time_on_wall_clock(prompt.opened_at, prompt.time_zone)

    @admin.display(description=lazily("started"))
    def started(self, prompt: Prompt) -> str:
        """When the first answer was touched."""
        return time_on_wall_clock(prompt.started_at, prompt.time_zone)

    @admin.display(description=lazily("answered"), ordering="answered_at")
    def answered(self, prompt: Prompt) -> str:
        """When the answers came in."""
        return time_on_wall_clock(prompt.answered_at, prompt.time_zone)

    @admin.display(description=lazily("clock change"))
    def clock_change(self, prompt: Prompt) -> str:
        """What a change of the clocks did to its local time; a dash on every other day."""
        return _CLOCK_CHANGES.get(prompt.dst, HIDDEN)

    @admin.display(description=lazily("can be answered until"))
    def closes(self, prompt: Prompt) -> str:
        """The end of the time to open, or to finish once opened."""
        return on_wall_clock(prompt.finish_until or prompt.open_until, prompt.time_zone)


def _blinded(fields: Any) -> Any:
    """The same fields, with what tells no arm in the place of what might."""
    if isinstance(fields, dict):
        return {name: _blinded(inner) for name, inner in fields.items()}
    if isinstance(fields, tuple):
        return tuple(map(_blinded, fields))
    return _BLINDED.get(fields, fields)
