"""A large study file as long work: to check some megabytes takes longer than a page should."""

from __future__ import annotations

from django.contrib.admin.models import ADDITION, LogEntry
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esmpress.exchange.study_importing import import_study
from esmpress.exchange.study_reading import read_study_file
from esmpress.exchange.study_refusals import RefusedStudyFile
from esmpress.jobs.assignment import Assignment, CannotBeDone, Outcome
from esmpress.jobs.kinds import Kind, register
from esmpress.studies.members import make_owner
from esmpress.studies.rights import Right

# To read, to keep, to say so.
_STEPS = 3


def _import(assignment: Assignment) -> Outcome:
    researcher = assignment.job.asked_by
    if researcher is None:
        raise CannotBeDone(_("Whoever asked for it has no account any more."))
    assignment.progress(0, _STEPS)
    try:
        read = read_study_file(assignment.given())
        assignment.progress(1, _STEPS)
        study = import_study(read, researcher=researcher)
    except RefusedStudyFile as error:
        raise CannotBeDone("\n".join(error.faults)) from error
    make_owner(study, researcher, now=assignment.now)
    LogEntry.objects.log_actions(
        user_id=researcher.pk,
        queryset=[study],
        action_flag=ADDITION,
        change_message="Imported from a study file.",
        single_object=True,
    )
    assignment.progress(2, _STEPS)
    named = {"name": study.name, "slug": study.slug}
    said = _("“%(name)s” is imported as the draft “%(slug)s”.") % named
    return Outcome("\n".join([said, *read.remarks]), study=study)


STUDY_FILE = register(
    Kind("study_file", gettext_lazy("Import of a study file"), _import, Right.SEE_STUDY)
)
