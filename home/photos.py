"""Photographs made safe to keep: judged by content, upright, without metadata (duty P12)."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
LONGEST_SIDE = 2400


class UnsafePhoto(ValueError):
    """The file is not a photograph this site takes; `reason` is "type", "large" or "broken"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def cleaned(content: bytes) -> bytes:
    """The photograph as a JPEG of at most `LONGEST_SIDE` pixels a side, upright, with no metadata at all.

    Raises UnsafePhoto. The size in pixels is judged from the header, before anything is decoded.
    """
    if len(content) > MAX_BYTES:
        raise UnsafePhoto("large")
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise UnsafePhoto("large")
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        upright = ImageOps.exif_transpose(image)
    except UnidentifiedImageError as error:
        raise UnsafePhoto("type") from error
    except Image.DecompressionBombError as error:
        raise UnsafePhoto("large") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        if isinstance(error, UnsafePhoto):
            raise
        raise UnsafePhoto("broken") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A") if "A" in upright.getbands() else None)
    output = BytesIO()
    plain.save(output, "JPEG", quality=85, optimize=True)
    return output.getvalue()


def without_metadata(content: bytes) -> bytes:
    """The same picture in its own format and size, upright, re-encoded without metadata.

    For pictures staff upload, whose transparency and format matter. Raises UnsafePhoto.
    """
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise UnsafePhoto("large")
        kind = image.format
        upright = ImageOps.exif_transpose(image)
        upright.load()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise UnsafePhoto("broken") from error
    upright.info.clear()
    output = BytesIO()
    upright.save(output, kind, exif=b"", **({"quality": 88} if kind != "PNG" else {}))
    return output.getvalue()
