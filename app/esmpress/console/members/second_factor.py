"""Whether the members of a study need a second factor: its owners say so."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from esmpress.console.account.needed import log_in_of
from esmpress.studies.models import Study


def ask_for_factor(
    model_admin: ModelAdmin[Any], request: HttpRequest, study: Study
) -> HttpResponse:
    """Turn it on or off; on only by who has shown a factor, or they would lock themselves out."""
    page = redirect("admin:studies_study_members", study.pk)
    asks = request.POST.get("asks") == "yes"
    log_in = log_in_of(request)
    if asks and not (log_in and log_in.factor):
        said = _("Nothing was changed. Set up a second factor for yourself first, in My account.")
        messages.warning(request, said)
        return page
    Study.objects.filter(pk=study.pk).update(requires_second_factor=asks)
    # The history is read by everybody in one language.
    told = "need" if asks else "do not need"
    model_admin.log_change(request, study, f"Members {told} a second factor now.")
    messages.success(
        request,
        _("Members need a second factor now.")
        if asks
        else _("Members do not need a second factor any more."),
    )
    return page
