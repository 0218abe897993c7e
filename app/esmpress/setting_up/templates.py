"""Templates: common designs to begin a study with, kept as study files beside this module."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from esmpress.accounts.models import Researcher
from esmpress.exchange.study_importing import import_study
from esmpress.exchange.study_reading import ReadStudy, read_study_file
from esmpress.exchange.study_refusals import RefusedStudyFile
from esmpress.lazy_texts import lazily
from esmpress.setting_up.naming import Naming, SlugTaken
from esmpress.studies.models import Study

FOLDER = Path(__file__).with_name("designs")


@dataclass(frozen=True)
class Template:
    """A design under a short name, what it asks, and what it is good for."""

    key: str
    title: str
    asks: str
    use: str

    @property
    def file(self) -> Path:
        """Its study file."""
        return FOLDER / f"{self.key}.study.json"


TEMPLATES = (
    Template(
        "esm-week",
        lazily("Semi-random ESM week"),
        lazily(
            "For 7 days 8 questionnaires a day: one at a random moment of each of 8 "
            "blocks between 9:00 and 21:00, at least 15 minutes apart."
        ),
        lazily(
            "For how feelings and situations change from hour to hour. Moments "
            "cannot be foreseen, and still cover the whole day."
        ),
    ),
    Template(
        "diary-month",
        lazily("Daily diary month"),
        lazily(
            "On 30 evenings one questionnaire at 20:30, about the whole day; until "
            "23:30 it can be opened."
        ),
        lazily(
            "For how days differ: sleep, stress, contacts. One questionnaire a day "
            "is little to ask, so it can go on for long."
        ),
    ),
    Template(
        "bursts",
        lazily("Measurement bursts"),
        lazily(
            "4 bursts of 7 days, each with 5 questionnaires a day at random moments of 5 blocks "
            "between 9:00 and 21:00. From one burst to the next 3 weeks are free."
        ),
        lazily(
            "For how people change over months, and how they vary from hour to hour, in one study."
        ),
    ),
)


class UnknownTemplate(Exception):
    """There is no template of that name."""


def find_template(key: str) -> Template:
    """The template; raises UnknownTemplate."""
    for one in TEMPLATES:
        if one.key == key:
            return one
    raise UnknownTemplate(key)


@cache
def read_template(template: Template) -> ReadStudy:
    """What its file says, read once in each process."""
    return read_study_file(template.file.read_bytes())


def make_from_template(
    template: Template, naming: Naming, *, researcher: Researcher | None
) -> Study:
    """A new draft of the design, its questionnaires drafts too; raises SlugTaken."""
    read = read_template(template)
    named = read.file.study.model_copy(update=asdict(naming))
    file = read.file.model_copy(update={"study": named})
    try:
        return import_study(replace(read, file=file), slug=naming.slug, researcher=researcher)
    except RefusedStudyFile as error:
        # The rest of the file is ours.
        raise SlugTaken(naming.slug) from error
