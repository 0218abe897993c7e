"""Which pages of the Admin are recorded when somebody looks at them."""

from __future__ import annotations

from django.apps import apps
from django.urls import ResolverMatch

from esmpress.accounts.auditing import Page

# Tables with people in them, and how their rows lead to the study.
WATCHED = {
    "studies_study": "pk",
    "participants_participant": "study_id",
    "prompts_prompt": "participant__study_id",
    "responses_response": "prompt__participant__study_id",
    "responses_draft": "prompt__participant__study_id",
    "delivery_notification": "prompt__participant__study_id",
    "alerts_alert": "study_id",
}
# Lists that tell of single people.
_LISTS = frozenset(WATCHED) - {"studies_study"}
_LIST = "changelist"
# Pages that tell the trail themselves what was seen: a form alone tells of nobody.
_TELL_THEMSELVES = frozenset({"participants_participant_show_address"})


def page_of(match: ResolverMatch | None) -> Page | None:
    """What a page of the Admin tells of people, as the trail names it; None when it does not."""
    if match is None or match.app_name != "admin" or match.url_name in _TELL_THEMSELVES:
        return None
    for table in WATCHED:
        if match.url_name and match.url_name.startswith(f"{table}_"):
            words = match.url_name.removeprefix(f"{table}_")
            row = str(match.kwargs.get("object_id", ""))
            told = bool(row) or (words == _LIST and table in _LISTS)
            return Page(table, row[:63], words) if told else None
    return None


def study_of(page: Page) -> int | None:
    """The study that the row belongs to; None for lists, and for what is not there any more."""
    if not page.row:
        return None
    model = apps.get_model(page.table.replace("_", ".", 1))
    found = model._default_manager.filter(pk=page.row).values_list(WATCHED[page.table], flat=True)
    study: int | None = found.first()
    return study
