"""Where acts on many lead back to."""

from __future__ import annotations

import re

from django.urls import reverse

LIST = "admin:participants_participant_changelist"
_ONE = re.compile(r"\d+/change/")


def in_list(address: str) -> str:
    """The list with its filters, or the page of one participant; nowhere else."""
    people = reverse(LIST)
    page = address.partition("?")[0]
    is_ours = page == people or _ONE.fullmatch(page.removeprefix(people)) is not None
    return address if page.startswith(people) and is_ours else people
