"""`python -m faults.asking`: ask for an export of the study as a page would."""

from __future__ import annotations

import os

import django


def main() -> None:
    """Ask, and call a worker if there is a broker."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  settings first

    import esmpress.celery  # noqa: F401, PLC0415  knows the broker
    from esmpress.accounts.models import Researcher  # noqa: PLC0415
    from esmpress.jobs.asking import ask_for  # noqa: PLC0415
    from esmpress.jobs.tasks import wake  # noqa: PLC0415
    from esmpress.studies.models import Study  # noqa: PLC0415

    asked_by = Researcher.objects.first() or Researcher.objects.create_user("asks@example.org")
    study, now = Study.objects.get(), timezone.now()
    ask_for("export", study=study, asked_by=asked_by, now=now)
    wake()


if __name__ == "__main__":
    main()
