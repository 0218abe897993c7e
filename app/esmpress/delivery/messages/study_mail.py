"""What all messages of a study share, read for many studies at once."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db import connection

from esmpress.delivery.messages.message import Template
from esmpress.delivery.messages.places import one_line

# Asked at every tick, so in one statement; few studies have texts of their own.
_READ = """
SELECT study.id, study.title, study.contact_name, study.contact_email, study.mail_color,
       study.snooze_minutes,
       EXISTS (SELECT FROM studies_schedule
                WHERE study_id = study.id AND scheme->>'kind' = 'on_event'),
       (SELECT coalesce(jsonb_agg(jsonb_build_array(kind, language, subject, body, html)), '[]')
          FROM delivery_messagetemplate WHERE study_id = study.id)
  FROM studies_study AS study
 WHERE study.id = ANY(%(ids)s)
"""


@dataclass(frozen=True)
class OwnText:
    """Subject and body as researchers write them; `html` instead of what the body would make."""

    subject: str
    body: str
    html: str = ""


@dataclass(frozen=True)
class StudyMail:
    """A study's title in each language, contact, colour, and its own texts by kind and language.

    `snooze_minutes` is 0 where “remind me later” is not offered; `has_events` says whether there
    is anything to report beside what is asked.
    """

    pk: int
    titles: dict[str, str]
    contact_name: str
    contact_email: str
    color: str
    snooze_minutes: int = 0
    has_events: bool = False
    texts: dict[tuple[str, str], OwnText] = field(default_factory=dict)
    # The templates made so far; so that a tick makes, and looks for, each of them once.
    made: dict[object, Template] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def reply_name(self) -> str:
        """The contact's name as a header can hold it."""
        return one_line(self.contact_name)

    def title(self, language: str) -> str:
        """The title in a language, or in another the study has."""
        return in_language(self.titles, language)

    def with_text(self, kind: str, language: str, text: OwnText) -> StudyMail:
        """The same with another text of its own, which nobody has saved."""
        return replace(self, texts=self.texts | {(kind, language): text}, made={})


def read_studies(study_ids: Collection[int]) -> dict[int, StudyMail]:
    """What the messages of each study share, by its id: one statement for any number."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"ids": list(study_ids)})
        return {row[0]: _study_mail(*row) for row in cursor.fetchall()}


def _study_mail(pk: int, titles: str, *shared: Any) -> StudyMail:
    """One study of the statement above, whose JSON comes as text."""
    contact_name, contact_email, color, snooze_minutes, has_events, texts = shared
    return StudyMail(
        pk=pk,
        titles=json.loads(titles),
        contact_name=contact_name,
        contact_email=contact_email,
        color=color,
        snooze_minutes=snooze_minutes,
        has_events=has_events,
        texts={(kind, language): OwnText(*text) for kind, language, *text in json.loads(texts)},
    )


def in_language(texts: dict[str, str], language: str) -> str:
    """The text in a language, or in the first there is."""
    return texts.get(language) or next(iter(texts.values()), "")
