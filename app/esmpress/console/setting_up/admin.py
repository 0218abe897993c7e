"""The set-up page behind a button of a draft's page; it is where a new study leads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.setting_up.page import set_up_page
from esmpress.console.setting_up.words import watched
from esmpress.console.wall_clock import on_wall_clock
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

PAGE = "admin:studies_study_set_up"
# What the form of a new study offers besides going on with its set-up.
_ELSEWHERE = ("_addanother", "_continue", "_popup")


class SettingUpAdmin(StudyScoped):
    """Adds the page to an Admin of studies."""

    def has_set_up_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study."""
        return self.may(request, Right.SEE_STUDY, object_id)

    @action(
        description=lazily("Set-up"), permissions=["set_up"], url_path="set-up", icon="fact_check"
    )
    def set_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is done, what is missing, and where to go on; of a launched study where to look."""
        study: Study = object_or_denied(self, request, object_id)
        values: dict[str, Any] = page_values(self, request, study, title=_("Set-up"))
        if study.launched_at is None:
            values["set_up"] = set_up_page(request, study, now=timezone.now())
        else:
            values["launched"] = on_wall_clock(study.launched_at, study.time_zone)
            access = access_of(request)
            values["ways"] = [way for way in watched(study) if access.may(way.right, study.pk)]
        return render(request, "console/setting_up.html", values)

    def response_add(
        self, request: HttpRequest, obj: Study, post_url_continue: Any = None
    ) -> HttpResponse:
        """After a new study comes its set-up."""
        if any(name in request.POST for name in _ELSEWHERE):
            response: HttpResponse = super().response_add(request, obj, post_url_continue)
            return response
        self.message_user(
            request, _("“%(obj)s” is added as a draft.") % {"obj": obj}, messages.SUCCESS
        )
        return redirect(PAGE, obj.pk)
