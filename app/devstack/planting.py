"""`python -m devstack.planting` puts prompts into the stack it runs beside, for tests in a browser.

It reads one order as JSON and prints what came of it: `{"plant": DEFINITION}` gives the link of a
prompt that has just been sent, `{"end": LINK, "as": FATE}` closes one, `{"export": SLUG}` gives the
rows of a study, `{"timings": SLUG}` those of its timings.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    """Carry out the order."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  settings first

    from devstack.planted import carry_out  # noqa: PLC0415

    json.dump(carry_out(json.load(sys.stdin), now=timezone.now()), sys.stdout)


if __name__ == "__main__":
    main()
