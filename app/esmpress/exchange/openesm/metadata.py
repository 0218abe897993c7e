"""What openESM says of a data set and of each of its columns."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from esmpress.exchange.json_text import decode_json
from esmpress.exchange.openesm.refusals import RefusedDataSet

MAX_BYTES = 5_000_000
MOST_FEATURES = 500
_WHOLE = re.compile(r"\s*(\d{1,4})\s*")
# `1 = not at all`, one on a line, or several with commas or semicolons between.
_LABEL = re.compile(r"(-?\d{1,9})\s*=\s*(.+?)\s*(?=[,;\n]\s*-?\d{1,9}\s*=|\Z|\n)", re.DOTALL)
# `0-100`, or how many categories there are.
_RANGE = re.compile(r"\s*(-?\d{1,9})\s*(?:-|–|to)\s*(-?\d{1,9})\s*")


class Feature(BaseModel):
    """One column, in words; whoever coded it left empty what they did not know."""

    model_config = ConfigDict(extra="ignore")

    name: str
    description: str = ""
    variable_type: str = ""
    details: str = ""
    labels: str = ""
    answer_categories: str = ""
    assessment_type: str = ""

    @property
    def words(self) -> str:
        """What participants were asked, as near as it is known."""
        return " ".join((self.details or self.description or self.name).split())

    @property
    def labelled(self) -> dict[int, str]:
        """The numbers that have words, in their order."""
        found = {
            int(value): " ".join(words.split()) for value, words in _LABEL.findall(self.labels)
        }
        return dict(sorted(found.items()))

    @property
    def scale(self) -> tuple[int, int] | None:
        """The ends of the scale; None where nothing tells."""
        if match := _RANGE.fullmatch(self.answer_categories):
            low, high = int(match[1]), int(match[2])
            return (low, high) if low < high else None
        known = list(self.labelled)
        if len(known) > 1:
            return known[0], known[-1]
        if (match := _WHOLE.fullmatch(self.answer_categories)) and int(match[1]) > 1:
            return 1, int(match[1])
        return None


class Metadata(BaseModel):
    """A data set, in words."""

    model_config = ConfigDict(extra="ignore")

    first_author: Annotated[str, Field(min_length=1, max_length=60)]
    dataset_id: Annotated[str, Field(min_length=1, max_length=20)]
    year: int
    license: str | None = None
    implicit_missingness: str | None = None
    n_beeps_per_day: str | int | None = None
    features: Annotated[list[Feature], Field(min_length=1, max_length=MOST_FEATURES)]

    @property
    def beeps_a_day(self) -> int | None:
        """How many there are on each day, where that is one number."""
        match = _WHOLE.fullmatch(str(self.n_beeps_per_day))
        return int(match[1]) or None if match else None

    @property
    def name(self) -> str:
        """What the study is called for researchers."""
        return f"{self.first_author} {self.year} (openESM {self.dataset_id})"


def read_metadata(content: bytes) -> Metadata:
    """What the JSON says; raises RefusedDataSet."""
    if len(content) > MAX_BYTES:
        raise RefusedDataSet([f"Metadata: more than {MAX_BYTES // 1_000_000} MB."])
    try:
        return Metadata.model_validate(decode_json(content.decode("utf-8-sig")))
    except ValidationError as error:
        faults = [
            f"Metadata, {'.'.join(map(str, one['loc']))}: {one['msg']}." for one in error.errors()
        ]
        raise RefusedDataSet(faults) from error
    except (ValueError, RecursionError) as error:
        raise RefusedDataSet([f"Metadata: it is no JSON in UTF-8 ({error})."]) from error
