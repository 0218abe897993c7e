"""What a member is mailed about a study's alerts: their own wishes, on a page of the study."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from esmpress.alerts.models import AlertRule, MailWishes, Way
from esmpress.alerts.waiting import MAILED
from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.rights.scoping import StudyScoped
from esmpress.studies.models import Membership, Study
from esmpress.studies.rights import Right

_HOURS = [(hour, f"{hour}:00") for hour in range(24)]


def _hour(label: Any, *, required: bool = False, help_text: Any = "") -> Any:
    none = [] if required else [("", gettext_lazy("none"))]
    return forms.TypedChoiceField(
        label=label,
        required=required,
        choices=[*none, *_HOURS],
        coerce=int,
        empty_value=None,
        help_text=help_text,
        widget=UnfoldAdminSelectWidget,
    )


_HELP = {
    AlertRule.Kind.RISK: gettext_lazy("An answer that needs a human."),
    AlertRule.Kind.MISSED: gettext_lazy("Somebody missed several prompts in a row."),
    AlertRule.Kind.COMPLIANCE: gettext_lazy("Somebody answers too few of their prompts."),
    AlertRule.Kind.BOUNCED: gettext_lazy("Mail to somebody does not arrive."),
    AlertRule.Kind.SILENCE: gettext_lazy("Nobody in the study opens anything."),
}


class WishesForm(forms.ModelForm[MailWishes]):
    """How each kind is mailed, and at what hours."""

    digest_hour = _hour(
        gettext_lazy("Once a day at"),
        required=True,
        help_text=gettext_lazy("When what waited since yesterday comes in one mail."),
    )
    quiet_from = _hour(
        gettext_lazy("Quiet from"), help_text=gettext_lazy("None: mail comes at any hour.")
    )
    quiet_until = _hour(
        gettext_lazy("Quiet until"),
        help_text=gettext_lazy(
            "In quiet hours nothing is mailed at once but answers that need a human; the rest "
            "follows when they are over."
        ),
    )

    class Meta:
        model = MailWishes
        fields = (*AlertRule.Kind.values, "digest_hour", "quiet_from", "quiet_until", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A choice for each kind, by its name."""
        super().__init__(*args, **kwargs)
        for kind in AlertRule.Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=str(kind.label).capitalize(),
                choices=Way.choices,
                help_text=_HELP[kind],
                widget=UnfoldAdminSelectWidget,
            )
        zone = self.fields["time_zone"]
        zone.label, zone.widget = _("Your time zone"), UnfoldAdminTextInputWidget()
        zone.help_text = _("Like Europe/Warsaw.")

    def clean(self) -> dict[str, Any]:
        """Quiet hours with both ends, or none."""
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if (begin is None) != (end is None):
            self.add_error("quiet_until", _("Quiet hours need both ends, or none."))
        return cleaned


class AlertWishesAdmin(StudyScoped):
    """Adds the page to an Admin of studies, for the roles that are mailed."""

    def get_urls(self) -> list[Any]:
        """The page, before the address that stands for any study."""
        view = self.admin_site.admin_view(self.alert_mail)
        own = path("<path:object_id>/alert-mail/", view, name="studies_study_alert_mail")
        return [own, *super().get_urls()]

    def alert_mail(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One's own wishes; a post keeps them."""
        study: Study = object_or_denied(self, request, object_id)
        if not self.may(request, Right.ACT_ON_PEOPLE, object_id):
            raise PermissionDenied
        member = Membership.objects.filter(
            study=study, researcher=acting_researcher(request), role__in=MAILED
        ).first()
        if member is None:
            return self._not_mailed(request, study)
        wishes = MailWishes.objects.filter(membership=member).first()
        wishes = wishes or MailWishes(membership=member, time_zone=study.time_zone)
        form = WishesForm(request.POST if request.method == "POST" else None, instance=wishes)
        if request.method == "POST" and form.is_valid():
            form.save()
            said = _("Your mail about alerts is set.")
            self.message_user(request, said, messages.SUCCESS)
            return redirect("admin:studies_study_alert_rules", study.pk)
        return confirm(
            self,
            request,
            study,
            title=_("My mail about alerts"),
            sentences=[
                _(
                    "Which alerts of this study you are mailed. Mails name participants by their "
                    "code, and hold no answer."
                ),
            ],
            button=_("Save"),
            form=form,
            status=422 if form.errors else 200,
        )

    def _not_mailed(self, request: HttpRequest, study: Study) -> HttpResponse:
        return confirm(
            self,
            request,
            study,
            title=_("My mail about alerts"),
            sentences=[_("Owners and coordinators of the study are mailed; you are none of them.")],
        )
