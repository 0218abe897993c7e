"""Lists whose rows have figures: read for all rows of a page at once, not one by one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.views import ChangeList


class _WithFigures(ChangeList):
    """A page of a list that lets its Admin read what stands beside the rows."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page, with their figures."""
        super().get_results(request)
        self.model_admin.add_figures(request, list(self.result_list))


class RowsAtOnce(ModelAdmin):
    """An Admin with a list like that."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """The kind of list."""
        del request, kwargs
        return _WithFigures

    def add_figures(self, request: HttpRequest, rows: list[Any]) -> None:
        """Keep on each row of a page what its columns show."""
        raise NotImplementedError
