"""A job's file on its way to a browser: it ends where the right to it ends."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest

from esmpress.accounts.models import Researcher
from esmpress.console.jobs.visible import visible_to
from esmpress.console.rights.asking import access_of, forget_access
from esmpress.jobs.files import FileGone, result_pieces
from esmpress.jobs.models import Job


def taken_home(job: Job, request: HttpRequest) -> Iterator[bytes]:
    """The file, a piece at a time.

    Where it is deleted meanwhile, or who takes it may see it no more, the browser sees that the
    length is wrong.
    """
    try:
        for piece in result_pieces(job):
            if not _may_still(job, request):
                return
            yield piece
    except FileGone:
        return


def _may_still(job: Job, request: HttpRequest) -> bool:
    """Ask anew: a file can be large, and the line slow."""
    if isinstance(request.user, Researcher):
        request.user.refresh_from_db(fields=["is_active", "is_superuser"])
    forget_access(request)
    return Job.objects.filter(visible_to(access_of(request)), pk=job.pk).exists()
