"""The list of long work, and the page of one: progress, cancel, result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from esmpress.console.confirming import acting_researcher, object_or_denied, page_values
from esmpress.console.jobs.taking import taken_home
from esmpress.console.jobs.visible import is_member_of, visible_to
from esmpress.console.jobs.words import JobPage, job_page, percent_of, title_of, zone_of
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import MissingIsNotFound
from esmpress.console.wall_clock import on_wall_clock
from esmpress.jobs.asking import cancel, go_on
from esmpress.jobs.models import Job
from esmpress.jobs.tasks import wake
from esmpress.studies.rights import Right

State = Job.State


@admin.register(Job)
class JobAdmin(MissingIsNotFound):
    """Long work of studies, by right, and one's own."""

    list_display = ("what", "study_name", "state_in_words", "asked_by", "asked", "ended")
    list_filter = ("state",)
    list_select_related = ("study", "asked_by")
    list_per_page = 50

    def get_urls(self) -> list[Any]:
        """Of one job: what its page asks for again and again, the end, the file."""
        views = {
            "progress": self.progress_view,
            "cancel": self.cancel_view,
            "go_on": self.go_on_view,
            "file": self.file_view,
        }
        own = [
            path(
                f"<int:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"jobs_job_{name}",
            )
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """What one may see."""
        rows: QuerySet[Job] = super().get_queryset(request)
        return rows.filter(visible_to(access_of(request))).select_related("study", "asked_by")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The job, or None; raises PermissionDenied where a member's role is not enough."""
        found = super().get_object(request, object_id, from_field)
        if found is None and str(object_id).isdecimal():
            hidden = Job.objects.filter(pk=object_id).first()
            if hidden is not None and is_member_of(hidden, access_of(request)):
                raise PermissionDenied
        return found

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whatever is found may be seen; the list, which may be empty, by everybody."""
        del obj
        return access_of(request).researcher_id is not None

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Work is asked for where it belongs."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never by hand."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With its study alone, by whoever may delete that; see `delete_view`."""
        if not isinstance(obj, Job) or obj.study_id is None:
            return False
        return access_of(request).may(Right.DELETE, obj.study_id)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> Any:
        """Never by hand."""
        del args, more
        object_or_denied(self, request, object_id)
        raise PermissionDenied

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> Any:
        """How far the work is, and what came out of it."""
        del args, more
        job = object_or_denied(self, request, object_id)
        frame = page_values(self, request, job, title=title_of(job))
        # The list leads here; the job itself is no step on the way.
        frame["trail"] = frame["trail"][:1]
        return render(request, "console/job.html", frame | _shown(job))

    def progress_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The part of the page that changes."""
        job = object_or_denied(self, request, str(object_id))
        return render(request, "console/job_progress.html", _shown(job))

    def cancel_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for the end of the work."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = object_or_denied(self, request, str(object_id))
        if cancel(job, now=timezone.now()):
            self.log_change(request, job, _("Cancelled."))
        return to_job(job)

    def go_on_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for what is left of work that ended early; where nothing is, its page again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = object_or_denied(self, request, str(object_id))
        with transaction.atomic():
            more = go_on(job, asked_by=acting_researcher(request), now=timezone.now())
            transaction.on_commit(wake)
        if more is not None:
            self.log_change(request, job, _("Gone on with."))
        return to_job(more or job)

    def file_view(self, request: HttpRequest, object_id: int) -> StreamingHttpResponse:
        """The result; the right is asked for anew, and the trail tells who took it home."""
        job = object_or_denied(self, request, str(object_id))
        if not job.has_file(now=timezone.now()):
            raise Http404
        if request.method == "GET":
            self.log_change(request, job.study or job, f"Took home {job.file_name}.")
        headers = {
            "Content-Disposition": f'attachment; filename="{job.file_name}"',
            "Content-Length": str(job.file_size),
            "Cache-Control": "no-store",
        }
        return StreamingHttpResponse(
            taken_home(job, request), content_type=job.file_type, headers=headers
        )

    @admin.display(description=_("what"))
    def what(self, job: Job) -> str:
        """What the work makes or does."""
        return title_of(job)

    @admin.display(description=_("study"), ordering="study__name")
    def study_name(self, job: Job) -> str:
        """Its study, if it is of one."""
        return str(job.study or "")

    @admin.display(description=_("state"), ordering="state")
    def state_in_words(self, job: Job) -> str:
        """With how far it is, where that is known."""
        percent = percent_of(job)
        label = str(State(job.state).label)
        if percent is None:
            return label
        return _("%(state)s, %(percent)d%%") % {"state": label, "percent": percent}

    @admin.display(description=_("asked for"), ordering="created_at")
    def asked(self, job: Job) -> str:
        """When, on the wall clock of its study."""
        return on_wall_clock(job.created_at, zone_of(job))

    @admin.display(description=_("ended"), ordering="ended_at")
    def ended(self, job: Job) -> str:
        """When, on the wall clock of its study."""
        return on_wall_clock(job.ended_at, zone_of(job))


def to_job(job: Job) -> HttpResponseRedirect:
    """The way to the page of a job."""
    return redirect("admin:jobs_job_change", job.pk)


def _shown(job: Job) -> dict[str, Any]:
    return {"job": job, "page": page_of(job, now=timezone.now())}


def page_of(job: Job, *, now: datetime) -> JobPage:
    """A job in words, with how many others are before it."""
    before = Job.objects.filter(created_at__lt=job.created_at, state__in=("waiting", "running"))
    ahead = before.count() if job.state == State.WAITING else 0
    return job_page(job, ahead=ahead, now=now)
