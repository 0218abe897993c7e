"""What the audit trail is about, in words: tables, columns, values, and the pages somebody saw."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from esmpress.lazy_texts import lazily

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
_A_VALUE = 120
# What is stored of a page that was seen is the end of its name; of a page that only acts, nothing.
PAGES = {
    "changelist": lazily("the list"),
    "change": lazily("its page"),
    "history": lazily("history"),
    "delete": lazily("the question before deleting"),
    # Of a study.
    "add_participants": lazily("adding participants"),
    "alert_mail": lazily("one's mail about alerts"),
    "alert_rule": lazily("a rule of alerts"),
    "alert_rule_add": lazily("a new rule of alerts"),
    "alert_rule_removal": lazily("the question before deleting a rule"),
    "alert_rules": lazily("rules of alerts"),
    "api_tokens": lazily("API tokens"),
    "compliance": lazily("compliance"),
    "consent": lazily("a version of the consent"),
    "copy": lazily("copying the study"),
    "delivery": lazily("delivery"),
    "disclosure": lazily("disclosure risk of the data"),
    "end": lazily("the question before the end"),
    "export_csv": lazily("export of the data"),
    "export_file": lazily("export as a study file"),
    "export_package": lazily("export of a data package"),
    "export_timings": lazily("export of the timings"),
    "feedback": lazily("feedback"),
    "joining": lazily("joining"),
    "launch": lazily("the question before the launch"),
    "members": lazily("members"),
    "message": lazily("a message text"),
    "message_acts": lazily("acting on messages"),
    "message_standard": lazily("the question before the standard text"),
    "message_test": lazily("a test mail"),
    "message_texts": lazily("message texts"),
    "methods_text": lazily("methods text"),
    "people_import": lazily("importing people"),
    "people_import_one": lazily("a file of people"),
    "people_import_refused": lazily("the refused lines of a file of people"),
    "preflight": lazily("pre-flight"),
    "preview": lazily("preview of the schedules"),
    "processing_record": lazily("record of processing"),
    "retention": lazily("how long data are kept"),
    "set_up": lazily("set-up"),
    "simulate": lazily("simulating data"),
    "webhooks": lazily("webhooks"),
    # Of a participant.
    "certificate": lazily("certificate of erasure"),
    "change_address": lazily("changing the address"),
    "change_arm": lazily("changing the arm"),
    "change_wake_times": lazily("wake times"),
    "mail_link": lazily("sending the link to the own page"),
    "move": lazily("moving to another time zone"),
    "own_data": lazily("the person's own data"),
    "pause": lazily("the question before a pause"),
    "resend": lazily("sending the open link again"),
    "resume": lazily("the question before resuming"),
    "revoke_links": lazily("revoking links"),
    "send_mail_again": lazily("sending mail again"),
    "timeline": lazily("timeline"),
    "withdraw": lazily("withdrawing"),
    "write": lazily("writing a message"),
    # Of a response, and of an alert.
    "photo": lazily("a photo"),
    "acknowledge": lazily("acknowledging"),
    "assign": lazily("assigning"),
    "done": lazily("closing the alert"),
}


def page_in_words(stored: str) -> str:
    """The page that was seen; one that has no name yet as it is stored, without underscores."""
    return str(PAGES[stored]) if stored in PAGES else stored.replace("_", " ")


def table_in_words(table: str) -> str:
    """What one of its rows is, like “participant”; the table itself where no model has it."""
    model = _models().get(table)
    return str(model._meta.verbose_name) if model else table.partition("_")[2].replace("_", " ")


def column_in_words(table: str, column: str) -> str:
    """The field's name in the Admin; the column itself where the table has none such now."""
    model = _models().get(table)
    try:
        field = model._meta.get_field(column.removesuffix("_id")) if model else None
    except FieldDoesNotExist:
        field = None
    return str(getattr(field, "verbose_name", "")) or column


def value_in_words(value: Any) -> str:
    """As it stands in the row, an instant in the server's zone; a long one from its beginning."""
    if value is None:
        return "–"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if _INSTANT.fullmatch(text):
        return date_format(localtime(datetime.fromisoformat(text)), _("j M Y, H:i:s"))
    return text if len(text) <= _A_VALUE else _("%(text)s…") % {"text": text[:_A_VALUE]}


@cache
def _models() -> dict[str, type[Model]]:
    return {one._meta.db_table: one for one in apps.get_models(include_auto_created=True)}
