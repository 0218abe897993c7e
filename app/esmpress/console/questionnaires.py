"""Questionnaires in the Admin: their page with the draft's outline, publishing, versions."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.admin import TabularInline
from unfold.decorators import action

from esmpress.console.authoring.acts import OutlineAdmin
from esmpress.console.authoring.field_labels import label_of
from esmpress.console.authoring.outline import outline_of
from esmpress.console.authoring.preview import phone_values
from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.exchange_comparing import ComparingAdmin
from esmpress.console.exchange_questionnaires import QuestionnaireFilesAdmin
from esmpress.console.explained import Explained
from esmpress.console.named_once import NamedOnceAdmin
from esmpress.console.rights.questionnaires import QuestionnaireScoped
from esmpress.console.rights.scoping import OfParent
from esmpress.console.texts import TextsField
from esmpress.console.translations_page import TranslationsAdmin
from esmpress.lazy_texts import lazily
from esmpress.questionnaires import publishing
from esmpress.questionnaires.draft_faults import DraftFault, ended
from esmpress.questionnaires.drafts import read_draft
from esmpress.questionnaires.models import (
    DraftRotation,
    Questionnaire,
    QuestionnaireVersion,
)


class QuestionnaireForm(forms.ModelForm[Questionnaire]):
    """A questionnaire's names and opening words."""

    title = TextsField(
        label=lazily("Title"),
        help_text=lazily("What participants see, in each language."),
    )
    introduction = TextsField(
        label=lazily("Introduction"),
        long=True,
        required=False,
        help_text=lazily("Shown before the first item; may be left empty."),
    )

    class Meta:
        model = Questionnaire
        fields = ("name", "slug", "title", "introduction", "presentation", "shuffle_pages")
        labels: ClassVar = {
            "presentation": lazily("Show"),
            "shuffle_pages": lazily("Pages in random order"),
        }
        help_texts: ClassVar = {
            "slug": lazily("Short name in file names and commands."),
            "presentation": lazily(
                "What participants have on the screen. Conditions work either way."
            ),
            "shuffle_pages": lazily(
                "Drawn for each prompt, and exported. A page can keep its place."
            ),
        }

    def clean(self) -> dict[str, Any]:
        """The fields; what the title or the introduction may not hold stands beside it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            opening = {name: cleaned.get(name) for name in ("title", "introduction")}
            for fault in read_draft({**opening, "pages": []}).faults:
                if fault.field in self.fields:
                    self.add_error(fault.field, fault.in_full)
        return cleaned


class RotationInline(Explained, OfParent, TabularInline):
    """The rotations of the draft: groups of items of which each prompt asks a few."""

    model = DraftRotation
    verbose_name = lazily("rotation")
    verbose_name_plural = lazily("rotations")
    fields = ("name", "show", "method")
    help_texts: ClassVar = {
        "name": lazily("What its items choose it by, like mood_words."),
        "method": lazily("At random, or each item in its turn until all were asked."),
    }
    extra = 0
    tab = True


class VersionInline(OfParent, TabularInline):
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
class QuestionnaireAdmin(
    QuestionnaireFilesAdmin,
    ComparingAdmin,
    TranslationsAdmin,
    OutlineAdmin,
    NamedOnceAdmin,
    QuestionnaireScoped,
):
    """Set a questionnaire up, write its draft, publish, compare and translate it."""

    form = QuestionnaireForm
    change_form_template = "console/questionnaire.html"
    compressed_fields = False
    fields: ClassVar[Any] = (
        ("name", "slug"),
        "title",
        "introduction",
        "presentation",
        "shuffle_pages",
    )
    list_display = ("name", "slug", "latest")
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    inlines = (RotationInline, VersionInline)
    actions_detail: ClassVar = ["publish", "translations", "compare"]

    class Media:
        css: ClassVar = {"all": ("console/kinds.css",)}

    def get_inlines(self, request: HttpRequest, obj: Questionnaire | None) -> Any:
        """A questionnaire that is not there yet has neither rotations nor versions."""
        del request
        return self.inlines if obj else ()

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The questionnaire's own fields, then the outline of its draft beside a phone."""
        found = self.get_object(request, object_id)
        shown: dict[str, Any] = {}
        if found is not None and self.has_view_permission(request, found):
            shown = self._draft_values(request, found)
        response: HttpResponse = super().change_view(
            request, object_id, form_url, shown | (extra_context or {})
        )
        return response

    def _draft_values(self, request: HttpRequest, found: Questionnaire) -> dict[str, Any]:
        source = reverse("admin:questionnaires_questionnaire_draft", args=[found.pk])
        return {
            "outline": outline_of(found),
            "may_write": self.has_change_permission(request, found),
            **phone_values(found, source),
        }

    def response_add(
        self, request: HttpRequest, obj: Questionnaire, post_url_continue: Any = None
    ) -> HttpResponse:
        """After a new questionnaire comes its outline."""
        if "_addanother" in request.POST:
            response: HttpResponse = super().response_add(request, obj, post_url_continue)
            return response
        self.message_user(request, _("Now add its items."), messages.SUCCESS)
        return redirect("admin:questionnaires_questionnaire_change", obj.pk)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the rotations; items follow a new name, and leave one that is deleted."""
        super().save_formset(request, form, formset, change)
        if formset.model is not DraftRotation:
            return
        items = form.instance.draft_items
        for rotation in formset.deleted_objects:
            items.filter(rotation=rotation.name).update(rotation="")
        for one in formset.initial_forms:
            if "name" in one.changed_data and one not in formset.deleted_forms:
                items.filter(rotation=one.initial["name"]).update(rotation=one.instance.name)

    @admin.display(description=lazily("published version"))
    def latest(self, questionnaire: Questionnaire) -> str:
        """The number of the latest version."""
        version = questionnaire.latest_version()
        return str(version.number) if version else _("none yet")

    def save_model(self, request: HttpRequest, obj: Questionnaire, form: Any, change: bool) -> None:
        """Whoever adds one sees it, also before a study uses it."""
        if not change:
            obj.made_by = acting_researcher(request)
        super().save_model(request, obj, form, change)

    def has_publish_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may change the questionnaire may publish it; raises Http404 for who sees none."""
        found = self.get_object(request, str(object_id))
        if found is None:
            raise Http404
        return self.has_change_permission(request, found)

    @action(
        description=lazily("Publish"),
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
            sentence = _("Version %(number)s is published.") % {"number": version.number}
            self.message_user(request, sentence, messages.SUCCESS)
        return redirect("admin:questionnaires_questionnaire_change", object_id)

    def _before_publishing(
        self, request: HttpRequest, questionnaire: Questionnaire
    ) -> HttpResponse:
        faults: list[str] = []
        try:
            publishing.draft_definition(questionnaire)
        except publishing.IncompleteDraft as error:
            faults = _in_plain_words(questionnaire) or error.faults
        return confirm(
            self,
            request,
            questionnaire,
            title=_("Publish") if faults else _("Publish this questionnaire?"),
            sentences=[_("The draft cannot be published yet:")]
            if faults
            else [
                _("Its draft becomes the next version, which nobody can change afterwards."),
                _("Prompts opened from now on show it; those opened before keep theirs."),
            ],
            problems=faults,
            button="" if faults else _("Publish"),
        )


def _in_plain_words(questionnaire: Questionnaire) -> list[str]:
    """What has to be mended in the draft's parts; missing translations are told by publishing."""
    draft = read_draft(publishing.draft_fields(questionnaire))
    kinds = dict(questionnaire.draft_items.values_list("name", "kind"))
    return [_in_one_sentence(fault, kinds.get(fault.item or "", "")) for fault in draft.faults]


def _in_one_sentence(fault: DraftFault, kind: str) -> str:
    owners = {"item": fault.item, "page": fault.page, "rotation": fault.rotation}
    place = [f"{what} {name}" for what, name in owners.items() if name]
    if label := label_of(fault, kind):
        place.append(_("“%(label)s”") % {"label": label})
    return f"{', '.join(place)}: {ended(fault.sentence)}" if place else fault.in_full
