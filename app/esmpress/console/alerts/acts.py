"""What can be done about an alert: each asks first, acts on POST, and is logged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from esmpress.alerts.handling import (
    HandledBefore,
    NotTheirs,
    acknowledge,
    assign,
    mark_done,
    members_to_assign,
)
from esmpress.alerts.models import Alert
from esmpress.alerts.models.alert import NOTE_LENGTH
from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.rights.scoping import StudyScoped
from esmpress.studies.rights import Right


class NoteForm(forms.Form):
    """What somebody is going to do, for the others."""

    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        label=gettext_lazy("Note"),
        help_text=gettext_lazy(
            "What you do about it, for your colleagues. Everybody who may see the study's people "
            "reads it: write no answer and no address."
        ),
        widget=UnfoldAdminTextareaWidget,
    )


class AssignForm(forms.Form):
    """Who is to look after it."""

    def __init__(self, data: Any, *, alert: Alert) -> None:
        """Offer the members who may act on people."""
        super().__init__(data, initial={"who": alert.assigned_to_id})
        able = members_to_assign(alert.study_id).order_by("researcher__name", "researcher__email")
        self.fields["who"] = forms.TypedChoiceField(
            required=False,
            label=_("Who looks after it"),
            help_text=_("Owners and coordinators can; it stays in the list of everybody else."),
            choices=[("", _("nobody")), *((one.researcher_id, one.researcher) for one in able)],
            coerce=int,
            empty_value=None,
            widget=UnfoldAdminSelectWidget,
        )


class AlertActs(StudyScoped):
    """The pages behind the buttons above an alert's page."""

    def has_handle_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may act on people."""
        return self.may(request, Right.ACT_ON_PEOPLE, object_id)

    @action(
        description=gettext_lazy("Acknowledge"),
        permissions=["handle"],
        url_path="acknowledge",
        icon="visibility",
    )
    def acknowledge(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say that somebody looks after it, with a note."""
        alert: Alert = object_or_denied(self, request, object_id)
        form = NoteForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            by, now = acting_researcher(request), timezone.now()
            try:
                acknowledge(alert, note=form.cleaned_data["note"], by=by, now=now)
            except HandledBefore:
                return self._too_late(request, alert)
            return self._noted(request, alert, _("Acknowledged."))
        return confirm(
            self,
            request,
            alert,
            title=_("Acknowledge this alert"),
            sentences=[_("Your colleagues see that you look after it, and are mailed no more.")],
            button=_("Acknowledge"),
            form=form,
            status=422 if form.errors else 200,
        )

    @action(
        description=gettext_lazy("Assign"),
        permissions=["handle"],
        url_path="assign",
        icon="person_add",
    )
    def assign(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give it to somebody."""
        alert: Alert = object_or_denied(self, request, object_id)
        form = AssignForm(request.POST if request.method == "POST" else None, alert=alert)
        if request.method == "POST" and form.is_valid():
            try:
                assign(alert, form.cleaned_data["who"])
            except HandledBefore:
                return self._too_late(request, alert)
            except NotTheirs:
                form.add_error("who", _("This person does not work in the study any more."))
            else:
                return self._noted(request, alert, _("Assigned."))
        return confirm(
            self,
            request,
            alert,
            title=_("Assign this alert"),
            sentences=[_("It stands beside the alert in the list; nobody is mailed by it.")],
            button=_("Assign"),
            form=form,
            status=422 if form.errors else 200,
        )

    @action(description=gettext_lazy("Done"), permissions=["handle"], url_path="done", icon="check")
    def done(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Settle it."""
        alert: Alert = object_or_denied(self, request, object_id)
        if request.method == "POST":
            try:
                mark_done(alert, by=acting_researcher(request), now=timezone.now())
            except HandledBefore:
                return self._too_late(request, alert)
            return self._noted(request, alert, _("Done."))
        return confirm(
            self,
            request,
            alert,
            title=_("Is this alert done?"),
            sentences=[
                _(
                    "It goes to the history. What still is so is not raised again before it was "
                    "over."
                )
            ],
            button=_("Done"),
        )

    def _noted(self, request: HttpRequest, alert: Alert, said: str) -> HttpResponse:
        self.log_change(request, alert, said)
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:alerts_alert_change", alert.pk)

    def _too_late(self, request: HttpRequest, alert: Alert) -> HttpResponse:
        said = _("Nothing was changed: somebody else was first. Look at what they did.")
        self.message_user(request, said, messages.WARNING)
        return redirect("admin:alerts_alert_change", alert.pk)
