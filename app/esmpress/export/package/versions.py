"""The number of a study's data: the same content has the same, any other content the next."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from esmpress.export.models import DatasetVersion
from esmpress.studies.models import Study


class VersionTaken(Exception):
    """Another package of the study got a number meanwhile; the message is a sentence."""


def version_of(study: Study, *, digest: str, now: datetime) -> int:
    """The number that goes with this content of the study's data, which may be a new one.

    Raises VersionTaken.
    """
    versions = DatasetVersion.objects.filter(study=study)
    known = versions.filter(digest=digest).values_list("number", flat=True).first()
    if known is not None:
        return known
    last = versions.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            DatasetVersion.objects.create(study=study, number=last + 1, digest=digest, made_at=now)
    except IntegrityError as error:
        # What that one wrote cannot be seen in the snapshot of this one.
        raise VersionTaken(
            _("Another data package of this study was made at the same time. Ask for it again.")
        ) from error
    return last + 1
