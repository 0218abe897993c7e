"""What a work gets, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from esmpress.jobs.files import LIFETIME, FileTooLarge, given_file, keep_pieces
from esmpress.jobs.models import Job
from esmpress.studies.models import Study

# How far the work is, of how much; without the second, nobody knows how much there is.
Progress = Callable[[int, int | None], None]


class CannotBeDone(Exception):
    """The work cannot be done; the message is the sentence that whoever asked reads."""


@dataclass(frozen=True)
class Outcome:
    """One sentence on what was done, and the study that was made, if one was."""

    said: str
    study: Study | None = None


@dataclass(frozen=True)
class Assignment:
    """The job, when it was begun, and where to tell how far it is.

    `progress` raises when the work is to stop: let that pass.
    """

    job: Job
    progress: Progress
    now: datetime

    @property
    def study(self) -> Study:
        """The study; only work that is asked for in one has it."""
        assert self.job.study is not None
        return self.job.study

    def given(self) -> bytes:
        """The file that was given along."""
        return given_file(self.job)

    def keep(self, parts: Iterable[bytes], *, name: str, content_type: str) -> None:
        """Keep a file as the result; its parts may be small, and are not held in memory.

        Raises CannotBeDone for a file that grows too large.
        """
        try:
            self.job.file_size = keep_pieces(self.job, parts)
        except FileTooLarge as error:
            raise CannotBeDone(str(error)) from error
        self.job.file_name, self.job.file_type = name, content_type
        self.job.kept_until = self.now + LIFETIME
