"""`python -m faults.preparing COUNT`: a running study with so many participants; prints its id."""

from __future__ import annotations

import os
import sys

import django


def main(count: int) -> None:
    """Make the study."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  settings first

    from benchmarks.due import make_mailed_study  # noqa: PLC0415

    # A reminder of one fault would come due in the middle of another.
    print(make_mailed_study("faults", count, now=timezone.now(), reminders=()).pk)


if __name__ == "__main__":
    main(int(sys.argv[1]))
