"""Questionnaires in the Admin: the draft's items, publishing, published versions."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.item_form import DraftItemForm
from esmpress.console.texts import TextsField
from esmpress.questionnaires import publishing
from esmpress.questionnaires.models import DraftItem, Questionnaire, QuestionnaireVersion


class QuestionnaireForm(forms.ModelForm[Questionnaire]):
    """A questionnaire's names and opening words."""

    title = TextsField(label="Title", help_text="What participants see.")
    introduction = TextsField(label="Introduction", long=True, required=False)

    class Meta:
        model = Questionnaire
        fields = ("name", "slug", "title", "introduction")


class DraftItemInline(StackedInline):
    """The items of the draft, in order."""

    model = DraftItem
    form = DraftItemForm
    extra = 0
    ordering_field = "position"
    hide_ordering_field = True
    fields: ClassVar[Any] = (
        ("name", "kind", "required"),
        "text",
        "help",
        "options",
        ("min", "max", "step"),
        "min_label",
        "max_label",
        "decimals",
        "unit",
        ("max_length", "multiline"),
        "position",
    )
    collapsible = True


class VersionInline(TabularInline):
    """The published versions, which nobody can change."""

    model = QuestionnaireVersion
    fields = readonly_fields = ("number", "published_at", "published_by", "content_hash")
    extra = 0
    can_delete = False
    tab = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions come from publishing only."""
        del request, obj
        return False

    has_change_permission = has_add_permission


@admin.register(Questionnaire)
class QuestionnaireAdmin(ModelAdmin):
    """Set a questionnaire up and publish it."""

    form = QuestionnaireForm
    list_display = ("name", "slug", "latest")
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    inlines = (DraftItemInline, VersionInline)
    actions_detail: ClassVar = ["publish"]

    @admin.display(description="published version")
    def latest(self, questionnaire: Questionnaire) -> str:
        """The number of the latest version."""
        version = questionnaire.latest_version()
        return str(version.number) if version else "none yet"

    @action(description="Publish", permissions=["change"], url_path="publish", icon="publish")
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first, then freeze the draft as the next version."""
        questionnaire = object_or_denied(self, request, object_id)
        back = redirect("admin:questionnaires_questionnaire_change", object_id)
        if request.method != "POST":
            return confirm(
                self,
                request,
                questionnaire,
                title="Publish this questionnaire?",
                sentences=[
                    "Its draft becomes the next version, which nobody can change afterwards.",
                    "Prompts opened from now on show it; those opened before keep theirs.",
                ],
                button="Publish",
            )
        try:
            version = publishing.publish(
                questionnaire, now=timezone.now(), researcher=acting_researcher(request)
            )
        except (publishing.IncompleteDraft, publishing.NothingToPublish) as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, questionnaire, f"Published version {version.number}.")
            self.message_user(request, f"Version {version.number} is published.")
        return back
