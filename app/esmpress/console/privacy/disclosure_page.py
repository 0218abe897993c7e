"""What could tell who somebody is, before the data of a study are shared."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, object_or_denied, page_values
from esmpress.console.jobs.admin import to_job
from esmpress.console.rights.scoping import StudyScoped
from esmpress.export.disclosure import check_disclosure
from esmpress.export.disclosure_words import in_words, verdict
from esmpress.export.long_work import EXPORT_PACKAGE
from esmpress.export.package.as_job import SHIFT_DATES
from esmpress.jobs.asking import ask_for
from esmpress.jobs.tasks import wake
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study


class DisclosureAdmin(StudyScoped):
    """Adds the page to an Admin of studies, for whoever may export the data it looks through."""

    @action(
        description=lazily("Check before sharing"),
        permissions=["export"],
        url_path="disclosure",
        icon="policy",
    )
    def disclosure(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The verdict, and each finding in words; a post asks for a package to share."""
        study = object_or_denied(self, request, object_id)
        if request.method == "POST":
            return self._ask_for_package(request, study)
        found = check_disclosure(study)
        lines = [(one.grave, in_words(one, smallest=found.smallest)) for one in found.findings]
        values = page_values(self, request, study, title=_("Check before sharing")) | {
            "verdict": verdict(found),
            "is_grave": found.is_grave,
            "must": [words for grave, words in lines if grave],
            "may": [words for grave, words in lines if not grave],
            "people": found.people,
            "smallest": found.smallest,
        }
        return render(request, "console/disclosure.html", values)

    @transaction.atomic
    def _ask_for_package(self, request: HttpRequest, study: Study) -> HttpResponse:
        job = ask_for(
            EXPORT_PACKAGE.name,
            study=study,
            asked_by=acting_researcher(request),
            parameters={SHIFT_DATES: True},
            now=timezone.now(),
        )
        self.log_change(request, study, f"Asked for an export: {EXPORT_PACKAGE.name}.")
        transaction.on_commit(wake)
        return to_job(job)
