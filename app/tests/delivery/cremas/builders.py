"""Prompts as columns, without a database: what the pure figures are tested with."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

import numpy as np

from esmpress.delivery.cremas.asked import (
    COMPLETED,
    DELIVERED,
    MISSED,
    OPENED,
    SENT,
    STARTED,
    UNKNOWN,
    VALID,
    Asked,
)
from esmpress.delivery.cremas.reading import read_asked
from esmpress.delivery.cremas.stages import read_stages
from esmpress.studies.models import Study

ANSWERED = SENT | DELIVERED | OPENED | STARTED | COMPLETED | VALID
EXPIRED = SENT | DELIVERED | MISSED
_PLAIN = {"number": 1, "day": 1, "beep": 1, "late": 0, "latency": UNKNOWN}


def asked_of(*rows: dict[str, Any]) -> Asked:
    """A place in each column for each row; what a row does not say is plain."""
    names = [one.name for one in fields(Asked)]
    columns = [[{**_PLAIN, **row}.get(name, 0) for row in rows] for name in names]
    return Asked(*(np.array(column, dtype=np.int32) for column in columns))


def asked_in(study: Study, *, now: datetime) -> Asked:
    """The prompts of a study as they stand in the database."""
    return read_asked(study, read_stages(study), now=now)
