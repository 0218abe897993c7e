"""Who sends: the domain, the channel, and whether anybody outside will ever see their mail."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from esmpress.delivery.channels import active_channel
from esmpress.delivery.models import Notification
from esmpress.delivery.preflight.names import NoDomain, ascii_domain, is_reserved

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True)
class Sender:
    """The sending side; `relay` is the SMTP server's name, empty for SendGrid.

    `bounces_to` is the domain of the envelope sender, empty when it is not known.
    """

    domain: str
    channel: str
    relay: str = ""
    bounces_to: str = ""
    selectors: tuple[str, ...] = ()

    @property
    def uses_sendgrid(self) -> bool:
        """Whether mail goes out by SendGrid."""
        return self.channel == Notification.Channel.SENDGRID

    @property
    def in_words(self) -> str:
        """What the mail goes by, for a sentence."""
        return "SendGrid" if self.uses_sendgrid else self.relay


def current_sender() -> Sender:
    """The sender of the settings; raises NoDomain."""
    domain = ascii_domain(settings.MAIL_DOMAIN)
    bounces_to = settings.MAIL_BOUNCE_DOMAIN
    if active_channel() == Notification.Channel.SENDGRID:
        return Sender(
            domain,
            Notification.Channel.SENDGRID,
            bounces_to=ascii_domain(bounces_to) if bounces_to else "",
            selectors=tuple(settings.DKIM_SELECTORS) or ("s1", "s2"),
        )
    return Sender(
        domain,
        Notification.Channel.SMTP,
        relay=settings.EMAIL_HOST.lower(),
        bounces_to=ascii_domain(bounces_to) if bounces_to else domain,
        selectors=tuple(settings.DKIM_SELECTORS),
    )


def why_nothing_leaves() -> str:
    """Why the records need no check, one sentence; empty when mail leaves for real mailboxes.

    A mail server on this machine counts as a relay, unless the sending domain is one of those
    kept for examples: then it is the catcher of a demo.
    """
    if active_channel() == Notification.Channel.SENDGRID:
        if settings.SENDGRID_SANDBOX:
            return _("SendGrid’s sandbox checks messages and delivers none.")
        if is_loopback(urlsplit(settings.SENDGRID_HOST).hostname or ""):
            return _("A stand-in of SendGrid on this machine takes the mail; none is delivered.")
        return ""
    if settings.EMAIL_BACKEND != SMTP_BACKEND:
        return _("This set-up keeps its mail instead of sending it.")
    host = settings.EMAIL_HOST
    if (is_loopback(host) or "." not in host) and _is_example(settings.MAIL_DOMAIN):
        return _(
            "A mail catcher beside this set-up takes the mail; none leaves for real mailboxes."
        )
    return ""


def is_loopback(host: str) -> bool:
    """Whether a name or number stands for this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_example(domain: str) -> bool:
    try:
        return is_reserved(ascii_domain(domain))
    except NoDomain:
        # A name of one label, like localhost, is of no use outside either.
        return True
