"""Questionnaires belong to the studies that use them; until one does, to who made them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import MissingIsNotFound
from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.rights import Right


class QuestionnaireScoped(MissingIsNotFound):
    """An Admin of questionnaires: only those somebody may see are there."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        """Those of the studies somebody works in, and their own that no study uses."""
        rows: QuerySet[Questionnaire] = super().get_queryset(request)
        return rows.filter(pk__in=access_of(request).questionnaires(Right.SEE_STUDY).values("pk"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whatever is found may be seen; the list by whoever works in a study, or adds to it."""
        return obj is not None or self._has_a_list(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may edit every study that uses it: a change reaches all of them."""
        if obj is None:
            return access_of(request).may_make_questionnaires()
        return access_of(request).may_write(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same: one that a study uses stays anyway."""
        return self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may edit a study, or make one; parts of one are added by who may change it."""
        if obj is not None:
            return self.has_change_permission(request, obj)
        return access_of(request).may_make_questionnaires()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever has a list of them."""
        return self._has_a_list(request)

    def _has_a_list(self, request: HttpRequest) -> bool:
        access = access_of(request)
        return access.may_somewhere(Right.SEE_STUDY) or access.may_make_questionnaires()
