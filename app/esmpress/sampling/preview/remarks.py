"""What is remarkable about a design: one sentence each, with the field to change."""

from dataclasses import dataclass

from esmpress.sampling.malformed import name_schedule


@dataclass(frozen=True)
class Remark:
    """A warning, or a reason not to launch (`refuses`); the sentence names the field."""

    field: str
    sentence: str
    refuses: bool = False


def warn(schedule: str, field: str, text: str) -> Remark:
    """Return the warning about a field of a schedule."""
    return Remark(field, f"{name_schedule(schedule)}: {field}: {text}")
