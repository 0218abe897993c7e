"""Ticks participants in the list as a browser does, and answers what the Admin asks then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import Participant
from tests.console.pages import form_with

LIST = reverse("admin:participants_participant_changelist")


def ask(
    client: Client, act: str, people: Iterable[Participant], query: str = "", **more: Any
) -> Any:
    """The page that asks, after these were ticked and the act was chosen."""
    ticked = {"_selected_action": [one.pk for one in people]}
    return client.post(f"{LIST}{query}", {"action": act, **ticked, **more})


def answer(client: Client, page: Any, **typed: Any) -> Any:
    """What comes after the button was pressed, with what was typed."""
    form = form_with(page, "people") | typed
    return client.post(reverse("admin:participants_participant_act_on_many"), form)


def said(response: Any) -> list[str]:
    """What the researcher is told."""
    return [str(one) for one in get_messages(response.wsgi_request)]
