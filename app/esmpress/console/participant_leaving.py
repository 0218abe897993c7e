"""Pausing and withdrawing a participant in the Admin: for how long, and how far."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.decorators import action
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSingleDateWidget

from esmpress.console.confirming import object_or_denied
from esmpress.console.participant_pages import ParticipantPages
from esmpress.lazy_texts import lazily
from esmpress.participants.models import Participant
from esmpress.prompts import stopping
from esmpress.withdrawal import AlreadyWithdrawn, Level, Wish, levels_left, withdraw

_NAMES = {
    Level.STOP: lazily("Stop"),
    Level.FORGET: lazily("Forget"),
    Level.EXCLUDE: lazily("Leave out"),
    Level.ERASE: lazily("Erase"),
}
_SAYS = {
    Level.STOP: lazily("Stop: no more messages. Answers given so far and the address are kept."),
    Level.FORGET: lazily(
        "Forget: the address is deleted too. Nobody can tell any more whose the answers "
        "are, and all links of the participant stop working."
    ),
    Level.EXCLUDE: lazily(
        "Leave out: as before, and the answers are left out of every export from now "
        "on. Files exported before are yours to mend."
    ),
    Level.ERASE: lazily(
        "Erase: answers, photos, messages and all else about the participant are deleted. "
        "Their number, the dates and this level stay."
    ),
}


class PauseForm(forms.Form):
    """Until when, if that is known."""

    until = forms.DateField(
        required=False,
        label=lazily("Ask again on"),
        help_text=lazily(
            "The day on which they are asked again, like 2027-01-31, at most 90 days "
            "ahead. Empty: until somebody resumes the participation."
        ),
        widget=UnfoldAdminSingleDateWidget,
    )


class WithdrawalForm(forms.Form):
    """How far a withdrawal goes."""

    def __init__(self, data: Any, *, participant: Participant) -> None:
        """Offer what is left to choose."""
        super().__init__(data)
        self.fields["level"] = forms.ChoiceField(
            label=_("How far?"),
            choices=[(level.value, _NAMES[level]) for level in levels_left(participant)],
            help_text=_("As the participant wished. Each goes further than the one above it."),
            widget=UnfoldAdminRadioSelectWidget,
        )


class LeavingActs(ParticipantPages):
    """The pages behind “Pause” and “Withdraw”."""

    @action(
        description=lazily("Pause"),
        permissions=["withdraw"],
        url_path="pause",
        icon="pause_circle",
    )
    def pause(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first; then ask the participant nothing until they resume, or until a day."""
        participant = object_or_denied(self, request, object_id)
        form = PauseForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            until = form.cleaned_data["until"]
            try:
                count = stopping.pause(participant, until=until, now=timezone.now())
            except ValidationError as error:
                form.add_error("until", error.messages[0].removeprefix("until: ").capitalize())
            except stopping.AlreadyStopped as error:
                self.message_user(request, str(error))
                return redirect("admin:participants_participant_change", object_id)
            else:
                return self._done(request, participant, _paused(count, until))
        return self._ask(
            request,
            participant,
            form,
            title=_("Pause this participant?"),
            sentences=[
                _(
                    "No more invitations will be sent until the pause ends. Invitations that "
                    "are out can still be answered."
                ),
                _("The study days count on: what falls into the pause is not asked later."),
            ],
            button=_("Pause"),
        )

    @action(
        description=lazily("Withdraw"),
        permissions=["withdraw"],
        url_path="withdraw",
        icon="person_off",
    )
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask how far; then end the participation and delete what goes with it."""
        participant = object_or_denied(self, request, object_id)
        if not levels_left(participant):
            self.message_user(
                request,
                _("%(participant)s has withdrawn as far as that goes.")
                % {"participant": participant},
            )
            return redirect("admin:participants_participant_change", object_id)
        form = WithdrawalForm(
            request.POST if request.method == "POST" else None, participant=participant
        )
        if request.method == "POST" and form.is_valid():
            level = Level(form.cleaned_data["level"])
            try:
                count = withdraw(participant, level, wish=Wish.RESEARCHER, now=timezone.now())
            except AlreadyWithdrawn as error:
                self.message_user(request, str(error))
                return redirect("admin:participants_participant_change", object_id)
            said = ngettext(
                "withdrawn (%(level)s); %(count)s prompt cancelled",
                "withdrawn (%(level)s); %(count)s prompts cancelled",
                count,
            ) % {"level": level.value, "count": count}
            return self._done(request, participant, said)
        return self._ask(
            request,
            participant,
            form,
            title=_("Withdraw this participant?"),
            sentences=[
                _(
                    "No more messages will be sent, but for one that tells the participant "
                    "of it. This cannot be undone; a withdrawal can only go further later."
                ),
                *(_SAYS[level] for level in levels_left(participant)),
            ],
            button=_("Withdraw"),
        )


def _paused(count: int, until: date | None) -> str:
    if until is None:
        return ngettext(
            "paused; %(count)s prompt cancelled", "paused; %(count)s prompts cancelled", count
        ) % {"count": count}
    return ngettext(
        "paused until %(until)s; %(count)s prompt cancelled",
        "paused until %(until)s; %(count)s prompts cancelled",
        count,
    ) % {"until": until, "count": count}
