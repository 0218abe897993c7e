"""The page with a participant's timeline, behind a button of their page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.blinding import sees_arms
from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.message_acts import may_act
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.timeline.page import timeline_page
from esmpress.console.timeline.picture import legend_marks
from esmpress.console.timeline.written import written_to
from esmpress.lazy_texts import lazily
from esmpress.studies.rights import Right


class TimelineAdmin(StudyScoped):
    """Adds the page to an Admin of participants."""

    def has_timeline_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see people and messages."""
        return self.may(request, Right.SEE_PEOPLE, object_id)

    @action(
        description=lazily("Timeline"),
        permissions=["timeline"],
        url_path="timeline",
        icon="view_timeline",
    )
    def timeline(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Some days of the participant: each prompt, its messages and what became of them."""
        participant = object_or_denied(self, request, object_id)
        page = timeline_page(
            participant,
            request.GET.get("page", ""),
            sees_arms=sees_arms(request, participant.study_id),
            now=timezone.now(),
        )
        title = _("Timeline of %(participant)s") % {"participant": participant}
        frame = page_values(self, request, participant, title=title, page_name=_("Timeline"))
        values = {
            "page": page,
            "marks": legend_marks(),
            "written": written_to(participant),
            "may_act": may_act(request, participant.study_id),
        }
        return render(request, "console/timeline.html", frame | values)
