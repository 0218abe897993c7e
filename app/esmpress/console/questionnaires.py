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
from esmpress.console.ordering import OrderedFormSet
from esmpress.console.texts import TextsField
from esmpress.questionnaires import publishing
from esmpress.questionnaires.models import DraftItem, Questionnaire, QuestionnaireVersion


class QuestionnaireForm(forms.ModelForm[Questionnaire]):
    """A questionnaire's names and opening words."""

    title = TextsField(label="Title", help_text="What participants see, in each language.")
    introduction = TextsField(
        label="Introduction",
        long=True,
        required=False,
        help_text="Shown before the first item; may be left empty.",
    )

    class Meta:
        model = Questionnaire
        fields = ("name", "slug", "title", "introduction")


class DraftItemInline(StackedInline):
    """The items of the draft, in order."""

    model = DraftItem
    form = DraftItemForm
    formset = OrderedFormSet
    verbose_name_plural = "items of the draft, in order"
    verbose_name = "item"
    extra = 0
    ordering_field = "position"
    hide_ordering_field = True
    fields: ClassVar[Any] = (
        ("kind", "name", "required"),
        ("text", "help"),
        "options",
        ("min", "max", "step", "decimals"),
        ("min_label", "max_label"),
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
    compressed_fields = False
    fields: ClassVar[Any] = (("name", "slug"), "title", "introduction")
    list_display = ("name", "slug", "latest")
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    inlines = (DraftItemInline, VersionInline)
    actions_detail: ClassVar = ["publish"]

    class Media:
        css: ClassVar = {"all": ("console/kinds.css",)}

    def get_inlines(self, request: HttpRequest, obj: Questionnaire | None) -> Any:
        """A questionnaire that is not there yet has no versions to show."""
        del request
        return self.inlines if obj else (DraftItemInline,)

    @admin.display(description="published version")
    def latest(self, questionnaire: Questionnaire) -> str:
        """The number of the latest version."""
        version = questionnaire.latest_version()
        return str(version.number) if version else "none yet"

    def has_publish_permission(self, request: HttpRequest, _object_id: str | None = None) -> bool:
        """Whoever may change questionnaires may publish one."""
        return request.user.has_perm("questionnaires.change_questionnaire")

    @action(
        description="Publish",
        permissions=["publish"],
        url_path="publish",
        icon="publish",
    )
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what is missing, or ask; then freeze the draft as the next version."""
        questionnaire = object_or_denied(self, request, object_id)
        if request.method != "POST":
            return self._before_publishing(request, questionnaire)
        try:
            version = publishing.publish(
                questionnaire, now=timezone.now(), researcher=acting_researcher(request)
            )
        except publishing.IncompleteDraft:
            return self._before_publishing(request, questionnaire)
        except publishing.NothingToPublish as error:
            self.message_user(request, str(error), messages.WARNING)
        else:
            self.log_change(request, questionnaire, f"Published version {version.number}.")
            sentence = f"Version {version.number} is published."
            self.message_user(request, sentence, messages.SUCCESS)
        return redirect("admin:questionnaires_questionnaire_change", object_id)

    def _before_publishing(
        self, request: HttpRequest, questionnaire: Questionnaire
    ) -> HttpResponse:
        faults: list[str] = []
        try:
            publishing.draft_definition(questionnaire)
        except publishing.IncompleteDraft as error:
            faults = error.faults
        return confirm(
            self,
            request,
            questionnaire,
            title="Publish" if faults else "Publish this questionnaire?",
            sentences=["The draft cannot be published yet:"]
            if faults
            else [
                "Its draft becomes the next version, which nobody can change afterwards.",
                "Prompts opened from now on show it; those opened before keep theirs.",
            ],
            problems=faults,
            button="" if faults else "Publish",
        )
