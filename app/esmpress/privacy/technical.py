"""How this installation protects and passes on data: as it is configured, not as it could be."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import sentry_sdk
from django.conf import settings
from django.db import connection

from esmpress.studies.models import Study

EU, US, UNKNOWN = "EU", "US", "?"
_SENTRY_REGIONS = {"de": EU, "us": US}


@dataclass(frozen=True)
class Recipient:
    """A service that is given data, by the host it is reached at, and where that is."""

    kind: str
    host: str
    region: str


@dataclass(frozen=True)
class Technical:
    """What is in force now."""

    address: str
    only_tls: bool
    sealing_keys: int
    second_factor: str
    study_asks_second_factor: bool
    session_hours: int
    # Whether the database refuses the application changes of the audit trail.
    record_is_closed: bool
    mail: Recipient
    error_reports: Recipient | None
    mail_is_encrypted: bool


def technical_facts(study: Study) -> Technical:
    """Read settings and the database's privileges."""
    return Technical(
        address=settings.PUBLIC_URL,
        only_tls=settings.SECURE_SSL_REDIRECT,
        sealing_keys=len(settings.VAULT_KEYS),
        second_factor=settings.REQUIRE_SECOND_FACTOR,
        study_asks_second_factor=study.requires_second_factor,
        session_hours=settings.SESSION_COOKIE_AGE // 3600,
        record_is_closed=_record_is_closed(),
        mail=_mail(),
        error_reports=_error_reports(),
        mail_is_encrypted=bool(
            settings.SENDGRID_API_KEY or settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
        ),
    )


def _mail() -> Recipient:
    if not settings.SENDGRID_API_KEY:
        return Recipient("smtp", settings.EMAIL_HOST, UNKNOWN)
    host = urlsplit(settings.SENDGRID_HOST).hostname or ""
    return Recipient("sendgrid", host, EU if settings.SENDGRID_EU else US)


def _error_reports() -> Recipient | None:
    dsn = sentry_sdk.get_client().dsn
    if not dsn:
        return None
    host = urlsplit(dsn).hostname or ""
    # Like o1.ingest.de.sentry.io; on one's own machine it is called otherwise.
    parts = host.removesuffix(".sentry.io").split(".") if host.endswith(".sentry.io") else []
    region = _SENTRY_REGIONS.get(parts[-1], US) if parts else UNKNOWN
    return Recipient("sentry", host, region)


def _record_is_closed() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('accounts_auditentry', 'UPDATE, DELETE, TRUNCATE')"
        )
        row = cursor.fetchone()
    return row is not None and not row[0]
