"""The answers to a questionnaire as a table: each item with its question and its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from esmpress.questionnaires.answer_words import in_words
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Item, Photo


def answers_table(
    definition: Definition,
    answers: Mapping[str, object],
    *,
    language: str,
    picture: Callable[[str], SafeString],
) -> SafeString:
    """A row for each item that asks; a chosen option with its label, `picture` shows a photo."""

    def shown(item: Item, given: object) -> str | SafeString:
        is_photo = isinstance(item, Photo) and isinstance(given, str)
        return picture(str(given)) if is_photo else in_words(item, given, language)

    rows = (
        (item.name, item.text.get(language, ""), shown(item, answers.get(item.name)))
        for item in definition.items
        if item.kind != "information"
    )
    body = format_html_join("", "<tr><th>{}</th><td>{}</td><td>{}</td></tr>", rows)
    return format_html('<table class="answers">{}</table>', body)
