"""Lists whose rows have figures: read for all rows of a page at once, not one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from unfold.views import ChangeList


def list_with(add_figures: Callable[[list[Any]], None]) -> type[ChangeList]:
    """The kind of list that has what stands beside the rows of a page kept on them first."""

    class WithFigures(ChangeList):
        """A list like that."""

        def get_results(self, request: HttpRequest) -> None:
            """The rows of the page, with their figures."""
            super().get_results(request)
            add_figures(list(self.result_list))

    return WithFigures
