"""The data package as long work."""

from __future__ import annotations

from typing import IO

from django.utils.formats import number_format
from django.utils.translation import gettext

from esmpress.export.package.members import ZipSink
from esmpress.export.package.shifted import shifted
from esmpress.export.package.streaming import streamed
from esmpress.export.package.versions import VersionTaken
from esmpress.export.package.writing import Sharing, Written, write_package
from esmpress.jobs.assignment import Assignment, CannotBeDone, Outcome

ZIP = "application/zip"
# A parameter of the job: for sharing.
SHIFT_DATES = "shift_dates"


def make_package(assignment: Assignment) -> Outcome:
    """Keep the zip as the job's file."""
    study, made = assignment.study, []
    sharing = shifted(study) if assignment.job.parameters.get(SHIFT_DATES) else None

    def write(stream: IO[bytes]) -> None:
        sink = ZipSink(stream, now=assignment.now)
        progress, now = assignment.progress, assignment.now
        made.append(write_package(study, sink, now=now, progress=progress, sharing=sharing))
        sink.close()

    try:
        assignment.keep(streamed(write), name=f"{study.slug}.zip", content_type=ZIP)
    except VersionTaken as error:
        raise CannotBeDone(str(error)) from error
    [written] = made
    assignment.job.file_name = package_name(study.slug, written, sharing)
    return Outcome(
        gettext("Version %(version)s of the data; the package tells of all prompts: %(count)s.")
        % {
            "version": number_format(written.dataset_version, force_grouping=True),
            "count": number_format(written.prompts, force_grouping=True),
        }
    )


def package_name(slug: str, written: Written, sharing: Sharing | None = None) -> str:
    """What the zip is called: no name is that of both kinds."""
    kind = f"-{sharing.mark}" if sharing else ""
    return f"{slug}-v{written.dataset_version}{kind}.zip"
