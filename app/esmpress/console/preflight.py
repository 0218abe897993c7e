"""The pre-flight page of a study: whether its mail will arrive, in red, amber and green."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, object_or_denied
from esmpress.console.foreseeing import ForeseeingAdmin
from esmpress.console.preflight_forms import ParticipantsForm, PhoneCheckForm
from esmpress.console.preflight_words import headline, looked_up, sections
from esmpress.delivery.preflight.checklist import IMAGINED, checklist
from esmpress.delivery.preflight.findings import Finding, worst
from esmpress.delivery.preflight.looking import look_up
from esmpress.delivery.preflight.phone_checks import NotSent, send_phone_check
from esmpress.delivery.preflight.sender import why_nothing_leaves
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

PAGE = "admin:studies_study_preflight"


class PreflightAdmin(ForeseeingAdmin):
    """Adds the page to an Admin of studies."""

    def has_launch_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may launch the study may prepare that."""
        return self.may(request, Right.LAUNCH, object_id)

    @action(
        description=lazily("Pre-flight"),
        permissions=["foresee"],
        url_path="preflight",
        icon="checklist",
    )
    def preflight(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The list as it stands; its buttons look the records up, and send a test mail.

        Whoever may see the study may read the list; the buttons are for who may launch it.
        """
        study = object_or_denied(self, request, object_id)
        if request.method != "POST":
            return self._list(request, study)
        if not self.has_launch_permission(request, object_id):
            raise PermissionDenied
        if request.POST.get("act") == "mail":
            return self._send(request, study)
        return self._look_up(request, study)

    def _look_up(self, request: HttpRequest, study: Study) -> HttpResponse:
        """Ask the DNS, for a few seconds at most."""
        if not why_nothing_leaves():
            look = look_up(
                reply_to=study.contact_email,
                now=timezone.now(),
                researcher=acting_researcher(request),
            )
            verdict = worst(Finding.from_json(one).verdict for one in look.results)
            self.log_change(request, study, f"Looked up the sending domain: {verdict}.")
        return redirect(PAGE, study.pk)

    def _send(self, request: HttpRequest, study: Study) -> HttpResponse:
        form = PhoneCheckForm(study, request.POST)
        if not form.is_valid():
            return self._list(request, study, form=form)
        try:
            send_phone_check(
                study,
                to=form.cleaned_data["to"],
                language=form.cleaned_data["language"],
                now=timezone.now(),
                researcher=acting_researcher(request),
            )
        except NotSent as error:
            form.add_error(None, str(error))
            return self._list(request, study, form=form)
        self.log_change(request, study, "Sent a test mail.")
        # Without the address: messages wait in a cookie.
        self.message_user(
            request, _("The test mail is on its way: open it on a phone."), messages.SUCCESS
        )
        return redirect(PAGE, study.pk)

    def _list(
        self, request: HttpRequest, study: Study, *, form: PhoneCheckForm | None = None
    ) -> HttpResponse:
        now = timezone.now()
        most = max(IMAGINED, study.participants.taking_part().count())
        imagined = ParticipantsForm(request.GET if "participants" in request.GET else None)
        number = imagined.cleaned_data["participants"] if imagined.is_valid() else most
        if not imagined.is_bound:
            imagined = ParticipantsForm(initial={"participants": most})
        found = checklist(study, now=now, participants=number)
        values: dict[str, Any] = {
            "list": found,
            "headline": headline(found),
            "looked_up": looked_up(found, now=now),
            "sections": sections(found),
            "mail_form": form or PhoneCheckForm(study, to=acting_researcher(request).email),
            "participants_form": imagined,
            "may_prepare": self.has_launch_permission(request, str(study.pk)),
        }
        wrong = form is not None or bool(imagined.errors)
        return self._show(
            request,
            study,
            "console/preflight.html",
            values,
            page_name=_("Pre-flight"),
            status=422 if wrong else 200,
        )
