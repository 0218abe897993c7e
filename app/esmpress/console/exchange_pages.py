"""Adds import, comparison, codebooks and translations to the pages of questionnaires."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from esmpress.console.exchange_comparing import ComparingAdmin
from esmpress.console.exchange_questionnaires import QuestionnaireFilesAdmin
from esmpress.console.questionnaires import QuestionnaireAdmin
from esmpress.console.translations_page import TranslationsAdmin
from esmpress.questionnaires.models import Questionnaire

admin.site.unregister(Questionnaire)


@admin.register(Questionnaire)
class ExchangedQuestionnaireAdmin(
    QuestionnaireFilesAdmin, ComparingAdmin, TranslationsAdmin, QuestionnaireAdmin
):
    """The Admin of questionnaires with all its pages."""

    actions_detail: ClassVar = [*QuestionnaireAdmin.actions_detail, "translations", "compare"]
