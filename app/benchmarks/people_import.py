"""A file of 50,000 people: checked line by line, imported into a running study, and undone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.db import connection

from benchmarks.measuring import Figure
from benchmarks.rows import make_study
from esmpress.participants.models import PeopleImport
from esmpress.people_import.checking import check_lines
from esmpress.people_import.enrolling import begin, enrol_lines
from esmpress.people_import.including import include_doubtful
from esmpress.people_import.storing import store
from esmpress.people_import.undoing import begin_undoing, undo
from esmpress.studies.launching import launch

LINES = 50_000
PROMPTS = 6
GOAL_CHECK_SECONDS, GOAL_MEGABYTES, GOAL_A_SECOND = 60, 300, 200
_STATUS, _CLEAR_PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")
NOW = datetime.fromisoformat("2027-01-10T23:00:00+00:00")
HEADING = "E-mail;Język;Strefa czasowa;Uwagi"


def people_import() -> Iterator[Figure]:
    """Seconds to check, memory that takes, and people a second with their first prompts."""
    study = make_study("imported", prompts_per_day=PROMPTS)
    launch(study, now=NOW)
    stored = store(study, hard_file(LINES), uploaded_by=None, now=NOW)
    before = _megabytes("VmRSS")
    _CLEAR_PEAK.write_text("5")
    seconds = _seconds(lambda: check_lines(stored, studies_seen=[study.pk]))
    megabytes = _megabytes("VmHWM") - before
    stored.refresh_from_db()
    yield Figure(
        name="people_import, check",
        what=f"{LINES:,} lines in Windows-1250: {stored.counts['good']:,} good, "
        f"{stored.counts['doubtful']:,} doubtful, {stored.counts['refused']:,} refused",
        value=seconds,
        unit="s",
        goal=f"<= {GOAL_CHECK_SECONDS} s",
        is_met=seconds <= GOAL_CHECK_SECONDS,
    )
    yield Figure(
        name="people_import, memory",
        what="more memory at most while the lines are checked",
        value=megabytes,
        unit="MB",
        goal=f"<= {GOAL_MEGABYTES} MB",
        is_met=megabytes <= GOAL_MEGABYTES,
    )
    yield _imported(stored)
    yield _undone(stored)


def hard_file(count: int) -> bytes:
    """Of each ten lines one repeats an address, and three are broken in one way each."""
    lines = (_line(number) for number in range(count))
    return "\r\n".join([HEADING, *lines, ""]).encode("cp1250")


def _line(number: int) -> str:
    match number % 10:
        case 6:
            return f"OSOBA{number - 1}@example.org;en;;powtórzony"
        case 7:
            return f"osoba{number}@example;en;;zły adres"
        case 8:
            return f"=HYPERLINK({number});en;;formuła"
        case 9:
            return f"osoba{number}@example.org;en;Europe/Lodz;Łódź"
    return f"osoba{number}@example.org;angielski;Europe/Warsaw;gęś"


def _imported(stored: PeopleImport) -> Figure:
    include_doubtful(stored, included=True)
    begin(stored, now=NOW)
    seconds = _seconds(
        lambda: enrol_lines(stored, clock=lambda: NOW, report=lambda *_progress: None)
    )
    stored.refresh_from_db()
    people = stored.counts["enrolled"]
    rate = people / seconds
    return Figure(
        name="people_import, import",
        what=f"{people:,} people enrolled, their {_prompts():,} first prompts planned; "
        f"{seconds:.0f} s",
        value=rate,
        unit="a second",
        goal=f">= {GOAL_A_SECOND} a second",
        is_met=rate >= GOAL_A_SECOND,
    )


def _undone(stored: PeopleImport) -> Figure:
    begin_undoing(stored, now=NOW)
    seconds = _seconds(lambda: undo(stored, clock=lambda: NOW, report=lambda *_progress: None))
    stored.refresh_from_db()
    people = stored.counts["undone"]
    rate = people / seconds
    return Figure(
        name="people_import, undo",
        what=f"{people:,} people removed with their prompts; {seconds:.0f} s",
        value=rate,
        unit="a second",
        goal=f">= {GOAL_A_SECOND} a second",
        is_met=rate >= GOAL_A_SECOND,
    )


def _prompts() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM prompts_prompt")
        return int(cursor.fetchone()[0])


def _megabytes(name: str) -> float:
    """What Linux says of this process: VmRSS is its memory, VmHWM the most it has had."""
    lines = _STATUS.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
