"""What the pages behind the buttons above a participant's page have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from esmpress.console.confirming import confirm
from esmpress.console.rights.scoping import StudyScoped
from esmpress.participants.models import Participant
from esmpress.studies.rights import Right


class ParticipantPages(StudyScoped):
    """Rights, a page with a form, and the way back from it."""

    def has_withdraw_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may act on people may do all of it but what follows."""
        return self.may(request, Right.ACT_ON_PEOPLE, object_id)

    def has_writing_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may message people may have a mail sent to one."""
        return self.may(request, Right.MESSAGE_PEOPLE, object_id)

    def has_unblinded_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Arms are shown to, and changed by, those who may see allocations."""
        return self.may(request, Right.SEE_ARMS, object_id)

    def _ask(
        self, request: HttpRequest, participant: Participant, form: forms.Form, **question: Any
    ) -> HttpResponse:
        status = 422 if form.errors else 200
        return confirm(self, request, participant, form=form, status=status, **question)

    def _done(self, request: HttpRequest, participant: Participant, said: str) -> HttpResponse:
        """Note what was done, say it, and go back to the participant."""
        self.log_change(request, participant, f"{said[0].upper()}{said[1:]}.")
        return self._said(request, participant, f"{participant}: {said}.")

    def _said(self, request: HttpRequest, participant: Participant, said: str) -> HttpResponse:
        """Say what was done and noted already, and go back to the participant."""
        self.message_user(request, said)
        return redirect("admin:participants_participant_change", participant.pk)
