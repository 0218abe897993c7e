"""What the list of participants tells beside each: compliance, last answer, bounces."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from esmpress.console.compliance.words import share_in_words
from esmpress.console.rows_at_once import RowsAtOnce
from esmpress.console.wall_clock import HIDDEN, on_wall_clock
from esmpress.delivery.bounces import bounces_of
from esmpress.lazy_texts import lazily
from esmpress.participants.models import Participant
from esmpress.prompts.compliance import sums_of


class ParticipantFigures(RowsAtOnce):
    """Adds the columns: whoever sees people sees their prompts and messages; two statements."""

    def get_list_display(self, request: HttpRequest) -> Any:
        """Three more columns."""
        return (*super().get_list_display(request), "compliance", "last_answer", "bounces")

    def add_figures(self, request: HttpRequest, rows: list[Any]) -> None:
        """Read what the columns show of these participants."""
        del request
        sums, bounces = sums_of(rows), bounces_of(rows)
        for row in rows:
            row.listed = sums.get(row.pk), bounces.get(row.pk, 0)

    @admin.display(description="compliance")
    def compliance(self, participant: Any) -> str:
        """Answered of all that were answered or missed; a dash before the first."""
        sums, _ = participant.listed
        is_left_out = participant.withdrawal_level in Participant.LEFT_OUT
        return share_in_words(None if sums is None or is_left_out else sums.figures.share)

    @admin.display(description=lazily("last answer"))
    def last_answer(self, participant: Any) -> str:
        """When, on the participant's wall clock."""
        sums, _ = participant.listed
        return on_wall_clock(sums and sums.last_answer_at, participant.time_zone)

    @admin.display(description="bounces")
    def bounces(self, participant: Any) -> str:
        """How many messages came back; a dash for none."""
        _, count = participant.listed
        return str(count or HIDDEN)
