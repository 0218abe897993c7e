"""Where acts on many lead back to, and when they lead nowhere else."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from esmpress.console.many.chosen import MOST_CHOSEN, TooManyChosen

LIST = "admin:participants_participant_changelist"
_ONE = re.compile(r"\d+/change/")


def in_list(address: str) -> str:
    """The list with its filters, or the page of one participant; nowhere else."""
    people = reverse(LIST)
    page = address.partition("?")[0]
    is_ours = page == people or _ONE.fullmatch(page.removeprefix(people)) is not None
    return address if page.startswith(people) and is_ours else people


def refuse_too_many(
    model_admin: ModelAdmin[Any], request: HttpRequest, error: TooManyChosen, *, back: str
) -> HttpResponse:
    """The list as it was, with what to do about it."""
    sentence = _(
        "You chose {count} participants, and {most} is the most at once. Nothing was done: filter "
        "the list, and choose one part of them after the other."
    )
    count, most = (number_format(one, force_grouping=True) for one in (*error.args, MOST_CHOSEN))
    said = sentence.format(count=count, most=most)
    model_admin.message_user(request, said, messages.ERROR)
    return redirect(back)
