"""A square of dots that a phone reads as an address."""

from io import BytesIO

import segno

DOT_PX, MARGIN_DOTS = 6, 3


def qr_png(text: str) -> bytes:
    """Draw a text as a PNG that phones read, also from a worn print."""
    drawn = BytesIO()
    made = segno.make(text, error="m", micro=False)
    made.save(drawn, kind="png", scale=DOT_PX, border=MARGIN_DOTS)
    return drawn.getvalue()
