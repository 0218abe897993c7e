"""Trying messages again, or calling them off: asked first, with a reason, and logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminTextInputWidget

from esmpress.console.confirming import acting_researcher, object_or_denied, page_values
from esmpress.console.delivery_words import kind_in_words
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.wall_clock import on_wall_clock
from esmpress.delivery.act_refusals import why_not_again, why_not_off
from esmpress.delivery.message_acts import Acted, Decision, call_off, try_again
from esmpress.delivery.models import Notification, NotificationQuerySet
from esmpress.delivery.undecided import to_call_off, to_try_again
from esmpress.lazy_texts import lazily
from esmpress.participants.models import Participant
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

# Of all that can be decided about, so many at a press; the page says how many are left.
MOST_AT_ONCE = 2000
# More lines than this nobody reads before pressing.
MOST_LISTED = 100
# Messages to the researcher wait in a cookie, which holds few.
MOST_REFUSALS_TOLD = 10


@dataclass(frozen=True)
class Act:
    """One of the acts: what it asks, what it does, and how it is told."""

    title: str
    sentence: str
    cannot: str
    button: str
    run: Callable[..., Acted]
    # With the number of messages: told to the researcher, and noted in histories.
    count_done: Callable[[int], str]
    count_refused: Callable[[int], str]
    # Of one message, in the history of its participant.
    done: str


def _tried_again(count: int) -> str:
    return ngettext("%(count)s message tried again", "%(count)s messages tried again", count) % {
        "count": count
    }


def _not_tried_again(count: int) -> str:
    return ngettext(
        "%(count)s more message could not be tried again.",
        "%(count)s more messages could not be tried again.",
        count,
    ) % {"count": count}


def _called_off(count: int) -> str:
    return ngettext("%(count)s message called off", "%(count)s messages called off", count) % {
        "count": count
    }


def _not_called_off(count: int) -> str:
    return ngettext(
        "%(count)s more message could not be called off.",
        "%(count)s more messages could not be called off.",
        count,
    ) % {"count": count}


ACTS = {
    "try_again": Act(
        lazily("Try again"),
        lazily("They are sent within seconds, as long as enough of the time to answer is left."),
        lazily("Nothing of this can be tried again."),
        lazily("Try again"),
        try_again,
        _tried_again,
        _not_tried_again,
        lazily("Message tried again (%(of)s): %(why)s"),
    ),
    "call_off": Act(
        lazily("Do not send"),
        lazily(
            "They stay unsent. A prompt without its invitation ends as not sent and leaves the "
            "compliance alone."
        ),
        lazily("Nothing of this can be called off."),
        lazily("Do not send"),
        call_off,
        _called_off,
        _not_called_off,
        lazily("Message called off (%(of)s): %(why)s"),
    ),
}
MAY_ARRIVE_TWICE = lazily("It is unknown whether it went out before: it may arrive twice.")


class ReasonForm(forms.Form):
    """Why, for the log."""

    reason = forms.CharField(
        label="Why?",
        max_length=150,
        widget=UnfoldAdminTextInputWidget,
        help_text=lazily("Stays with each message, and in the history of each participant."),
    )


@dataclass(frozen=True)
class Line:
    """One message on the page that asks."""

    name: str
    planned: str
    problem: str
    warning: str


@dataclass(frozen=True)
class Chosen:
    """The messages an act is about, and how many more the choice would have held."""

    rows: list[Notification]
    left: int = 0


def may_act(request: HttpRequest, study_id: int) -> bool:
    """Whether who asks may decide about messages of the study."""
    return access_of(request).may(Right.MESSAGE_PEOPLE, study_id)


class MessageActs(StudyScoped):
    """Adds the page that asks to an Admin of studies."""

    def get_urls(self) -> list[URLPattern]:
        """The page's address before those of the Admin."""
        view = self.admin_site.admin_view(self.act_on_messages)
        mine = path("<path:object_id>/message-acts/", view, name="studies_study_message_acts")
        return [mine, *super().get_urls()]

    def act_on_messages(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask about the messages chosen, or do it; the address says which, and what to do."""
        study = object_or_denied(self, request, object_id)
        act = ACTS.get(request.GET.get("act", ""))
        if act is None or not may_act(request, study.pk):
            raise PermissionDenied
        now = timezone.now()
        chosen = _chosen(request, study, act, now=now)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and chosen.rows and form.is_valid():
            self._do(request, study, act, chosen.rows, why=form.cleaned_data["reason"])
            return redirect(_back(request, study, chosen.rows))
        lines = [_line(row, act, now=now) for row in chosen.rows]
        values = {
            "act": act,
            "lines": lines[:MOST_LISTED],
            "count": len(lines),
            "left": chosen.left,
            "can_happen": any(not line.problem for line in lines),
            "form": form,
            "back": _back(request, study, chosen.rows),
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
        decision = Decision(acting_researcher(request).pk, why)
        ids = [row.pk for row in rows]
        acted = act.run(ids, decision, study_id=study.pk, now=timezone.now())
        changed = [row for row in rows if row.pk in acted.changed]
        if changed:
            # Whoever may see the study reads its history: nobody is named there, and what a
            # researcher wrote may tell of somebody.
            done = act.count_done(len(changed))
            self.log_change(request, study, f"{done}.")
            _log_people(request, act, changed, why)
            self.message_user(request, f"{done} ({_codes(changed)}): {why}", messages.SUCCESS)
        refused = [row for row in rows if row.pk in acted.refused]
        for row in refused[:MOST_REFUSALS_TOLD]:
            sentence = f"{_name(row)}: {acted.refused[row.pk]}"
            self.message_user(request, sentence, messages.WARNING)
        more = len(refused) - MOST_REFUSALS_TOLD
        if more > 0:
            self.message_user(request, act.count_refused(more), messages.WARNING)


def undecided_about(study: Study, act: Act, *, now: datetime) -> NotificationQuerySet:
    """All messages of a study that an act could change now."""
    return to_try_again(study, now=now) if act.run is try_again else to_call_off(study)


def _chosen(request: HttpRequest, study: Study, act: Act, *, now: datetime) -> Chosen:
    """The rows ticked, or with `all` every one an act could change, or those that ended alike."""
    asked = request.GET
    if "all" in asked:
        rows = undecided_about(study, act, now=now)
        if status := asked.get("status", ""):
            rows = rows.filter(status=status, reason=asked.get("reason", ""))
        first = list(rows[:MOST_AT_ONCE])
        left = rows.count() - len(first) if len(first) == MOST_AT_ONCE else 0
        return Chosen(first, left)
    ids = list({int(text) for text in asked.getlist("row") if text.isdecimal()})
    rows = Notification.objects.filter(pk__in=ids, prompt__participant__study=study)
    found = rows.select_related("prompt__participant__study").order_by("planned_at", "pk")
    return Chosen(list(found[:MOST_AT_ONCE]), max(0, len(ids) - MOST_AT_ONCE))


def _line(row: Notification, act: Act, *, now: datetime) -> Line:
    is_again = act.run is try_again
    problem = why_not_again(row, now=now) if is_again else why_not_off(row)
    # Whatever it is now, once it may have arrived.
    doubt = is_again and row.uncertain_at is not None
    return Line(
        _name(row),
        on_wall_clock(row.planned_at, row.prompt.time_zone),
        problem,
        MAY_ARRIVE_TWICE if doubt and not problem else "",
    )


def _name(row: Notification) -> str:
    return f"{row.prompt.participant}, {kind_in_words(row.kind).lower()}"


def _codes(rows: Sequence[Notification]) -> str:
    codes = sorted({row.prompt.participant.code for row in rows})
    first, others = ", ".join(codes[:10]), len(codes) - 10
    if others <= 0:
        return first
    return ngettext("%(codes)s and %(count)s other", "%(codes)s and %(count)s others", others) % {
        "codes": first,
        "count": others,
    }


def _log_people(request: HttpRequest, act: Act, rows: Sequence[Notification], why: str) -> None:
    """A line in the history of each participant, saying which message."""
    names: dict[Participant, list[str]] = {}
    for row in rows:
        moment = on_wall_clock(row.planned_at, row.prompt.time_zone)
        names.setdefault(row.prompt.participant, []).append(
            _("%(kind)s of %(moment)s")
            % {"kind": kind_in_words(row.kind).lower(), "moment": moment}
        )
    content_type = ContentType.objects.get_for_model(Participant)
    LogEntry.objects.bulk_create(
        LogEntry(
            user_id=acting_researcher(request).pk,
            content_type=content_type,
            object_id=str(participant.pk),
            object_repr=str(participant),
            action_flag=CHANGE,
            change_message=act.done % {"of": "; ".join(of), "why": why},
        )
        for participant, of in names.items()
    )


def _back(request: HttpRequest, study: Study, rows: Sequence[Notification]) -> str:
    """Where the researcher came from: one participant's timeline, or the study's panel."""
    people = {row.prompt.participant_id for row in rows}
    if request.GET.get("from") == "timeline" and len(people) == 1:
        return reverse("admin:participants_participant_timeline", args=[*people])
    return reverse("admin:studies_study_delivery", args=[study.pk])
