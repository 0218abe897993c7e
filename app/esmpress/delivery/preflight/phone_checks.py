"""The test mail: sent by the active channel, with a link that counts once, for a day."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.delivery.channels import active_channel, open_channel, send
from esmpress.delivery.models import PhoneCheck, SenderCheck
from esmpress.delivery.outcomes import Accepted, Unknown
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.phone_messages import compose_phone_check
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study

LIFETIME = timedelta(hours=24)
MOST_AN_HOUR = 10
CHECK, TITLE = "phone", lazily("A test mail, opened on a phone")
# How long the button on a page that was opened works.
NONCE_SECONDS = 3600
_nonces = signing.TimestampSigner(salt="esmpress.preflight.phone")


class NotSent(Exception):
    """The test mail did not go out, or nobody knows whether it did; says why."""


class UnknownPhoneCheck(Exception):
    """No test mail belongs to the token."""


class PhoneCheckOver(Exception):
    """The link was used before, or its day is over."""


def send_phone_check(
    study: Study, *, to: str, language: str, now: datetime, researcher: Researcher
) -> PhoneCheck:
    """Send a test mail and keep that it went out, not to whom; raises NotSent."""
    lately = PhoneCheck.objects.filter(sent_by=researcher, sent_at__gt=now - timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        raise NotSent(
            _("You have sent %(MOST_AN_HOUR)s test mails within an hour; wait a little.")
            % {"MOST_AN_HOUR": MOST_AN_HOUR}
        )
    token = secrets.token_urlsafe(PhoneCheck.TOKEN_BYTES)
    link = f"{settings.PUBLIC_API_URL}/api/preflight/{token}"
    message = compose_phone_check(
        study, to=to, link=link, language=language, until=now + LIFETIME, now=now
    )
    channel = open_channel(active_channel())
    try:
        (outcome,) = send(channel, [message])
    finally:
        channel.close()
    if not isinstance(outcome, Accepted | Unknown):
        raise NotSent(_("The test mail was not sent: %(reason)s.") % {"reason": outcome.reason})
    check = PhoneCheck.objects.create(
        study=study,
        domain=settings.MAIL_DOMAIN,
        channel=active_channel(),
        token_hash=_hash(token),
        sent_at=now,
        sent_by=researcher,
        expires_at=now + LIFETIME,
    )
    if isinstance(outcome, Unknown):
        # It may arrive, and then its link has to work.
        raise NotSent(
            _("Nobody knows whether the test mail went out: %(reason)s.")
            % {"reason": outcome.reason}
        )
    return check


def find_phone_check(token: str) -> PhoneCheck:
    """The test mail of a link; raises UnknownPhoneCheck."""
    found = PhoneCheck.objects.filter(token_hash=_hash(token)).select_related("study").first()
    if found is None:
        raise UnknownPhoneCheck
    return found


def page_nonce(check: PhoneCheck) -> str:
    """What the page of a test mail posts back, so that the page was surely there before."""
    return _nonces.sign(str(check.pk))


def mark_opened(check: PhoneCheck, *, device: PhoneCheck.Device, nonce: str, now: datetime) -> None:
    """Note that the button was pressed, and on what; raises PhoneCheckOver the second time."""
    try:
        is_from_page = _nonces.unsign(nonce, max_age=NONCE_SECONDS) == str(check.pk)
    except signing.BadSignature:
        is_from_page = False
    waiting = PhoneCheck.objects.filter(pk=check.pk, opened_at__isnull=True, expires_at__gt=now)
    if not is_from_page or not waiting.update(opened_at=now, opened_on=device):
        raise PhoneCheckOver


def judge_phone_checks(study: Study, *, now: datetime) -> Finding:
    """Green when one was opened on a phone since the sender last changed."""
    since = _last_change()
    valid = study.phone_checks.filter(sent_at__gt=since) if since else study.phone_checks.all()
    if valid.filter(opened_on=PhoneCheck.Device.PHONE).exists():
        return _says(Verdict.GREEN, _("A test mail arrived and was opened on a phone."))
    if valid.filter(opened_on=PhoneCheck.Device.COMPUTER).exists():
        return _says(
            Verdict.AMBER,
            _(
                "A test mail arrived and was opened on a computer; participants will use "
                "phones, so send another and open it on one."
            ),
        )
    if valid.filter(expires_at__gt=now).exists():
        return _says(Verdict.RED, _("A test mail is on its way; open it on a phone."))
    if study.phone_checks.exclude(opened_on="").exists():
        return _says(
            Verdict.RED,
            _("Since the last test mail was opened the sender has changed; send another."),
        )
    return _says(
        Verdict.RED, _("No test mail has been opened yet; send one and open it on a phone.")
    )


def _says(verdict: Verdict, plain: str) -> Finding:
    operator = _("Sent by %(active_channel)s from %(MAIL_DOMAIN)s.") % {
        "active_channel": active_channel(),
        "MAIL_DOMAIN": settings.MAIL_DOMAIN,
    }
    return Finding(CHECK, TITLE, verdict, plain, operator)


def _last_change() -> datetime | None:
    """The last instant at which another domain or channel is known to have been set.

    Whatever was sent by another is not after it.
    """
    now_set = {"domain": settings.MAIL_DOMAIN, "channel": active_channel()}
    looks = SenderCheck.objects.exclude(**now_set).order_by("-checked_at")
    mails = PhoneCheck.objects.exclude(**now_set).order_by("-sent_at")
    others = (
        looks.values_list("checked_at", flat=True).first(),
        mails.values_list("sent_at", flat=True).first(),
    )
    return max((instant for instant in others if instant), default=None)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
