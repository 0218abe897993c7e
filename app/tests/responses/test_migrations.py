"""Responses that came before there were late ones."""

from __future__ import annotations

import importlib
from datetime import datetime, timedelta

import pytest
from django.apps import apps

from esmpress.responses.intake import submit
from esmpress.responses.models import Response
from tests.factories import ANSWERS, make_sent_prompt

pytestmark = pytest.mark.django_db


def test_an_older_response_was_received_when_it_was_sent(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    submit(prompt, ANSWERS, language="en", now=now)
    Response.objects.update(received_at=now + timedelta(days=1))
    migration = importlib.import_module("esmpress.responses.migrations.0004_drafts_and_paradata")

    migration.received_as_submitted(apps, None)

    assert Response.objects.get().received_at == now
