"""`python -m devstack.guide` fills the stack it runs beside for the pictures of the guide.

It prints the numbers of the rows that the pictures are of, as JSON.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    """Plant everything; say where it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  settings first

    from devstack.guide.planting import plant  # noqa: PLC0415

    json.dump(plant(password=os.environ["E2E_PASSWORD"], now=timezone.now()), sys.stdout)


if __name__ == "__main__":
    main()
