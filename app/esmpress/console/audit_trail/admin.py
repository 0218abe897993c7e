"""The audit trail as a list to search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.console.audit_trail.naming import (
    column_in_words,
    page_in_words,
    table_in_words,
    value_in_words,
)
from esmpress.console.audit_trail.telling import in_readers_words
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import MissingIsNotFound
from esmpress.lazy_texts import lazily
from esmpress.studies.models import ScheduleVersion, Study

# So many columns stand in the list itself; more of them open when they are wanted.
_UNFOLDED = 3


class StudyFilter(admin.SimpleListFilter):
    """One study's entries; its name, also of what is no reference."""

    title = lazily("study")
    parameter_name = "study"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every study there is."""
        del request, model_admin
        return [(str(pk), name) for pk, name in Study.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the study that was chosen."""
        del request
        value = self.value() or ""
        return queryset.filter(study=value) if value.isdecimal() else queryset


class TableFilter(admin.AllValuesFieldListFilter):
    """The entries of one table, which is called what its rows are."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """All, and each table there is an entry of."""
        everything, *tables = super().choices(changelist)
        yield everything
        for one in tables:
            yield dict(one) | {"display": table_in_words(str(one["display"]))}


@admin.register(AuditEntry)
class AuditEntryAdmin(MissingIsNotFound):
    """Who saw, changed, exported or launched what, and when, from which values to which."""

    list_display = ("number", "moment", "who", "act", "what", "told")
    list_display_links = None
    list_filter = ("act", StudyFilter, ("subject_type", TableFilter))
    search_fields = ("words", "subject_type", "=subject", "who", "in_study", "told_raw")
    search_help_text = lazily(
        "A researcher, a study, a table or row, a word, a value of before or after."
    )
    date_hierarchy = "at"
    ordering = ("-number",)
    show_full_result_count = False
    list_per_page = 50

    class Media:
        css: ClassVar = {"all": ("console/audit.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never by hand."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        del request, obj
        return False

    has_delete_permission = has_change_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Entries with the names of who acted and of the study, as they are now.

        Of all studies or of none: entries of rows without a study may tell of one, too.
        """
        access_of(request).require_all_studies()
        researcher = Researcher.objects.filter(pk=OuterRef("researcher"))
        study = Study.objects.filter(pk=OuterRef("study"))
        entries: QuerySet[Any] = super().get_queryset(request)
        named: QuerySet[Any] = entries.annotate(
            who=Subquery(researcher.values("email")),
            in_study=Coalesce(Subquery(study.values("name")), _study_of_version()),
            told_raw=Cast("changes", CharField()),
        )
        return named

    @admin.display(description=lazily("moment"), ordering="at")
    def moment(self, entry: Any) -> str:
        """To the second, in the server's zone."""
        return date_format(localtime(entry.at), _("j M Y, H:i:s"))

    @admin.display(description=lazily("researcher"), ordering="researcher")
    def who(self, entry: Any) -> str:
        """Their address, or their number once they are gone; the product itself otherwise."""
        if entry.researcher is None:
            return "ESMpress"
        return entry.who or _("researcher %(researcher)s") % {"researcher": entry.researcher}

    @admin.display(description=lazily("what"), ordering="study")
    def what(self, entry: Any) -> SafeString:
        """Table and row, and their study: its name, or its number once it is gone."""
        row = f"{table_in_words(entry.subject_type)} {entry.subject}".strip()
        if entry.study is None and entry.in_study is None:
            return format_html("{}", row)
        study = entry.in_study or _("study {number}").format(number=entry.study)
        return format_html('{}<span class="of">{}</span>', row, study)

    @admin.display(description=lazily("told"))
    def told(self, entry: Any) -> SafeString:
        """The words, or each column with its values before and after; many of them folded."""
        lines = [
            (column_in_words(entry.subject_type, column), *_before_and_after(values))
            for column, values in sorted(entry.changes.items())
        ]
        changes = format_html_join("", "<li>{}: {} → {}</li>", lines)
        seen = entry.act == AuditEntry.Act.SEE and entry.subject_type
        words = (page_in_words if seen else in_readers_words)(entry.words)
        if not lines:
            return format_html("{}", words)
        if len(lines) <= _UNFOLDED:
            return format_html("{}<ul>{}</ul>", words, changes)
        return format_html(
            "{}<details><summary>{}</summary><ul>{}</ul></details>",
            words,
            _named([column for column, *_ in lines]),
            changes,
        )


def _study_of_version() -> Case:
    """The name of the study of a version of a schedule, whose row has no study of its own."""
    versions = ScheduleVersion.objects.annotate(row=Cast("pk", CharField()))
    study = versions.filter(row=OuterRef("subject")).values("schedule__study__name")
    return Case(When(subject_type=ScheduleVersion._meta.db_table, then=Subquery(study)))


def _named(columns: list[str]) -> str:
    """The first of the columns, and how many more there are."""
    first, more = ", ".join(columns[:_UNFOLDED]), len(columns) - _UNFOLDED
    return _("{columns} and {count} more").format(columns=first, count=more)


def _before_and_after(values: Any) -> tuple[str, str]:
    """Both in words; of a column whose values are not told, that it changed."""
    return (value_in_words(values[0]), value_in_words(values[1])) if values else ("", _("…"))
