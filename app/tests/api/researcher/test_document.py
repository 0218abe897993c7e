"""The document of the API is true: what a program that keeps to it asks is answered as it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any, cast, get_args

import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from pydantic import BaseModel

from devstack.layout import APP_DIR
from esmpress.api.researcher import bodies, data_bodies, examples
from esmpress.api.researcher.documents import RESEARCHERS
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from tests.api.researcher.calls import token_for
from tests.factories import make_participant, make_prompt
from tests.responses.builders import answer, make_form, participant_with, prompt_at

DOCUMENT = APP_DIR / "openapi-researcher.yaml"
THEN = datetime.fromisoformat("2026-01-05T09:00:00+00:00")


def document() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text())
    return found


def test_the_document_is_current() -> None:
    out = StringIO()

    call_command(
        "spectacular",
        "--custom-settings",
        "esmpress.api.researcher.documents.RESEARCHERS",
        stdout=out,
    )

    assert out.getvalue().rstrip() == DOCUMENT.read_text().rstrip()
    assert RESEARCHERS["TITLE"] == document()["info"]["title"]
    assert document()["openapi"].startswith("3.1")


def test_the_document_of_the_participant_page_names_none_of_it() -> None:
    assert "/api/v1" not in (APP_DIR / "openapi.yaml").read_text()
    assert {path[:8] for path in document()["paths"]} == {"/api/v1/"}


def test_every_operation_has_an_example_that_fits_its_body() -> None:
    for path, operations in document()["paths"].items():
        told = operations["get"]["responses"]["200"]["content"]["application/json"]
        name = told["schema"]["$ref"].rpartition("/")[2]
        body: type[BaseModel] = getattr(bodies, name, None) or getattr(data_bodies, name)
        (example,) = told["examples"].values()

        assert body.model_validate(example["value"]).model_dump(mode="json") == example["value"], (
            path
        )
    assert len([one for one in vars(examples) if one.isupper() and one[0] != "_"]) == 6


def test_statuses_are_those_of_the_rows() -> None:
    row = data_bodies.ParticipantRow.model_fields

    assert set(get_args(row["status"].annotation)) == set(Participant.Status.values)
    assert set(get_args(data_bodies.Level)) == {"", *Participant.Level.values}
    assert set(get_args(data_bodies.PromptStatus)) == set(Prompt.Status.values)
    assert set(get_args(data_bodies.Trigger)) == set(Prompt.Trigger.values)


@pytest.fixture
def token(transactional_db: None) -> str:
    """Of a study with something in every address."""
    participant = participant_with(make_form({"name": "mood"}), slug="one", arms={"a": 1})
    answer(prompt_at(participant, 1, 1, scheduled_at=THEN), mood=3)
    make_prompt(participant, scheduled_at=THEN, status="expired")
    make_participant(participant.study)
    return token_for(participant.study)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("mode", schemathesis.GenerationMode)
def test_schemathesis_finds_nothing(mode: schemathesis.GenerationMode, token: str) -> None:
    """Right or wrong questions to each address; each answer is checked against the document."""
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    asked: dict[str, list[int]] = {}

    for found in cast("Iterator[Any]", schema.get_all_operations()):
        operation = found.ok()
        asked[operation.path] = answers(operation, mode, token)

    assert len(asked) == 6
    assert all(len(statuses) > 5 for statuses in asked.values())
    told = {status for statuses in asked.values() for status in statuses}
    assert (200 if mode == schemathesis.GenerationMode.POSITIVE else 400) in told


def answers(operation: Any, mode: schemathesis.GenerationMode, token: str) -> list[int]:
    """The statuses of what an operation was asked; each was validated."""
    statuses: list[int] = []
    names = {"study": "one"} if "{study}" in operation.path else {}

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=names))
    def ask(case: Any) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        response = case.call_and_validate(base_url="http://testserver", headers=headers)
        statuses.append(response.status_code)

    ask()
    return statuses
