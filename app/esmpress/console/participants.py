"""Participants in the Admin: add one, see their state, withdraw them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import pluralize
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from esmpress.console.confirming import confirm, object_or_denied
from esmpress.participants import enrolment
from esmpress.participants.models import Participant
from esmpress.participants.unsubscribing import mark_subscribed
from esmpress.prompts import stopping
from esmpress.prompts.planning import plan_study


class EnrolmentForm(forms.ModelForm[Participant]):
    """One new participant."""

    email = forms.EmailField(label="E-mail address", widget=UnfoldAdminEmailInputWidget)
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget)
    time_zone = forms.CharField(
        required=False,
        help_text="The study's when left empty, else like Europe/London.",
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = Participant
        fields = ("study", "email", "language", "time_zone")

    def clean(self) -> dict[str, Any]:
        """Enrol as part of the check, so that every reason to refuse shows in the form."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        study = cleaned["study"]
        try:
            self.instance = enrolment.enrol(
                study,
                email=cleaned["email"],
                language=cleaned["language"],
                time_zone=cleaned["time_zone"] or study.time_zone,
                now=timezone.now(),
            )
        except enrolment.AlreadyEnrolled as error:
            raise ValidationError(str(error)) from error
        return cleaned

    def _post_clean(self) -> None:
        """The instance is complete and saved: enrolment made it."""


@admin.register(Participant)
class ParticipantAdmin(ModelAdmin):
    """Who takes part, by number; addresses are not shown."""

    form = EnrolmentForm
    list_display = ("code", "study", "status", "language", "time_zone", "start_date", "mail")
    list_filter = ("study", "status", "language")
    list_select_related = ("study",)
    search_fields = ("number",)
    search_help_text = "By code, like P0007."
    actions_detail: ClassVar = ["withdraw", "send_mail_again"]
    readonly_fields = (
        "code",
        "status",
        "enrolled_at",
        "start_date",
        "withdrawn_at",
        "unsubscribed_at",
    )

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> Any:
        """The buttons above a participant's page; nobody is withdrawn twice."""
        participant = self.get_object(request, str(object_id))
        if participant is None or participant.status != Participant.Status.ENROLLED:
            return []
        return super().get_actions_detail(request, object_id)

    @admin.display(description="mail", boolean=True)
    def mail(self, participant: Participant) -> bool:
        """Whether the participant still gets mail."""
        return participant.unsubscribed_at is None

    def get_fields(self, request: HttpRequest, obj: Participant | None = None) -> Any:
        """The form to enrol somebody, or what is known of them."""
        del request
        if obj is None:
            return ("study", "email", "language", "time_zone")
        return ("code", "study", "status", "language", "time_zone", *self.readonly_fields[2:])

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A participant's rows are changed by acts such as withdrawing, not by typing."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Deleting would tear holes into the data; people are withdrawn."""
        del request, obj
        return False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Participants whose code is searched for: P0007, p7 or 7."""
        digits = search_term.strip().lower().removeprefix("p").lstrip("0")
        return super().get_search_results(request, queryset, digits or search_term)

    def save_model(self, request: HttpRequest, obj: Participant, form: Any, change: bool) -> None:
        """Plan the new participant's first prompts when the study runs."""
        del request, form, change
        if obj.study.is_running:
            plan_study(obj.study, now=timezone.now())

    def has_withdraw_permission(self, request: HttpRequest, _object_id: str | None = None) -> bool:
        """Whoever may change participants may withdraw one."""
        return request.user.has_perm("participants.change_participant")

    @action(
        description="Withdraw",
        permissions=["withdraw"],
        url_path="withdraw",
        icon="person_off",
    )
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first; then end the participation and cancel what was planned."""
        participant = object_or_denied(self, request, object_id)
        if request.method != "POST":
            return confirm(
                self,
                request,
                participant,
                title="Withdraw this participant?",
                sentences=["No more messages will be sent. Answers given so far are kept."],
                button="Withdraw",
            )
        try:
            cancelled = stopping.withdraw(participant, now=timezone.now())
        except stopping.AlreadyStopped as error:
            self.message_user(request, str(error))
        else:
            self.log_change(request, participant, "Withdrawn.")
            prompts = f"{cancelled} prompt{pluralize(cancelled)} cancelled"
            self.message_user(request, f"{participant} is withdrawn; {prompts}.")
        return redirect("admin:participants_participant_change", object_id)

    @action(
        description="Send mail again",
        permissions=["withdraw"],
        url_path="send-mail-again",
        icon="mark_email_read",
    )
    def send_mail_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first; then undo a participant's unsubscribing."""
        participant = object_or_denied(self, request, object_id)
        if request.method != "POST":
            unsubscribed = participant.unsubscribed_at is not None
            return confirm(
                self,
                request,
                participant,
                title="Send mail again?" if unsubscribed else "Send mail again",
                sentences=["Only if this participant asked you to: they unsubscribed themselves."]
                if unsubscribed
                else ["This participant gets mail; nobody unsubscribed."],
                button="Send mail again" if unsubscribed else "",
            )
        if mark_subscribed(participant):
            self.log_change(request, participant, "Mail is sent again.")
            self.message_user(request, f"{participant} gets mail again.")
        return redirect("admin:participants_participant_change", object_id)
