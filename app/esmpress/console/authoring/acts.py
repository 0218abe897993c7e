"""What is done to a draft in its outline: order, copies, deleting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import StrictInt, TypeAdapter, ValidationError

from esmpress.console.authoring.outline import in_first_language, outline_of
from esmpress.console.authoring.pages import PREFIX, DraftAdmin
from esmpress.console.confirming import object_or_denied, page_values
from esmpress.lazy_texts import lazily
from esmpress.questionnaires import drafting
from esmpress.questionnaires.models import DraftItem, DraftPage, Questionnaire

OTHER_DRAFT = lazily(
    "The order was not saved: the draft has changed since this page was opened, and some of it is "
    "missing in that order. Load the page again, then move what you wanted to move."
)
_ORDER: TypeAdapter[drafting.Order] = TypeAdapter(list[tuple[StrictInt, list[StrictInt]]])
UNREADABLE = lazily("The order was not saved: it could not be read.")


class OutlineAdmin(DraftAdmin):
    """Adds the acts of the outline; each of them posts."""

    def get_urls(self) -> list[Any]:
        """The addresses of the acts."""
        under = "<int:object_id>"
        views: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            f"{under}/order/": ("order", require_POST(self.order)),
            f"{under}/items/<int:item_id>/move/": ("item_move", self.move_item),
            f"{under}/items/<int:item_id>/duplicate/": ("item_copy", require_POST(self.copy_item)),
            f"{under}/items/<int:item_id>/delete/": ("item_delete", self.delete_item),
            f"{under}/pages/<int:page_id>/move/": ("page_move", require_POST(self.move_page)),
            f"{under}/pages/<int:page_id>/duplicate/": ("page_copy", require_POST(self.copy_page)),
            f"{under}/pages/<int:page_id>/delete/": ("page_delete", self.delete_page),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=f"{PREFIX}_{name}")
            for address, (name, view) in views.items()
        ]
        return own + list(super().get_urls())

    def order(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Save the order that was made by dragging; the outline as it is then."""
        questionnaire = self._writable(request, object_id)
        try:
            order = _ORDER.validate_json(request.POST.get("order", ""))
        except ValidationError:
            return HttpResponse(UNREADABLE, status=400, content_type="text/plain")
        try:
            with transaction.atomic():
                drafting.put_in_order(questionnaire, order)
                self.log_change(request, questionnaire, "Put the draft in another order.")
        except drafting.OtherDraft:
            return HttpResponse(OTHER_DRAFT, status=409, content_type="text/plain")
        return self._outline(request, questionnaire)

    @transaction.atomic
    def move_item(self, request: HttpRequest, object_id: int, item_id: int) -> HttpResponse:
        """Move an item up or down, or to a page that is chosen here."""
        questionnaire = self._writable(request, object_id)
        item = _item(questionnaire, item_id)
        if request.method != "POST":
            return self._choose_page(request, questionnaire, item)
        way = request.POST.get("way")
        if way == "up":
            drafting.move_item(item, "up")
            said = _("Moved item %(name)s up.") % {"name": item.name}
        elif way == "down":
            drafting.move_item(item, "down")
            said = _("Moved item %(name)s down.") % {"name": item.name}
        else:
            named = request.POST.get("page", "")
            if not named.isdecimal():
                raise Http404
            page = get_object_or_404(questionnaire.draft_pages, pk=int(named))
            drafting.move_to_page(item, page)
            said = _("Moved item %(name)s to page %(page)s.") % {
                "name": item.name,
                "page": page.name,
            }
        return self._done(request, questionnaire, said, f"item-{item.pk}")

    @transaction.atomic
    def move_page(self, request: HttpRequest, object_id: int, page_id: int) -> HttpResponse:
        """Move a page up or down."""
        questionnaire = self._writable(request, object_id)
        page = _page(questionnaire, page_id)
        way = request.POST.get("way")
        if way not in ("up", "down"):
            raise Http404
        drafting.move_page(page, "up" if way == "up" else "down")
        said = _("Moved page %(name)s up.") if way == "up" else _("Moved page %(name)s down.")
        place = f"page-{page.pk}"
        return self._done(request, questionnaire, said % {"name": page.name}, place)

    @transaction.atomic
    def copy_item(self, request: HttpRequest, object_id: int, item_id: int) -> HttpResponse:
        """Put a copy of an item below it."""
        questionnaire = self._writable(request, object_id)
        item = _item(questionnaire, item_id)
        copy = drafting.duplicate_item(item)
        said = _("Copied item %(name)s as %(copy)s.") % {"name": item.name, "copy": copy.name}
        return self._done(request, questionnaire, said, f"item-{copy.pk}")

    @transaction.atomic
    def copy_page(self, request: HttpRequest, object_id: int, page_id: int) -> HttpResponse:
        """Put a copy of a page with its items below it."""
        questionnaire = self._writable(request, object_id)
        page = _page(questionnaire, page_id)
        copy = drafting.duplicate_page(page)
        said = _("Copied page %(name)s as %(copy)s.") % {"name": page.name, "copy": copy.name}
        return self._done(request, questionnaire, said, f"page-{copy.pk}")

    def delete_item(self, request: HttpRequest, object_id: int, item_id: int) -> HttpResponse:
        """Ask, then delete an item of the draft."""
        questionnaire = self._writable(request, object_id)
        item = _item(questionnaire, item_id)
        sentences = [
            _("“%(item)s” goes out of the draft.")
            % {"item": in_first_language(item.text) or item.name},
            _("Published versions and their answers stay as they are."),
        ]
        return self._delete(
            request, questionnaire, item, _("item %(name)s") % {"name": item.name}, sentences
        )

    def delete_page(self, request: HttpRequest, object_id: int, page_id: int) -> HttpResponse:
        """Ask, then delete a page of the draft with its items."""
        questionnaire = self._writable(request, object_id)
        page = _page(questionnaire, page_id)
        names = ", ".join(page.items.values_list("name", flat=True)) or _("none")
        sentences = [
            _("The page goes out of the draft with its items: %(names)s.") % {"names": names},
            _("Published versions and their answers stay as they are."),
        ]
        return self._delete(
            request, questionnaire, page, _("page %(name)s") % {"name": page.name}, sentences
        )

    def _delete(
        self,
        request: HttpRequest,
        questionnaire: Questionnaire,
        part: Model,
        named: str,
        sentences: list[str],
    ) -> HttpResponse:
        if request.method == "POST":
            with transaction.atomic():
                part.delete()
                self.log_change(request, questionnaire, f"Deleted {named}.")
            self.message_user(request, _("Deleted %(named)s.") % {"named": named}, messages.SUCCESS)
            return self.to_outline(questionnaire.pk)
        values = page_values(
            self, request, questionnaire, title=_("Delete %(named)s?") % {"named": named}
        ) | {
            "sentences": sentences,
            "button": _("Delete"),
        }
        return render(request, "console/confirm.html", values)

    def _choose_page(
        self, request: HttpRequest, questionnaire: Questionnaire, item: DraftItem
    ) -> HttpResponse:
        values = page_values(
            self, request, questionnaire, title=_("Move item %(name)s") % {"name": item.name}
        ) | {
            "item": item,
            "pages": [
                (page, in_first_language(page.title)) for page in questionnaire.draft_pages.all()
            ],
        }
        return render(request, "console/move_item.html", values)

    def _writable(self, request: HttpRequest, object_id: int) -> Questionnaire:
        """The questionnaire; raises Http404, or PermissionDenied for who may only look."""
        questionnaire: Questionnaire = object_or_denied(self, request, str(object_id))
        if not self.has_change_permission(request, questionnaire):
            raise PermissionDenied
        return questionnaire

    def _done(
        self, request: HttpRequest, questionnaire: Questionnaire, said: str, anchor: str
    ) -> HttpResponse:
        """Note what was done; a script gets the outline, a browser without scripts the page."""
        self.log_change(request, questionnaire, said)
        if request.headers.get("X-Outline"):
            return self._outline(request, questionnaire)
        self.message_user(request, said, messages.SUCCESS)
        return self.to_outline(questionnaire.pk, anchor)

    def _outline(self, request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
        fresh = Questionnaire.objects.get(pk=questionnaire.pk)
        values = {
            "outline": outline_of(fresh),
            "original": fresh,
            "may_write": True,
        }
        return render(request, "console/outline.html", values)


def _item(questionnaire: Questionnaire, item_id: int) -> DraftItem:
    item = get_object_or_404(questionnaire.draft_items.select_related("page"), pk=item_id)
    item.questionnaire = questionnaire
    return item


def _page(questionnaire: Questionnaire, page_id: int) -> DraftPage:
    page = get_object_or_404(questionnaire.draft_pages, pk=page_id)
    page.questionnaire = questionnaire
    return page
