"""The compliance of a study as a page: a verdict, figures, pictures, and a table behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esmpress.console.blinding import tells_arm
from esmpress.console.compliance import tables, words
from esmpress.console.compliance.figures import Figures, figures_of
from esmpress.console.compliance.heat import draw_grid
from esmpress.console.compliance.pictures import draw_days, draw_hours, draw_latencies
from esmpress.console.compliance.tables import GridLine, Line, Table
from esmpress.console.delivery_health.pictures import draw_ends
from esmpress.console.delivery_words import MESSAGE_STATES
from esmpress.console.numbers import grouped as grouped_number
from esmpress.delivery.cremas.grids import Grid, grid_of, grouped
from esmpress.delivery.cremas.latencies import Latencies
from esmpress.delivery.cremas.people import Wanted
from esmpress.delivery.cremas.stages import Stages
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study

PEOPLE_A_PAGE = 50
GROUPS = 20
NUMBERS = (
    ("planned", lazily("planned"), lazily("came due and were not called off")),
    ("sent", lazily("sent"), lazily("invitations that went out")),
    ("delivered", lazily("delivered"), lazily("known to have arrived")),
    ("opened", lazily("opened"), lazily("begun deliberately")),
    ("started", lazily("started"), lazily("with an answer")),
    ("completed", lazily("completed"), lazily("answered and sent in time")),
    ("valid", lazily("valid"), lazily("completed, and seen in time by the server")),
)


@dataclass(frozen=True)
class Fields:
    """A picture of participants by days, and the numbers behind it."""

    name: str
    title: str
    rows_are: str
    picture: SafeString
    sentence: str
    spans: list[str]
    lines: list[GridLine]


@dataclass(frozen=True)
class Picture:
    """A picture, its sentence, and the table behind it: its first line names the columns."""

    name: str
    title: str
    picture: SafeString | str
    sentence: str
    table: Table | None = None
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Page:
    """What the page shows; pages of participants count from 1."""

    is_empty: bool
    verdict: str
    is_fine: bool
    reasons: list[str]
    compliance: str
    ended: str
    numbers: list[tuple[str, str, str]]
    events: str
    fields: list[Fields]
    pictures: list[Picture]
    people: list[Line]
    number: int
    count: int
    tables: list[Table]


def compliance_page(
    study: Study, stages: Stages, wanted: Wanted, asked: str, *, sees_arms: bool, now: datetime
) -> Page:
    """The page of participants that is asked for, with all figures; two statements."""
    found = figures_of(study, stages, wanted, now=now)
    count = max(1, -(-len(found.lowest_first) // PEOPLE_A_PAGE))
    number = int(asked) if asked.isdecimal() and 1 <= int(asked) <= count else 1
    shown = found.lowest_first[(number - 1) * PEOPLE_A_PAGE : number * PEOPLE_A_PAGE]
    names = sees_arms or not any(tells_arm(schedule) for schedule in stages.schedules)
    verdict, total = found.verdict, found.total
    return Page(
        is_empty=not verdict.due,
        verdict=words.verdict_in_words(verdict),
        is_fine=verdict.sent == verdict.due and not verdict.late,
        reasons=words.reasons_of(verdict),
        compliance=words.share_in_words(total.compliance),
        ended=_("%(completed)s completed, %(missed)s missed")
        % {"completed": grouped_number(total.completed), "missed": grouped_number(total.missed)},
        numbers=[
            (name, grouped_number(getattr(total, column)), says) for column, name, says in NUMBERS
        ],
        events=words.events_in_words(found.events),
        fields=_fields(found, shown),
        pictures=_pictures(found),
        people=tables.people_lines(shown, found.by_person, found.people),
        number=number,
        count=count,
        tables=_tables(found, stages, names=names, sees_arms=sees_arms),
    )


def _fields(found: Figures, shown: list[int]) -> list[Fields]:
    everybody, sentence = found.lowest_first, words.people_in_words(found.by_person)
    grid = grid_of(found.asked, shown)
    fields = [_field("heat", _("Participants by study days"), _("participant"), grid, sentence)]
    if len(everybody) > PEOPLE_A_PAGE:
        groups = grouped(found.asked, everybody, groups=GROUPS)
        title = _("All %(everybody)s participants by study days") % {
            "everybody": grouped_number(len(everybody))
        }
        said = _(
            "%(groups)s groups of about %(people)s participants, from the lowest "
            "compliance to the highest."
        ) % {"groups": GROUPS, "people": len(everybody) // GROUPS}
        fields.append(_field("groups", title, _("from lowest"), groups, said))
    return fields


def _field(name: str, title: str, rows_are: str, grid: Grid, sentence: str) -> Fields:
    picture = draw_grid(grid, name=name, title=title, sentence=sentence, rows_are=rows_are)
    spans = [span.name for span in grid.spans]
    return Fields(name, title, rows_are, picture, sentence, spans, tables.grid_lines(grid))


def _pictures(found: Figures) -> list[Picture]:
    day, hour = words.days_in_words(found.by_day), words.hours_in_words(found.by_hour)
    days = Table("by-day", _("By study day"), _("Study day"), tables.lines_of(found.by_day, {}))
    hours = Table("by-hour", _("By hour"), _("Hour"), tables.hour_lines(found.by_hour))
    return [
        Picture("days", _("Over study days"), draw_days(found.by_day, day), day, days),
        Picture("hours", _("By the hour of the day"), draw_hours(found.by_hour, hour), hour, hours),
        _latencies(found.latencies),
        _invitations(found.verdict.invitations),
    ]


def _latencies(found: Latencies | None) -> Picture:
    said = words.latencies_in_words(found)
    title = _("Latency: from invitation to first answer")
    if found is None:
        return Picture("latencies", title, "", said)
    rows = [
        (f"{place * found.width}-{(place + 1) * found.width}", f"{count:,}")
        for place, count in enumerate(found.bars)
    ]
    if found.has_longer:
        rows[-1] = (
            _("%(minutes)s and more") % {"minutes": (len(rows) - 1) * found.width},
            rows[-1][1],
        )
    picture = draw_latencies(found, said)
    return Picture(
        "latencies", title, picture, said, None, (_("Minutes"), _("Prompts")), tuple(rows)
    )


def _invitations(counts: dict[str, int]) -> Picture:
    said = words.troubles_in_words(counts)
    rows = [(MESSAGE_STATES[status].word, f"{count:,}") for status, count in counts.items()]
    picture = draw_ends(counts) if counts else ""
    heads = (_("Invitation"), _("Prompts"))
    return Picture("ends", _("Delivery of invitations"), picture, said, None, heads, tuple(rows))


def _tables(found: Figures, stages: Stages, *, names: bool, sees_arms: bool) -> list[Table]:
    beeps = tables.beep_lines(found.asked, stages, names=names)
    shown = [Table("beeps", _("By beep"), _("Beep"), beeps)]
    return [*shown, *tables.stage_tables(found.asked, stages)] if sees_arms else shown
