from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.api.conftest import At
from tests.api.portal import ME, look, token_of
from tests.factories import make_participant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("accept", ["*/*", "application/zip", "application/json"])
def test_data_come_as_a_zip_that_nobody_keeps(accept: str, at: At, now: datetime) -> None:
    at(now)
    participant = make_participant()
    headers = {"authorization": f"Bearer {token_of(participant, now=now)}", "accept": accept}

    answer = Client().get(f"{ME}/data", headers=headers)

    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["about.json", "answers.csv", "timings.csv", "answers.json"]
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/zip", "no-store")
    assert f'filename="{participant.study.slug}_P0001.zip"' in answer["Content-Disposition"]


def test_an_old_link_gets_a_problem_and_no_data(at: At, now: datetime) -> None:
    participant = make_participant()
    token = token_of(participant, now=now)
    at(now + timedelta(days=15))

    answer = look(token, "/data")

    assert (answer.status_code, answer.json()["type"]) == (410, "/problems/link-expired")
