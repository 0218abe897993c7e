"""Designs in files: a study's, or a scheme alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from esmpress.sampling.design import StudyDesign, read_design
from esmpress.sampling.malformed import MalformedScheme


def read_design_file(path: Path) -> StudyDesign:
    """The design in a file; raises CommandError with the field, or the place in the file."""
    try:
        return read_design(decode_json(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error
    except MalformedScheme as error:
        raise CommandError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is not JSON that can be read: {error}.") from error


def decode_json(text: str) -> Any:
    """The value of a JSON text that says each thing once; raises ValueError or RecursionError."""
    value = json.loads(text, object_pairs_hook=_once_each)
    # A lone half of a character can be decoded but never written again.
    json.dumps(value, ensure_ascii=False).encode()
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"the field {name} stands twice in one object")
    return dict(pairs)
