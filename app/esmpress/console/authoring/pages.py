"""The pages on which a draft is written: forms of items and pages, and the preview's JSON."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from esmpress.console.authoring import preview
from esmpress.console.authoring.advice import ADVICE
from esmpress.console.authoring.item_form import ItemForm
from esmpress.console.authoring.kinds import BY_KIND, GROUPS
from esmpress.console.authoring.page_form import PageForm
from esmpress.console.authoring.preview import MomentForm, phone_values
from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.rights.questionnaires import QuestionnaireScoped
from esmpress.lazy_texts import lazily
from esmpress.questionnaires.drafting import place_last
from esmpress.questionnaires.drafts import Draft, read_draft
from esmpress.questionnaires.models import DraftItem, DraftPage, Questionnaire
from esmpress.questionnaires.publishing import draft_fields

PREFIX = "questionnaires_questionnaire"
REFUSED = lazily("Nothing was saved: a field below has to be mended.")


class DraftAdmin(QuestionnaireScoped):
    """Adds the forms to an Admin: who may see a questionnaire looks, who may change it writes."""

    def get_urls(self) -> list[Any]:
        """The pages of a draft, before the address that stands for any questionnaire."""
        items, pages = "<int:object_id>/items/", "<int:object_id>/pages/"
        views = {
            "advice/": ("advice", self.advice),
            "<int:object_id>/draft/": ("draft", self.draft_preview),
            f"{items}add/": ("item_add", self.item_page),
            f"{items}add/preview/": ("item_add_preview", require_POST(self.item_preview)),
            f"{items}<int:item_id>/": ("item", self.item_page),
            f"{items}<int:item_id>/preview/": ("item_preview", require_POST(self.item_preview)),
            f"{pages}add/": ("page_add", self.page_page),
            f"{pages}add/preview/": ("page_add_preview", require_POST(self.page_preview)),
            f"{pages}<int:page_id>/": ("page", self.page_page),
            f"{pages}<int:page_id>/preview/": ("page_preview", require_POST(self.page_preview)),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=f"{PREFIX}_{name}")
            for address, (name, view) in views.items()
        ]
        return own + list(super().get_urls())

    def advice(self, request: HttpRequest) -> HttpResponse:
        """What the remarks on a draft mean."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        values = self.admin_site.each_context(request) | {
            "title": gettext("Remarks on questionnaires"),
            "page_name": gettext("Remarks"),
            "trail": [(gettext("Questionnaires"), reverse(f"admin:{PREFIX}_changelist"))],
            "advice": ADVICE,
        }
        return render(request, "console/advice.html", values)

    def draft_preview(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The draft as it is saved, as the participant's page gets it."""
        questionnaire = object_or_denied(self, request, str(object_id))
        fields = draft_fields(questionnaire)
        shown = preview.preview_of(fields, MomentForm(request.GET), draft=read_draft(fields))
        return JsonResponse(shown)

    def item_page(
        self, request: HttpRequest, object_id: int, item_id: int | None = None
    ) -> HttpResponse:
        """The form of an item; a new one first chooses its kind. A post saves it."""
        questionnaire = self._questionnaire(request, object_id)
        if item_id is None and "kind" not in request.GET:
            return self._kinds_page(request, questionnaire)
        form = self._item_form(request, questionnaire, item_id)
        if request.method != "POST":
            return self._item_form_page(request, questionnaire, form)
        if not form.is_valid():
            return self._item_form_page(request, questionnaire, form, problem=REFUSED)
        self._save(request, questionnaire, form, "item")
        if "_stay" in request.POST:
            return redirect(f"admin:{PREFIX}_item", object_id, form.instance.pk)
        if "_next" in request.POST:
            address = reverse(f"admin:{PREFIX}_item_add", args=[object_id])
            return redirect(f"{address}?page={form.page.pk}")
        return self.to_outline(object_id, f"item-{form.instance.pk}")

    def item_preview(
        self, request: HttpRequest, object_id: int, item_id: int | None = None
    ) -> HttpResponse:
        """What was typed, as the participant's page gets it; nothing is saved."""
        form = self._item_form(request, self._questionnaire(request, object_id), item_id)
        form.is_valid()
        name = form.shown_name
        shown = preview.preview_of(
            form.typed_fields, MomentForm(request.GET), draft=form.typed_draft, item=name
        )
        said = [*preview.faults_typed(form), *preview.remarks(form.typed_draft, item=name)]
        return JsonResponse(shown | {"remarks": said})

    def page_page(
        self, request: HttpRequest, object_id: int, page_id: int | None = None
    ) -> HttpResponse:
        """The form of a page; a post saves it."""
        questionnaire = self._questionnaire(request, object_id)
        form = self._page_form(request, questionnaire, page_id)
        problem = ""
        if request.method == "POST":
            if form.is_valid():
                self._save(
                    request,
                    questionnaire,
                    form,
                    "page",
                )
                return self.to_outline(object_id, f"page-{form.instance.pk}")
            problem = REFUSED
        page = form.instance
        heading = gettext("Page %(name)s") % {"name": page.name} if page_id else gettext("New page")
        values = self._form_values(request, questionnaire, form, heading, problem)
        values["source"] = (
            reverse(f"admin:{PREFIX}_page_preview", args=[object_id, page_id])
            if page_id
            else reverse(f"admin:{PREFIX}_page_add_preview", args=[object_id])
        )
        values |= phone_values(questionnaire, values["source"], part=preview.PAGE)
        return render(request, "console/draft_form.html", values, status=_status(problem))

    def page_preview(
        self, request: HttpRequest, object_id: int, page_id: int | None = None
    ) -> HttpResponse:
        """What was typed, as the participant's page gets it; nothing is saved."""
        form = self._page_form(request, self._questionnaire(request, object_id), page_id)
        form.is_valid()
        shown = preview.preview_of(
            form.typed_fields,
            MomentForm(request.GET),
            draft=form.typed_draft,
            page=form.shown_name,
        )
        return JsonResponse(shown | {"remarks": preview.faults_typed(form)})

    def to_outline(self, object_id: int, anchor: str = "outline") -> HttpResponse:
        """Back to the outline."""
        address = reverse(f"admin:{PREFIX}_change", args=[object_id])
        return redirect(f"{address}#{anchor}")

    def _questionnaire(self, request: HttpRequest, object_id: int) -> Questionnaire:
        """The questionnaire; raises PermissionDenied where who may only look posts."""
        questionnaire: Questionnaire = object_or_denied(self, request, str(object_id))
        if request.method == "POST" and not self.has_change_permission(request, questionnaire):
            raise PermissionDenied
        return questionnaire

    def _item_form(
        self, request: HttpRequest, questionnaire: Questionnaire, item_id: int | None
    ) -> ItemForm:
        item = DraftItem(questionnaire=questionnaire)
        if item_id is not None:
            drafts = questionnaire.draft_items.select_related("page")
            item = get_object_or_404(drafts, pk=item_id)
            page = item.page
        else:
            page = self._page_for_new(request, questionnaire)
        page.questionnaire = questionnaire
        kind = request.GET.get("kind", item.kind)
        if kind not in BY_KIND:
            raise Http404
        posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = ItemForm(*posted, instance=item, page=page, kind=kind)
        self._lock(request, questionnaire, form)
        return form

    def _page_for_new(self, request: HttpRequest, questionnaire: Questionnaire) -> DraftPage:
        """The page a new item comes to: the one that is named, or the last, or a first one."""
        if (named := request.GET.get("page", "")).isdecimal():
            return get_object_or_404(questionnaire.draft_pages, pk=int(named))
        last = questionnaire.draft_pages.last()
        return last or DraftPage(questionnaire=questionnaire, name="page_1")

    def _page_form(
        self, request: HttpRequest, questionnaire: Questionnaire, page_id: int | None
    ) -> PageForm:
        if page_id is not None:
            page = get_object_or_404(questionnaire.draft_pages, pk=page_id)
        else:
            page = DraftPage(questionnaire=questionnaire)
        page.questionnaire = questionnaire
        posted = request.POST if request.method == "POST" else None
        initial = {} if page_id else {"name": _free_page_name(questionnaire)}
        form = PageForm(posted, instance=page, initial=initial)
        self._lock(request, questionnaire, form)
        return form

    def _lock(self, request: HttpRequest, questionnaire: Questionnaire, form: Any) -> None:
        """Make the form something to look at for who may only look."""
        if not self.has_change_permission(request, questionnaire):
            for field in form.fields.values():
                field.disabled = True

    @transaction.atomic
    def _save(
        self, request: HttpRequest, questionnaire: Questionnaire, form: Any, what: str
    ) -> None:
        """Save an item or a page, in its place or after all others, and note it."""
        part = form.instance
        is_new = part.pk is None
        if is_new and isinstance(part, DraftItem):
            if form.page.pk is None:
                form.page = questionnaire.add_page()
            place_last(part, form.page)
        elif is_new:
            last = questionnaire.draft_pages.last()
            part.position = last.position + 1 if last else 0
        before = read_draft(draft_fields(questionnaire))
        form.save()
        self.log_change(
            request, questionnaire, f"{'Added' if is_new else 'Changed'} {what} {part.name}."
        )
        is_item = what == "item"
        said = gettext("Item %(name)s is saved.") if is_item else gettext("Page %(name)s is saved.")
        self.message_user(request, said % {"name": part.name}, messages.SUCCESS)
        own = {form.stored_name, part.name}
        for fault in sorted(_faults_beside(form.typed_draft, own) - _faults_beside(before, own)):
            self.message_user(
                request,
                gettext("Because of this change: %(fault)s") % {"fault": fault},
                messages.WARNING,
            )

    def _kinds_page(self, request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
        """The kinds to choose a new item from."""
        page = self._page_for_new(request, questionnaire)
        values = page_values(self, request, questionnaire, title=gettext("Add an item")) | {
            "groups": GROUPS,
            "page": page,
            "heading": gettext("What kind of item?"),
        }
        return render(request, "console/kinds.html", values)

    def _item_form_page(
        self,
        request: HttpRequest,
        questionnaire: Questionnaire,
        form: ItemForm,
        *,
        problem: str = "",
    ) -> HttpResponse:
        item = form.instance
        heading = (
            gettext("Item %(stored_name)s") % {"stored_name": form.stored_name}
            if item.pk
            else gettext("New item")
        )
        values = self._form_values(request, questionnaire, form, heading, problem)
        values |= {"kind": BY_KIND[form.kind], "kinds": GROUPS, "page": form.page}
        if item.pk:
            address = reverse(f"admin:{PREFIX}_item_preview", args=[questionnaire.pk, item.pk])
            values["source"] = f"{address}?kind={form.kind}"
            values |= _neighbours(questionnaire, item)
        else:
            address = reverse(f"admin:{PREFIX}_item_add_preview", args=[questionnaire.pk])
            values["source"] = f"{address}?kind={form.kind}&page={form.page.pk or ''}"
        values |= phone_values(questionnaire, values["source"], part=preview.ITEM)
        return render(request, "console/draft_form.html", values, status=_status(problem))

    def _form_values(
        self,
        request: HttpRequest,
        questionnaire: Questionnaire,
        form: Any,
        heading: str,
        problem: str,
    ) -> dict[str, Any]:
        return page_values(self, request, questionnaire, title=heading) | {
            "heading": heading,
            "form": form,
            "problem": problem,
            "may_write": self.has_change_permission(request, questionnaire),
        }


def _status(problem: str) -> int:
    return 422 if problem else 200


def _free_page_name(questionnaire: Questionnaire) -> str:
    taken = set(questionnaire.draft_pages.values_list("name", flat=True))
    return next(name for n in range(1, len(taken) + 2) if (name := f"page_{n}") not in taken)


def _neighbours(questionnaire: Questionnaire, item: DraftItem) -> dict[str, Any]:
    """The items above and below, to go from one to the next."""
    items = list(questionnaire.draft_items.values_list("pk", "name"))
    at = [pk for pk, _ in items].index(item.pk)
    return {
        "before": items[at - 1] if at else None,
        "after": items[at + 1] if at + 1 < len(items) else None,
        "number": at + 1,
        "count": len(items),
    }


def _faults_beside(draft: Draft, names: set[str]) -> set[str]:
    """What is wrong with all parts of a draft but those named, in sentences."""
    return {
        f"{'item' if one.item else 'page'} {one.item or one.page}: {one.in_full}"
        for one in draft.faults
        if (one.item or one.page) and names.isdisjoint({one.item, one.page})
    }
