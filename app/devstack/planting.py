"""`python -m devstack.planting` puts prompts into the stack it runs beside, for tests in a browser.

It reads one order as JSON and prints what came of it: `{"plant": DEFINITION}` gives the link of a
prompt that has just been sent, `{"end": LINK, "as": FATE}` closes one, as `as` does beside `plant`.
`{"export": SLUG}` gives the rows of a study, `{"timings": SLUG}` those of its timings,
`{"links": SLUG}` the links in its mails. `{"joinable": ARGUMENTS}` sets up a study that can be
joined, as `devstack.joinable_study` does. A list of orders gives a list.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    """Carry out the order, or one after the other."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  settings first

    from devstack.planted import carry_out  # noqa: PLC0415

    wanted, now = json.load(sys.stdin), timezone.now()
    each = [carry_out(one, now=now) for one in (wanted if isinstance(wanted, list) else [wanted])]
    json.dump(each if isinstance(wanted, list) else each[0], sys.stdout)


if __name__ == "__main__":
    main()
