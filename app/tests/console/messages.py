"""The messages of a study in the Admin: their addresses and a text that is in order."""

from __future__ import annotations

from django.urls import reverse

from esmpress.studies.models import Study

GOOD = {
    "subject": "Your questionnaire, until {{closing_time}}",
    "body": "Hi,\n\n{{button: Begin}}\n\nuntil {{closing_time}}",
    "html": "",
}
FORM_TYPE = "application/x-www-form-urlencoded"
ENDS = ("", "_preview", "_test", "_standard")


def url_of(study: Study, end: str = "", *, kind: str = "invitation", language: str = "en") -> str:
    return reverse(f"admin:studies_study_message{end}", args=[study.pk, kind, language])
