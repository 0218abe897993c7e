"""A picture that phones read, as SVG, drawn here."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from pystrich.qrcode import QRCodeEncoder

# Without so much white around it no phone reads it.
_MARGIN = 4


def qr_picture(text: str) -> SafeString:
    """A QR code, black on white in light and dark."""
    rows = QRCodeEncoder(text).matrix
    size = len(rows) + 2 * _MARGIN
    dots = "".join(
        f"M{across + _MARGIN} {down + _MARGIN}h1v1h-1z"
        for down, row in enumerate(rows)
        for across, is_dark in enumerate(row)
        if is_dark
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" '
        'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        '<path d="{dots}" fill="#000"/></svg>',
        size=size,
        dots=dots,
        label=_("QR code for your authenticator app; the key below says the same"),
    )
