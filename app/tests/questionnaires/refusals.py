"""What a definition is refused for, as a researcher reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from esmpress.questionnaires.definition import Definition, Faults
from tests.questionnaires.builders import definition, paged


def faults_of(make: Callable[..., Definition], *parts: Any, **fields: Any) -> list[str]:
    """Each thing that is wrong, without the words of Pydantic around it."""
    with pytest.raises(ValidationError) as refused:
        make(*parts, **fields)
    found = []
    places = [error["loc"] for error in refused.value.errors()]
    for error in refused.value.errors():
        here = error["loc"]
        if error["type"] == "too_short" and any(
            len(place) > len(here) and place[: len(here)] == here for place in places
        ):
            # Short only of what is wrong itself.
            continue
        cause = error.get("ctx", {}).get("error")
        found += cause.faults if isinstance(cause, Faults) else [str(cause or error["msg"])]
    return found


def item_faults(*items: dict[str, Any], **fields: Any) -> list[str]:
    """What is wrong with a questionnaire of one page."""
    return faults_of(definition, *items, **fields)


def page_faults(*pages: dict[str, Any], **fields: Any) -> list[str]:
    """What is wrong with a questionnaire of these pages."""
    return faults_of(paged, *pages, **fields)
