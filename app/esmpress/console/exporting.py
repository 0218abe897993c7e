"""The data to take home: at once where there are few, as long work where there are many."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.export_ends import told_at_the_end
from esmpress.console.jobs.admin import to_job
from esmpress.console.rights.scoping import StudyScoped
from esmpress.export.long_work import EXPORT_DATA, EXPORT_PACKAGE, EXPORT_TIMINGS
from esmpress.export.table import exported_prompts, stream_csv
from esmpress.export.timings_table import stream_timings
from esmpress.jobs.asking import ask_for
from esmpress.jobs.files import LIFETIME
from esmpress.jobs.kinds import Kind
from esmpress.jobs.tasks import wake
from esmpress.studies.models import Arm, Study
from esmpress.studies.rights import Right

# So many are written while somebody waits a second or two.
AT_ONCE = 10_000


class ExportingAdmin(StudyScoped):
    """Adds both tables and the data package to an Admin of studies."""

    def has_export_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """The table holds responses, and the arm each belongs to: for who may see both."""
        if not self.may(request, Right.EXPORT, object_id):
            return False
        has_arms = Arm.objects.filter(study_id=int(str(object_id))).exists()
        return not has_arms or self.may(request, Right.SEE_ARMS, object_id)

    @action(
        description=gettext_lazy("Export CSV"),
        permissions=["export"],
        url_path="export",
        icon="download",
    )
    def export_csv(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The data so far, one row for each planned prompt."""
        study = object_or_denied(self, request, object_id)
        if _are_many(study):
            return self._as_long_work(request, study, EXPORT_DATA, _takes_a_while())
        self.log_change(request, study, "Exported the data as CSV.")
        told = told_at_the_end(stream_csv(study), study, "data", acting_researcher(request))
        return _file(told, f"{study.slug}.csv")

    @action(
        description=gettext_lazy("Export timings"),
        permissions=["export"],
        url_path="export-timings",
        icon="timer",
    )
    def export_timings(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """When each item was shown and touched so far."""
        study = object_or_denied(self, request, object_id)
        if _are_many(study):
            return self._as_long_work(request, study, EXPORT_TIMINGS, _takes_a_while())
        self.log_change(request, study, "Exported the timings as CSV.")
        told = told_at_the_end(stream_timings(study), study, "timings", acting_researcher(request))
        return _file(told, f"{study.slug}-timings.csv")

    @action(
        description=gettext_lazy("Make data package"),
        permissions=["export"],
        url_path="export-package",
        icon="package_2",
    )
    def export_package(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """All tables with their codebook, in several formats, as one zip."""
        study = object_or_denied(self, request, object_id)
        sentences = [
            _(
                "A zip with all data of the study so far: prompts and answers, timings, messages, "
                "arms and participants as CSV, Parquet and SPSS files, with a codebook, scripts "
                "that load them in R and Python, and the design of the study."
            ),
            _(
                "It is made in the background: you can leave the page, and find the file under "
                "“Work” for %(days)d days."
            )
            % {"days": LIFETIME.days},
        ]
        return self._as_long_work(request, study, EXPORT_PACKAGE, sentences)

    def _as_long_work(
        self, request: HttpRequest, study: Study, kind: Kind, sentences: list[str]
    ) -> HttpResponse:
        """Say what is made; ask for it on a post."""
        if request.method == "POST":
            with transaction.atomic():
                job = ask_for(
                    kind.name,
                    study=study,
                    asked_by=acting_researcher(request),
                    now=timezone.now(),
                )
                self.log_change(request, study, f"Asked for an export: {kind.name}.")
                transaction.on_commit(wake)
            return to_job(job)
        return confirm(
            self,
            request,
            study,
            title=str(kind.title),
            sentences=sentences,
            button=_("Make the file"),
        )


def _takes_a_while() -> list[str]:
    sentence = _(
        "This study has many prompts, so the file takes a while. It is made in the background: you "
        "can leave the page, and find the file under “Work” for %(days)d days."
    )
    return [sentence % {"days": LIFETIME.days}]


def _are_many(study: Study) -> bool:
    some = exported_prompts(study).order_by()[: AT_ONCE + 1]
    return some.count() > AT_ONCE


def _file(blocks: Iterator[bytes], name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        blocks,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
