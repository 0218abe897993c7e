"""Filters of lists that name only what who asks may know of."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import RelatedFieldListFilter
from django.http import HttpRequest

from esmpress.console.rights.asking import access_of
from esmpress.studies.rights import Right


class OwnStudiesFilter(RelatedFieldListFilter):
    """The studies whose rows can be in the list."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """Number and name of each."""
        ordering = self.field_admin_ordering(field, request, model_admin)
        studies = access_of(request).studies(model_admin.view_right)
        own = {} if studies is None else {"pk__in": studies}
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=own)


class OwnArmsFilter(RelatedFieldListFilter):
    """The arms of studies in which who asks may see them."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """Number and name of each."""
        ordering = self.field_admin_ordering(field, request, model_admin)
        studies = access_of(request).studies(Right.SEE_ARMS)
        own = {} if studies is None else {"study__in": studies}
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=own)
