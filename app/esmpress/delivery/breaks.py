"""Tells how far a call over the network got before it broke."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from types import FunctionType
from typing import cast


def broke_in(error: BaseException, *functions: Callable[..., object]) -> bool:
    """Whether `error` was raised inside a call of one of the functions.

    The standard library's clients raise the same errors before and after a message went out; only
    the step that broke tells the two apart.
    """
    codes = {cast("FunctionType", function).__code__ for function in functions}
    return any(frame.f_code in codes for frame, _ in traceback.walk_tb(error.__traceback__))
