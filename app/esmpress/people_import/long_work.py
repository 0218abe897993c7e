"""Checking, importing and undoing of large files as long work."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy

from esmpress.jobs.assignment import Assignment, CannotBeDone, Outcome
from esmpress.jobs.kinds import Kind, register
from esmpress.jobs.lifecycle import CancelAsked
from esmpress.jobs.models import Job
from esmpress.participants.models import PeopleImport
from esmpress.people_import.checking import check_lines
from esmpress.people_import.enrolling import enrol_lines, stop
from esmpress.people_import.storing import NotToBeChecked
from esmpress.people_import.undoing import undo
from esmpress.studies.rights import Right

# What a job is told: which import, and of whose stopped mail the uploader may know.
IMPORT, STUDIES_SEEN = "import", "studies_seen"


def _check(assignment: Assignment) -> Outcome:
    seen = assignment.job.parameters[STUDIES_SEEN]
    try:
        checked = check_lines(_import_of(assignment), studies_seen=seen)
    except NotToBeChecked as error:
        raise CannotBeDone(gettext("The import has begun, or the file was removed.")) from error
    if checked.refusal:
        return Outcome(gettext("The file could not be read to its end: its page says why."))
    return Outcome(_told(gettext("%(count)s lines were checked."), checked.counts["lines"]))


def _enrol(assignment: Assignment) -> Outcome:
    stored = _import_of(assignment)
    try:
        enrol_lines(stored, clock=timezone.now, report=assignment.progress)
    except CancelAsked:
        stop(stored, now=timezone.now())
        raise
    stored.refresh_from_db()
    return Outcome(_told(gettext("%(count)s people were enrolled."), stored.counts["enrolled"]))


def _undo(assignment: Assignment) -> Outcome:
    stored = _import_of(assignment)
    undo(stored, clock=timezone.now, report=assignment.progress)
    stored.refresh_from_db()
    return Outcome(_told(gettext("%(count)s people were removed again."), stored.counts["undone"]))


def _import_of(assignment: Assignment) -> PeopleImport:
    imports = assignment.study.people_imports.select_related("study")
    return imports.get(pk=assignment.job.parameters[IMPORT])


def _told(sentence: str, count: int) -> str:
    return sentence % {"count": number_format(count, force_grouping=True)}


CHECK_PEOPLE = register(
    Kind("check_people", gettext_lazy("Checking a file of people"), _check, Right.ENROL)
)
IMPORT_PEOPLE = register(
    Kind("import_people", gettext_lazy("Import of people"), _enrol, Right.ENROL, in_steps=True)
)
UNDO_PEOPLE = register(
    Kind("undo_people", gettext_lazy("Undoing an import"), _undo, Right.ENROL, in_steps=True)
)
KINDS = (CHECK_PEOPLE, IMPORT_PEOPLE, UNDO_PEOPLE)


def jobs_of(stored: PeopleImport) -> QuerySet[Job]:
    """The work on an import, the newest first."""
    return Job.objects.filter(
        study=stored.study_id,
        kind__in=[kind.name for kind in KINDS],
        **{f"parameters__{IMPORT}": stored.pk},
    )
