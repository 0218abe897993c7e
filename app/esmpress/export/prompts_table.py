"""The long table: one row for each planned prompt, missed ones included."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from psycopg.sql import SQL, Composable, Literal

from esmpress.export import told
from esmpress.export.cells import Instants, participant_code
from esmpress.export.item_columns import Version, item_columns, versions_of
from esmpress.export.prompt_bursts import Bursts
from esmpress.export.prompt_cells import static_cells
from esmpress.export.prompt_reasons import needs_logic, reasons
from esmpress.export.prompt_stages import Stages, stages_of
from esmpress.export.prompt_words import STATIC
from esmpress.export.sources import People, Source
from esmpress.export.tables import Reference, Table
from esmpress.studies.models import Study

ANSWERS = SQL("coalesce(response.answers, told.answers)")
VERSION = SQL("coalesce(response.questionnaire_version_id, prompt.questionnaire_version_id)")
_OF_RESPONSE = SQL("response.answers"), SQL("response.questionnaire_version_id")
KEY = ("id", "obsno")
_DRAWN_BY = ("schedule", "schedule_version")
_NO_MORE = SQL("")

# Numbered before anything is joined, and so sorted while the rows are small.
_ROWS = SQL("""  FROM (
       SELECT prompt.*, row_number() OVER (
              PARTITION BY prompt.participant_id ORDER BY prompt.scheduled_at, prompt.id) AS obsno
         FROM prompts_prompt AS prompt
        WHERE prompt.participant_id = ANY({people}){until}) AS prompt
  JOIN (SELECT id, number, {code} AS code, nullif(stratum, '') AS stratum, language, start_date
          FROM participants_participant WHERE id = ANY({people}) OFFSET 0) AS participant
    ON participant.id = prompt.participant_id
  JOIN (SELECT schedule.id, schedule.name, schedule.phase_id AS phase,
               questionnaire.slug AS questionnaire
          FROM studies_schedule AS schedule
          JOIN questionnaires_questionnaire AS questionnaire
            ON questionnaire.id = schedule.questionnaire_id
         WHERE schedule.study_id = {study}) AS schedule ON schedule.id = prompt.schedule_id
  JOIN studies_scheduleversion AS schedule_version
    ON schedule_version.id = prompt.schedule_version_id
  LEFT JOIN questionnaires_questionnaireversion AS questionnaire_version
    ON questionnaire_version.id = prompt.questionnaire_version_id
  LEFT JOIN responses_response AS response ON response.prompt_id = prompt.id
  LEFT JOIN export_told AS told ON told.prompt_id = prompt.id
  LEFT JOIN LATERAL ({messages}) AS message ON true{stages}{bursts}{joined}
 ORDER BY participant.number, prompt.obsno{then}""")
# What is known of the invitation, and the reminders that left. More than SMTP's word, that the
# mail server took it, is never known of what went by it.
_MESSAGES = SQL("""
       SELECT count(*) FILTER (WHERE kind LIKE 'reminder%' AND handed_over_at IS NOT NULL
                                 AND status NOT IN ('dropped', 'failed', 'not_sent')) AS reminders,
              max(channel) FILTER (WHERE kind = 'invitation') AS channel,
              max(CASE WHEN status IN ('bounced', 'dropped') THEN NULL
                       WHEN channel = 'smtp' THEN accepted_at ELSE delivered_at END)
                FILTER (WHERE kind = 'invitation') AS delivered_at
         FROM delivery_notification WHERE prompt_id = prompt.id""")


@dataclass(frozen=True)
class Wanted:
    """Which prompts, and how: those scheduled `until` an instant, all where there is none.

    `shift_days` is an expression about `participant`, see `cells.Instants`.
    """

    until: datetime | None = None
    shift_days: Composable | None = None


@dataclass(frozen=True)
class PromptRows:
    """What the tables about prompts have in common: FROM to ORDER BY, and what is told before."""

    study: Study
    versions: list[Version]
    stages: Stages
    bursts: Bursts
    wanted: Wanted = field(default_factory=Wanted)

    def rows(
        self, people: People, *, joined: Composable = _NO_MORE, then: Composable = _NO_MORE
    ) -> Composable:
        """FROM and ORDER BY, with the names that `prompt_cells` uses.

        What is `joined` may make several rows of a prompt, in the order of what comes `then`.
        """
        until = self.wanted.until
        return _ROWS.format(
            people=Literal(list(people)),
            until=SQL(" AND prompt.scheduled_at <= {}").format(Literal(until))
            if until
            else SQL(""),
            code=participant_code(SQL("number")),
            study=Literal(self.study.pk),
            messages=_MESSAGES,
            stages=self.stages.joined,
            bursts=self.bursts.joined(people),
            joined=joined,
            then=then,
        )

    def before(self, people: People) -> None:
        """Work out what only the questionnaires' logic can tell."""
        answers, key = _OF_RESPONSE
        told.tell(people, needs_logic=needs_logic(self.versions, answers=answers, key=key))

    @property
    def instants(self) -> Instants:
        """In the zone the prompt was planned in."""
        return Instants(SQL("prompt.time_zone"), self.wanted.shift_days)

    @property
    def missing(self) -> Composable:
        """The cell that says why answers are missing."""
        answers, key = _OF_RESPONSE
        return SQL(
            "CASE WHEN told.prompt_id IS NOT NULL THEN nullif(told.missing, '{{}}') ELSE {} END"
        ).format(reasons(self.versions, answers=answers, key=key))


def prompt_rows(study: Study, wanted: Wanted | None = None) -> PromptRows:
    """What tables about prompts are made of; reads the study's design, not its data."""
    return PromptRows(
        study, versions_of(study), stages_of(study), Bursts(study), wanted or Wanted()
    )


def prompts_table(study: Study, wanted: Wanted | None = None) -> Source:
    """The long table of a study."""
    found = prompt_rows(study, wanted)
    items = item_columns(
        found.versions,
        taken={column.name for column in STATIC},
        answers=ANSWERS,
        version=VERSION,
    )
    own = static_cells(
        study,
        instants=found.instants,
        stages=found.stages,
        burst=found.bursts.cell,
        missing=found.missing,
    )
    table = Table(
        name="prompts",
        title="Prompts",
        description="One row for each planned prompt, answered, answered in part, or not.",
        columns=(*STATIC, *(column for column, _ in items)),
        key=KEY,
        references=(
            Reference(("id",), "participants", ("id",)),
            Reference(_DRAWN_BY, "schedules", _DRAWN_BY),
        ),
    )
    cells = (*own, *(cell for _, cell in items))
    return Source(table, cells, found.rows, before=found.before)
