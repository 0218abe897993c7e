"""Shifts the wall clock of one Python process by the seconds that stand in a file.

Python imports `sitecustomize` from PYTHONPATH before anything else, so that every later
`from time import time` gets the shifted one. The monotonic clocks stay as they are: a step of the
machine's clock leaves them alone too.
"""

from __future__ import annotations

import copyreg
import datetime
import os
import time
from datetime import datetime as _TrueDatetime  # noqa: N812  the name is given away below
from pathlib import Path
from typing import Any

_true_time, _true_time_ns = time.time, time.time_ns
_FILE = Path(os.environ["SHIFTED_CLOCK_FILE"])


def _shift() -> float:
    return float(_FILE.read_text() or 0)


class _Instances(type):
    """Makes true datetimes, and takes every true datetime for one of its own."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is _ShiftedDatetime:
            return _TrueDatetime(*args, **kwargs)  # noqa: DTZ001  as it was called
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _TrueDatetime)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, _TrueDatetime)


class _ShiftedDatetime(_TrueDatetime, metaclass=_Instances):
    """`datetime` with another idea of now."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return _TrueDatetime.now(tz) + datetime.timedelta(seconds=_shift())

    @classmethod
    def utcnow(cls) -> Any:
        return _TrueDatetime.now(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(
            seconds=_shift()
        )

    @classmethod
    def today(cls) -> Any:
        return cls.now()


def _from_text(text: str) -> datetime.datetime:
    return _TrueDatetime.fromisoformat(text)


time.time = lambda: _true_time() + _shift()
time.time_ns = lambda: _true_time_ns() + int(_shift() * 1e9)
datetime.datetime = _ShiftedDatetime  # type: ignore[misc]
# The true class does not stand under its own name any more, which is what pickle asks for.
copyreg.pickle(_TrueDatetime, lambda moment: (_from_text, (moment.isoformat(),)))
