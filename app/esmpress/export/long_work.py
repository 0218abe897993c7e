"""Exports as long work: the same tables, kept as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from esmpress.export.copying import Passed
from esmpress.export.package.as_job import make_package
from esmpress.export.table import exported_prompts, stream_csv
from esmpress.export.timings_table import stream_timings
from esmpress.jobs.assignment import Assignment, Outcome
from esmpress.jobs.kinds import Kind, register
from esmpress.studies.rights import Right


def _data(assignment: Assignment) -> Outcome:
    lines = stream_csv(assignment.study, passed=_counted(assignment))
    return _keep(assignment, lines, f"{assignment.study.slug}.csv")


def _timings(assignment: Assignment) -> Outcome:
    lines = stream_timings(assignment.study, passed=_counted(assignment))
    return _keep(assignment, lines, f"{assignment.study.slug}-timings.csv")


def _counted(assignment: Assignment) -> Passed:
    total = exported_prompts(assignment.study).count()
    return lambda number: assignment.progress(number, total)


def _keep(assignment: Assignment, lines: Iterable[bytes], name: str) -> Outcome:
    assignment.keep(lines, name=name, content_type="text/csv; charset=utf-8")
    count = number_format(exported_prompts(assignment.study).count(), force_grouping=True)
    return Outcome(gettext("The file tells of all prompts so far: %(count)s.") % {"count": count})


def _reached(done: int, total: int) -> str:
    return ngettext("%(done)s of %(total)s prompt", "%(done)s of %(total)s prompts", total) % {
        "done": number_format(done, force_grouping=True),
        "total": number_format(total, force_grouping=True),
    }


EXPORT_DATA = register(
    Kind(
        "export",
        gettext_lazy("Data as CSV"),
        _data,
        Right.EXPORT,
        tells_arms=True,
        holds_answers=True,
        reached=_reached,
    )
)
EXPORT_PACKAGE = register(
    Kind(
        "package",
        gettext_lazy("Data package"),
        make_package,
        Right.EXPORT,
        tells_arms=True,
        holds_answers=True,
        reached=_reached,
    )
)
EXPORT_TIMINGS = register(
    Kind(
        "export_timings",
        gettext_lazy("Timings as CSV"),
        _timings,
        Right.EXPORT,
        tells_arms=True,
        holds_answers=True,
        reached=_reached,
    )
)
