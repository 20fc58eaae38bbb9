"""QR codes as inline SVG."""

import io

import segno
from markupsafe import Markup


def qr_svg(text: str, *, border: int = 2) -> Markup:
    """An SVG of ``text``, medium error correction, drawn in the current text colour's place (black on white)."""
    written = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        written, kind="svg", xmldecl=False, svgns=True, border=border, omitsize=True, light="#ffffff"
    )
    return Markup(written.getvalue().decode())
