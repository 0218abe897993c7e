"""Why a study file is not taken: each fault in a sentence that begins with its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from esmpress.questionnaires.faults import sentences_of
from esmpress.sampling.malformed import explain, name_schedule

MAX_NAMED = 100


class RefusedStudyFile(ValueError):
    """Nothing was kept of a study file; `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the sentences, in the order of the file; the first hundred of very many."""
        more = len(faults) - MAX_NAMED
        named = [*faults[:MAX_NAMED], f"And {more} more."] if more > 0 else faults
        super().__init__(" ".join(named))
        self.faults = named


def shape_faults(error: ValidationError, data: Any) -> list[str]:
    """What is wrong with the shape of a file, one sentence a fault."""
    faults = error.errors(include_url=False)
    sentences: list[str] = []
    for part, group in groupby(faults, key=_definition_of):
        if part is None:
            sentences += [_sentence(fault, data) for fault in group]
        else:
            sentences += _of_definition(list(group), data["questionnaires"][part])
    return sentences


def name_questionnaire(given: Any, number: int) -> str:
    """How sentences call a questionnaire of a file: by its slug, or by its place."""
    slug = given.get("slug") if isinstance(given, dict) else None
    return f"questionnaire “{slug}”" if isinstance(slug, str) else f"questionnaire {number}"


def _definition_of(fault: ErrorDetails) -> int | None:
    """The questionnaire within whose definition a fault is."""
    match fault["loc"]:
        case ("questionnaires", int(place), "definition", *_):
            return place
    return None


def _of_definition(faults: list[ErrorDetails], given: Any) -> Iterator[str]:
    place = _definition_of(faults[0])
    assert place is not None
    inner: list[ErrorDetails] = [{**fault, "loc": fault["loc"][3:]} for fault in faults]
    whose = name_questionnaire(given, place + 1)
    yield from (f"{whose}, {sentence}" for sentence in sentences_of(inner, given.get("definition")))


def _sentence(fault: ErrorDetails, data: Any) -> str:
    match fault["loc"]:
        case ("schedules", int(place), *rest):
            entry = data["schedules"][place]
            name = entry.get("name") if isinstance(entry, dict) else None
            whose = f"schedule {place + 1}"
            if isinstance(name, str) and name:
                whose = name_schedule(name)
            # The first step is the kind.
            return str(explain(fault, rest[1:], whole="kind", within=whose))
        case loc:
            return str(explain(fault, loc, whole="file"))
