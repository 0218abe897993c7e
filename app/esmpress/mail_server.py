"""Reads EMAIL_URL: which mail server, and how the connection to it is protected."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

STARTTLS, TLS, PLAIN = "smtp+tls", "smtp+ssl", "smtp+plain"
# `smtp` means STARTTLS, except on this machine: nobody can listen in between.
_ALIASES = {"smtps": TLS}
_PORTS = {STARTTLS: 587, TLS: 465, PLAIN: 25}


def mail_settings(url: str) -> dict[str, Any]:
    """Django's EMAIL_ settings for a URL; raises ImproperlyConfigured, which repeats no secret.

    Certificates are verified whenever there is TLS, against the machine's authorities or those in
    the file SSL_CERT_FILE names.
    """
    parts = _parts_of(url)
    scheme = _ALIASES.get(parts.scheme, parts.scheme)
    if scheme == "smtp":
        scheme = PLAIN if _is_loopback(parts.hostname) else STARTTLS
    if scheme not in _PORTS:
        return _without_server(parts)
    if not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL names no mail server.")
    smtp = parts._replace(scheme="smtp")
    protection = {"EMAIL_USE_TLS": scheme == STARTTLS, "EMAIL_USE_SSL": scheme == TLS}
    port = {"EMAIL_PORT": parts.port or _PORTS[scheme]}
    return {**environ.Env.email_url_config(smtp.geturl()), **protection, **port}


def _parts_of(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        # The parser's own sentence could repeat the password.
        raise ImproperlyConfigured("EMAIL_URL is not a URL.") from None
    return parts


def _without_server(parts: SplitResult) -> dict[str, Any]:
    """Settings that write messages to the terminal, a file or nowhere."""
    if parts.scheme not in environ.Env.EMAIL_SCHEMES:
        raise ImproperlyConfigured(f"EMAIL_URL begins with an unknown scheme: {parts.scheme}.")
    return {**environ.Env.email_url_config(parts.geturl())}


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
