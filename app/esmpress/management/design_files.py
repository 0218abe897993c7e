"""Designs in files: a study's, or a scheme alone."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError

from esmpress.exchange.json_text import decode_json
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
