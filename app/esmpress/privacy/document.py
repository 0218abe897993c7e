"""Both documents about a study in one file."""

from __future__ import annotations

from datetime import datetime

from esmpress.privacy.fact_sheet import fact_sheet
from esmpress.privacy.processing_text import processing_record
from esmpress.privacy.study_facts import study_facts
from esmpress.privacy.technical import technical_facts
from esmpress.studies.models import Study


def processing_document(study: Study, *, now: datetime) -> str:
    """The record of processing and the fact sheet for an impact assessment, as Markdown."""
    facts, technical = study_facts(study, now=now), technical_facts(study)
    return f"{processing_record(facts, technical, now=now)}\n{fact_sheet(facts, technical)}"
