"""Trying messages again, or calling them off: asked first, with a reason, and logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from esmpress.console.confirming import acting_researcher, object_or_denied, page_values
from esmpress.console.delivery_words import kind_in_words
from esmpress.console.wall_clock import on_wall_clock
from esmpress.delivery.act_refusals import why_not_again, why_not_off
from esmpress.delivery.message_acts import Acted, call_off, try_again
from esmpress.delivery.models import Notification
from esmpress.participants.models import Participant
from esmpress.studies.models import Study

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Act:
    """One of the acts: what it asks, what it does, and how it is told."""

    title: str
    sentence: str
    button: str
    run: Callable[..., Acted]
    # With the number of messages: told to the researcher, and noted with the reason.
    done: str


ACTS = {
    "try_again": Act(
        "Try again",
        "They are sent within seconds, as long as enough of the time to answer is left.",
        "Try again",
        try_again,
        "tried again",
    ),
    "call_off": Act(
        "Do not send",
        "They stay unsent. A prompt without its invitation ends as not sent and leaves the "
        "compliance alone.",
        "Do not send",
        call_off,
        "called off",
    ),
}
MAY_ARRIVE_TWICE = "It is unknown whether it went out before: it may arrive twice."


class ReasonForm(forms.Form):
    """Why, for the log."""

    reason = forms.CharField(
        label="Why?",
        max_length=150,
        widget=UnfoldAdminTextInputWidget,
        help_text="Stays in the history of the study and of each participant.",
    )


@dataclass(frozen=True)
class Line:
    """One message on the page that asks."""

    row: Notification
    name: str
    planned: str
    problem: str
    warning: str


def may_act(request: HttpRequest) -> bool:
    """Whether who asks may decide about messages: whoever may change participants."""
    rights = ("participants.change_participant", "delivery.view_notification")
    return request.user.has_perms(rights)


class MessageActs(ModelAdmin):
    """Adds the page that asks to an Admin of studies."""

    def get_urls(self) -> list[URLPattern]:
        """The page's address before those of the Admin."""
        view = self.admin_site.admin_view(self.act_on_messages)
        mine = path("<path:object_id>/message-acts/", view, name="studies_study_message_acts")
        return [mine, *super().get_urls()]

    def act_on_messages(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask about the messages chosen, or do it; `act` and `row` stand in the address."""
        study = object_or_denied(self, request, object_id)
        act = ACTS.get(request.GET.get("act", ""))
        if act is None or not may_act(request):
            raise PermissionDenied
        rows = _rows_of(study, request.GET.getlist("row"))
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and rows and form.is_valid():
            self._do(request, study, act, rows, why=form.cleaned_data["reason"])
            return redirect(_back(request, study, rows))
        values = {
            "act": act,
            "lines": [_line(row, act) for row in rows],
            "form": form,
            "back": _back(request, study, rows),
        }
        frame = page_values(self, request, study, title=act.title)
        status = 422 if form.errors else 200
        return render(request, "console/message_acts.html", frame | values, status=status)

    def _do(
        self,
        request: HttpRequest,
        study: Study,
        act: Act,
        rows: Sequence[Notification],
        *,
        why: str,
    ) -> None:
        acted = act.run([row.pk for row in rows], study_id=study.pk, now=timezone.now())
        changed = [row for row in rows if row.pk in acted.changed]
        if changed:
            noted = _note(act, changed, why)
            self.log_change(request, study, noted)
            _log_people(request, act, changed, why)
            self.message_user(request, noted, messages.SUCCESS)
        for row in rows:
            if sentence := acted.refused.get(row.pk):
                self.message_user(request, f"{_name(row)}: {sentence}", messages.WARNING)


def _rows_of(study: Study, asked: Sequence[str]) -> list[Notification]:
    ids = [int(text) for text in asked[:MOST_AT_ONCE] if text.isdecimal()]
    rows = Notification.objects.filter(pk__in=ids, prompt__participant__study=study)
    return list(rows.select_related("prompt__participant__study").order_by("planned_at", "pk"))


def _line(row: Notification, act: Act) -> Line:
    is_again = act.run is try_again
    problem = why_not_again(row, now=timezone.now()) if is_again else why_not_off(row)
    doubt = is_again and row.status == Notification.Status.UNCERTAIN
    return Line(
        row,
        _name(row),
        on_wall_clock(row.planned_at, row.prompt.time_zone),
        problem,
        MAY_ARRIVE_TWICE if doubt and not problem else "",
    )


def _name(row: Notification) -> str:
    return f"{row.prompt.participant}, {kind_in_words(row.kind).lower()}"


def _note(act: Act, rows: Sequence[Notification], why: str) -> str:
    """The line in the study's history: how many, of whom, and why."""
    codes = sorted({row.prompt.participant.code for row in rows})
    people = ", ".join(codes[:10]) + (f" and {len(codes) - 10} others" if len(codes) > 10 else "")
    return f"{len(rows)} message{pluralize(len(rows))} {act.done} ({people}): {why}"


def _log_people(request: HttpRequest, act: Act, rows: Sequence[Notification], why: str) -> None:
    """A line in the history of each participant, saying which message."""
    names: dict[Participant, list[str]] = {}
    for row in rows:
        moment = on_wall_clock(row.planned_at, row.prompt.time_zone)
        names.setdefault(row.prompt.participant, []).append(
            f"{kind_in_words(row.kind).lower()} of {moment}"
        )
    for participant, of in names.items():
        people: list[Model] = [participant]
        LogEntry.objects.log_actions(
            acting_researcher(request).pk,
            people,
            CHANGE,
            change_message=f"Message {act.done} ({'; '.join(of)}): {why}",
        )


def _back(request: HttpRequest, study: Study, rows: Sequence[Notification]) -> str:
    """Where the researcher came from: one participant's timeline, or the study's panel."""
    people = {row.prompt.participant_id for row in rows}
    if request.GET.get("from") == "timeline" and len(people) == 1:
        return reverse("admin:participants_participant_timeline", args=[*people])
    return reverse("admin:studies_study_delivery", args=[study.pk])
