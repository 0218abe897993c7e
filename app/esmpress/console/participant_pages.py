"""What the pages behind the buttons above a participant's page have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.admin import ModelAdmin

from esmpress.console.blinding import sees_arms
from esmpress.console.confirming import confirm
from esmpress.participants.models import Participant


class ParticipantPages(ModelAdmin):
    """Rights, a page with a form, and the way back from it."""

    def has_withdraw_permission(self, request: HttpRequest, _object_id: str | None = None) -> bool:
        """Whoever may change participants may do all of it but one."""
        return request.user.has_perm("participants.change_participant")

    def has_unblinded_permission(self, request: HttpRequest, _object_id: str | None = None) -> bool:
        """Arms are shown to, and changed by, those who may see allocations."""
        return sees_arms(request)

    def _ask(
        self, request: HttpRequest, participant: Participant, form: forms.Form, **question: Any
    ) -> HttpResponse:
        status = 422 if form.errors else 200
        return confirm(self, request, participant, form=form, status=status, **question)

    def _done(self, request: HttpRequest, participant: Participant, said: str) -> HttpResponse:
        """Note what was done, say it, and go back to the participant."""
        self.log_change(request, participant, f"{said[0].upper()}{said[1:]}.")
        self.message_user(request, f"{participant}: {said}.")
        return redirect("admin:participants_participant_change", participant.pk)
