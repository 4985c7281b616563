"""QR codes as drawings. Pure: knows no request, no template and no database."""

from io import BytesIO

import segno

# White around the code, in modules: fewer and cameras stop finding it (ISO/IEC 18004).
QUIET_ZONE = 4


def svg(address: str) -> bytes:
    """The address as an SVG without a size of its own; always black on white, for cameras know no dark mode."""
    output = BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(output, kind="svg", border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, xmldecl=False, nl=False)
    return output.getvalue()
