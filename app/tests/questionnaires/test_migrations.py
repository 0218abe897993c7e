"""Drafts of before there were pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from esmpress.questionnaires.models import DraftItem, DraftPage, Questionnaire
from esmpress.questionnaires.publishing import draft_definition

BEFORE = [("questionnaires", "0002_freeze_versions")]
TEXT = {"en": "text"}


def migrate(targets: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def make_draft(apps: Any, slug: str, *names: str) -> None:
    """A questionnaire with these items, the last of them first."""
    rows = apps.get_model("questionnaires", "Questionnaire").objects
    questionnaire = rows.create(slug=slug, name=slug, title=TEXT)
    for position, name in reversed(list(enumerate(names))):
        questionnaire.draft_items.create(position=position, name=name, kind="number", text=TEXT)


@pytest.mark.django_db(transaction=True)
def test_items_of_before_there_were_pages_stand_on_one_in_their_order() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        old = migrate(BEFORE)
        make_draft(old, "full", "stress", "calm", "sleep")
        make_draft(old, "other", "stress")
        make_draft(old, "empty")
        migrate(latest)

        pages = set(DraftPage.objects.values_list("questionnaire__slug", "name"))
        items = list(DraftItem.objects.filter(questionnaire__slug="full"))
        published = draft_definition(Questionnaire.objects.get(slug="full"))
        assert pages == {("full", "page_1"), ("other", "page_1")}
        assert [item.name for item in items] == ["stress", "calm", "sleep"]
        assert {item.page.questionnaire_id for item in items} == {items[0].questionnaire_id}
        assert [item.name for item in published.items] == ["stress", "calm", "sleep"]
    finally:
        migrate(latest)


@pytest.mark.django_db(transaction=True)
def test_pages_can_be_taken_back() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        make_draft(migrate(BEFORE), "full", "stress", "calm")
        migrate(latest)
        old = migrate(BEFORE)

        items = old.get_model("questionnaires", "DraftItem").objects.order_by("position")
        assert [item.name for item in items] == ["stress", "calm"]
    finally:
        migrate(latest)
