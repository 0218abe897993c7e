"""The one place where the Admin is cut down to the studies somebody works in."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from esmpress.console.rights.asking import access_of
from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import Study
from esmpress.studies.rights import Right


class MissingIsNotFound(ModelAdmin):
    """What is not there, or not for who asks, is 404; Django would lead to the first page."""

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        raise Http404

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> Any:
        """Django asks for rights first, and would refuse what is not there."""
        self._find(request, object_id)
        return super().change_view(request, object_id, *args, **more)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> Any:
        """The same."""
        self._find(request, object_id)
        return super().delete_view(request, object_id, *args, **more)

    def _find(self, request: HttpRequest, object_id: str) -> None:
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404


class StudyScoped(MissingIsNotFound):
    """An Admin of rows that belong to a study: only those of studies with the right are there."""

    # From a row to its study, as a filter writes it; "pk" for a study itself.
    study_path: ClassVar[str]
    view_right: ClassVar[Right]
    # None: nobody does it by hand.
    add_right: ClassVar[Right | None] = None
    change_right: ClassVar[Right | None] = None
    delete_right: ClassVar[Right | None] = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows of studies in which who asks may see them."""
        rows: QuerySet[Any] = super().get_queryset(request)
        studies = access_of(request).studies(self.view_right)
        return rows if studies is None else rows.filter(**{f"{self.study_path}__in": studies})

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row, or None; raises PermissionDenied where a member lacks the right to see it."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            study_id, access = self.study_id_of(object_id), access_of(request)
            is_member = study_id is not None and access.is_member(study_id)
            # There for members, but not for this one.
            if study_id is not None and is_member and not access.may(self.view_right, study_id):
                raise PermissionDenied
        return found

    def study_id_of(self, object_id: str) -> int | None:
        """The study of a row by the row's number; None where there is no such row."""
        try:
            key = self.model._meta.pk.to_python(unquote(str(object_id)))
        except ValidationError:
            return None
        if self.study_path == "pk":
            return int(key)
        rows = self.model._default_manager.filter(pk=key).order_by()
        found: int | None = rows.values_list(self.study_path, flat=True).first()
        return found

    def may(self, request: HttpRequest, right: Right, object_id: str | None) -> bool:
        """Whether who asks has the right about a row; raises Http404 for no member of its study."""
        kept = access_of(request).study_ids
        name = (self.model, str(object_id))
        if name not in kept:
            kept[name] = self.study_id_of(str(object_id))
        study_id = kept[name]
        if study_id is None or not access_of(request).is_member(study_id):
            raise Http404
        return access_of(request).may(right, study_id)

    def _may(self, request: HttpRequest, right: Right | None, obj: Any) -> bool:
        if right is None:
            return False
        if obj is None:
            return access_of(request).may_somewhere(right)
        return access_of(request).may(right, attrgetter(_dotted(self.study_path))(obj))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the role in the row's study; without a row, in some study."""
        return self._may(request, self.view_right, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the role in the row's study; without a row, in some study."""
        return self._may(request, self.change_right, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the role in the row's study; without a row, in some study."""
        return self._may(request, self.delete_right, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """By the role in some study: which one is chosen in the form."""
        return self._may(request, self.add_right, None)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may see one of its rows."""
        return self.has_view_permission(request)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Studies to choose from are those in which who asks may add the row."""
        if db_field.related_model is Study:
            kwargs["queryset"] = own_studies(request, self.add_right or self.view_right)
        field: ModelChoiceField[Any] | None = super().formfield_for_foreignkey(
            db_field, request, **kwargs
        )
        return field


class OfParent:
    """Rows on the page of what they belong to: with it they are seen, and changed."""

    # Given by Django's inlines.
    admin_site: Any
    parent_model: Any

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see what they belong to."""
        parent = self.admin_site.get_model_admin(self.parent_model)
        return bool(parent.has_view_permission(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change what they belong to, or add it."""
        parent = self.admin_site.get_model_admin(self.parent_model)
        if obj is None:
            return bool(parent.has_add_permission(request))
        return bool(parent.has_change_permission(request, obj))

    has_add_permission = has_delete_permission = has_change_permission

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Questionnaires to choose from are those of who asks."""
        if db_field.related_model is Questionnaire:
            kwargs["queryset"] = access_of(request).questionnaires(Right.EDIT_DESIGN)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


def own_studies(request: HttpRequest, right: Right) -> QuerySet[Study]:
    """The studies in which who asks has the right."""
    studies = access_of(request).studies(right)
    return Study.objects.all() if studies is None else Study.objects.filter(pk__in=studies)


def _dotted(study_path: str) -> str:
    """The attribute with the study's number: “prompt__participant__study” without its rows."""
    return "pk" if study_path == "pk" else f"{study_path.replace('__', '.')}_id"
