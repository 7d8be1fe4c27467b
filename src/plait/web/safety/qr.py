"""A link as a QR code that a telephone reads from the screen: drawn here, and sent to nobody."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from qrcode.main import QRCode

QUIET = 4  # modules around it, as the standard asks


def drawn(text: str) -> SafeString:
    """The code as an inline SVG of one path."""
    code = QRCode(border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, filled in enumerate(row) if filled)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><path d="{2}"/></svg>',
        len(rows),
        gettext("The link as a QR code"),
        path,
    )
