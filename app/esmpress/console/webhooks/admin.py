"""The page of a study's webhooks: who is told what, with the secret shown once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.account.pages import ask_first, is_sure
from esmpress.console.confirming import acting_researcher, confirm, object_or_denied, page_values
from esmpress.console.posted import posted_number
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.webhooks.forms import NewEndpointForm, SureForm
from esmpress.console.webhooks.rows import delivery_rows, endpoint_row
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study
from esmpress.studies.rights import Right
from esmpress.webhooks.endpoints import (
    add_endpoint,
    delete_endpoint,
    replace_secret,
    send_again,
    send_test,
    switch_off,
    switch_on,
)
from esmpress.webhooks.models import Endpoint

PAGE = "admin:studies_study_webhooks"


class WebhooksAdmin(StudyScoped):
    """Adds the page to an Admin of studies."""

    def has_webhooks_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever decides which programs read the study decides which are told."""
        return self.may(request, Right.MANAGE_MEMBERS, object_id)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **more: Any
    ) -> Any:
        """The study's page, which says when an endpoint was switched off by itself."""
        study = more.get("obj")
        if isinstance(study, Study) and self.may(request, Right.MANAGE_MEMBERS, str(study.pk)):
            off = study.webhook_endpoints.filter(off_at__isnull=False)
            context["webhooks_off"] = list(off.exclude(off_reason=Endpoint.Off.BY_HAND))
        response: HttpResponse = super().render_change_form(request, context, *args, **more)
        return response

    @action(
        description=lazily("Webhooks"),
        permissions=["webhooks"],
        url_path="webhooks",
        icon="webhook",
    )
    def webhooks(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The endpoints, or the one that is asked for; a post changes one."""
        study: Study = object_or_denied(self, request, object_id)
        if request.method == "POST":
            return self._act(request, study)
        if "prove" in request.GET and not is_sure(request):
            return ask_first(request.get_full_path())
        if "endpoint" in request.GET:
            endpoint = _endpoint(study, request.GET["endpoint"])
            return self._endpoint_page(request, study, endpoint)
        return self._endpoints_page(request, study, NewEndpointForm())

    def _act(self, request: HttpRequest, study: Study) -> HttpResponse:
        act = request.POST.get("act", "")
        if not act:
            return redirect(PAGE, study.pk)
        if act == "add":
            return self._add_endpoint(request, study)
        endpoint = _endpoint(study, request.POST.get("endpoint", ""))
        match act:
            case "replace" if not is_sure(request):
                return ask_first(_address(endpoint))
            case "replace":
                return self._replace(request, study, endpoint)
            case "delete":
                return self._delete(request, study, endpoint)
        self._act_at_once(request, study, endpoint, act)
        return redirect(_address(endpoint))

    def _act_at_once(
        self, request: HttpRequest, study: Study, endpoint: Endpoint, act: str
    ) -> None:
        """What needs no question, and can be taken back or done again."""
        now = timezone.now()
        match act:
            case "test":
                send_test(endpoint, now=now)
                said = _("A test is on its way; what becomes of it stands below.")
                self.message_user(request, said, messages.SUCCESS)
            case "off" if switch_off(endpoint, now=now):
                self._log(request, study, "switched off", endpoint)
            case "on" if switch_on(endpoint):
                self._log(request, study, "switched on", endpoint)
            case "again":
                if not send_again(endpoint, posted_number(request, "delivery"), now=now):
                    raise Http404
                said = _("The event is on its way once more.")
                self.message_user(request, said, messages.SUCCESS)

    def _add_endpoint(self, request: HttpRequest, study: Study) -> HttpResponse:
        if not is_sure(request):
            return ask_first(request.path)
        form = NewEndpointForm(request.POST)
        if not form.is_valid():
            return self._endpoints_page(request, study, form, status=422)
        try:
            made, secret = add_endpoint(
                study,
                **form.cleaned_data,
                made_by=acting_researcher(request),
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self._endpoints_page(request, study, form, status=422)
        self._log(request, study, "added", made)
        return self._endpoint_page(request, study, made, secret=secret)

    def _replace(self, request: HttpRequest, study: Study, endpoint: Endpoint) -> HttpResponse:
        secret = replace_secret(endpoint, now=timezone.now())
        endpoint.refresh_from_db()
        self._log(request, study, "given another secret", endpoint)
        return self._endpoint_page(request, study, endpoint, secret=secret)

    def _delete(self, request: HttpRequest, study: Study, endpoint: Endpoint) -> HttpResponse:
        if "sure" not in request.POST:
            return confirm(
                self,
                request,
                study,
                title=_("Delete the endpoint “%(name)s”?") % {"name": endpoint.name},
                sentences=[
                    _("The program is told nothing more, and what it was told is not listed."),
                    _("Its secret is gone; another endpoint gets another one."),
                ],
                button=_("Delete"),
                form=SureForm(initial={"act": "delete", "endpoint": endpoint.pk, "sure": "1"}),
            )
        self._log(request, study, "deleted", endpoint)
        delete_endpoint(endpoint)
        self.message_user(request, _("The endpoint was deleted."), messages.SUCCESS)
        return redirect(PAGE, study.pk)

    def _log(self, request: HttpRequest, study: Study, act: str, endpoint: Endpoint) -> None:
        # The history is read by everybody in one language; the address is not for everybody.
        self.log_change(request, study, f"A webhook endpoint was {act}: “{endpoint.name}”.")

    def _endpoints_page(
        self, request: HttpRequest, study: Study, form: NewEndpointForm, *, status: int = 200
    ) -> HttpResponse:
        now = timezone.now()
        values = page_values(self, request, study, title=_("Webhooks")) | {
            "rows": [endpoint_row(one, study, now=now) for one in study.webhook_endpoints.all()],
            "form": form,
            "is_sure": is_sure(request),
            "media": self.media,
        }
        return render(request, "console/webhooks.html", values, status=status)

    def _endpoint_page(
        self, request: HttpRequest, study: Study, endpoint: Endpoint, *, secret: str = ""
    ) -> HttpResponse:
        values = page_values(self, request, study, title=endpoint.name) | {
            "row": endpoint_row(endpoint, study, now=timezone.now()),
            "deliveries": delivery_rows(endpoint, study),
            "secret": secret,
            "is_sure": is_sure(request),
            "page": reverse(PAGE, args=[study.pk]),
            "address": _address(endpoint),
        }
        return render(request, "console/webhook.html", values)


def _endpoint(study: Study, number: str) -> Endpoint:
    """The endpoint of the study; raises Http404."""
    known = number.isascii() and number.isdecimal()
    found = study.webhook_endpoints.filter(pk=int(number[:18])).first() if known else None
    if found is None:
        raise Http404
    return found


def _address(endpoint: Endpoint) -> str:
    return f"{reverse(PAGE, args=[endpoint.study_id])}?endpoint={endpoint.pk}"
