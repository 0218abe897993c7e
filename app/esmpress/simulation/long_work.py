"""A simulation as long work: the data a study would leave, to try the analysis on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esmpress.jobs.assignment import Assignment, CannotBeDone, Outcome
from esmpress.jobs.files import PIECE_BYTES
from esmpress.jobs.kinds import Kind, register
from esmpress.prompts.models import Prompt
from esmpress.simulation.data_file import DataFile
from esmpress.simulation.parameters import Parameters, usual_start
from esmpress.simulation.whole import CannotBeSimulated, simulate_study
from esmpress.studies.launching import missing_for_launch
from esmpress.studies.rights import Right

Status = Prompt.Status


def _simulate(assignment: Assignment) -> Outcome:
    study, given = assignment.study, assignment.job.parameters
    if reasons := missing_for_launch(study):
        raise CannotBeDone(_("It could not be launched as it is: %(why)s") % {"why": reasons[0]})
    parameters = Parameters(
        slug=study.slug,
        participants=given["participants"],
        start=usual_start(study, now=assignment.now),
        seed=given["seed"],
        compliance=given["compliance"] / 100,
    )
    parameters.check()
    with TemporaryDirectory(prefix="esmpress-job-") as folder:
        path = Path(folder) / "simulated.csv"
        counts = _written(assignment, parameters, path)
        name = f"{study.slug}-simulated.csv"
        assignment.keep(_parts(path), name=name, content_type="text/csv; charset=utf-8")
    return Outcome(_in_words(counts))


def _written(assignment: Assignment, parameters: Parameters, path: Path) -> Counter[str]:
    try:
        with DataFile(path) as file:
            return simulate_study(assignment.study, parameters, file, passed=assignment.progress)
    except CannotBeSimulated as error:
        raise CannotBeDone(str(error)) from error
    except ValidationError as error:
        # Enrolment refuses a synthetic participant, as it would a real one with these hours.
        raise CannotBeDone(error.messages[0]) from error
    except OSError as error:
        raise CannotBeDone(
            _("The data are too large for the server's disk. Try fewer participants.")
        ) from error


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(PIECE_BYTES):
            yield part


def _in_words(counts: Counter[str]) -> str:
    due = counts[Status.ANSWERED] + counts[Status.EXPIRED]
    if not due:
        return _("No prompt came due.")
    return _(
        "%(planned)s prompts were planned; %(answered)s of those that came due were answered, "
        "%(percent)d%%. All people and answers in the file are made up."
    ) % {
        "planned": number_format(sum(counts[one] for one in Status), force_grouping=True),
        "answered": number_format(counts[Status.ANSWERED], force_grouping=True),
        "percent": round(100 * counts[Status.ANSWERED] / due),
    }


def _reached(hours: int, of: int) -> str:
    return _("day %(day)d of %(days)d of the study") % {
        "day": min(hours // 24 + 1, -(-of // 24)),
        "days": -(-of // 24),
    }


SIMULATION = register(
    Kind("simulation", gettext_lazy("Simulated data"), _simulate, Right.SEE_STUDY, reached=_reached)
)
