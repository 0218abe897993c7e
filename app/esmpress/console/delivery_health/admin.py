"""The page with the delivery of a study, behind a button of its page."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from unfold.decorators import action

from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.delivery_health.page import DAY, PERIODS, health_page, in_a_line
from esmpress.console.message_acts import MessageActs, may_act
from esmpress.console.still_standing import warnings_on_sending
from esmpress.delivery.study_figures import ends_of
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study
from esmpress.studies.rights import Right


class DeliveryHealthAdmin(MessageActs):
    """Adds the page to an Admin of studies."""

    def has_delivery_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see people and messages."""
        return self.may(request, Right.SEE_PEOPLE, object_id)

    @admin.display(description=lazily("messages in the last 24 hours"))
    def messages(self, study: Study) -> str:
        """How many went out, and what asks for a look; more on the page."""
        now = timezone.now()
        return in_a_line(ends_of(study, since=now - DAY, now=now))

    @action(
        description=lazily("Delivery"),
        permissions=["delivery"],
        url_path="delivery",
        icon="monitor_heart",
    )
    def delivery(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What became of the study's messages in the last day, week, or from the beginning."""
        study = object_or_denied(self, request, object_id)
        now = timezone.now()
        page = health_page(study, request.GET.get("period", ""), now=now)
        values = {
            "page": page,
            "choices": [
                ("try_again", gettext("Could still go out"), page.again),
                ("call_off", gettext("Wait to go out"), page.off),
            ],
            "periods": [(name, words) for name, (words, _) in PERIODS.items()],
            "standing_still": warnings_on_sending(now=now) if study.is_running else [],
            "may_act": may_act(request, study.pk),
        }
        frame = page_values(self, request, study, title=gettext("Delivery"))
        return render(request, "console/delivery_health.html", frame | values)
