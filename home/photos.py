"""Photographs made safe to keep: judged by content, upright, without metadata (duty P12).

What strangers send is decoded in a process of its own, which runs this very file under limits of time and memory:
the worker that serves the site stays small, and a file that breaks a decoder breaks nothing else.
"""

import fcntl
import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from PIL import (
    AvifImagePlugin,  # noqa: F401 (Pillow would load all its fifty plugins to find these)
    Image,
    ImageCms,
    ImageOps,
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)
from pillow_heif import open_heif, register_heif_opener

# What a HEIC file carries beside its picture is never shown: a thumbnail may be of another picture.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
LONGEST_SIDE = 2400
STRIP_ROWS = 64
PROFILE_BYTES = 4 * 1024 * 1024
# Of the processor; and by the clock, which goes on while other photos have their turn.
DECODING_SECONDS, CLEANING_SECONDS = 20, 30
DECODING_MEMORY = 1536 * 1024 * 1024
EXIT_CODES = {"type": 10, "large": 11, "broken": 12}


# How files of these formats begin; b"ftyp" and its brand stand behind four bytes of length.
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})


class UnsafePhoto(ValueError):
    """The file is not a photograph this site takes; `reason` is "type", "large" or "broken"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def seems_one(content: bytes) -> bool:
    """Whether a file begins as a photograph does, for one that may not be opened yet."""
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    return content.startswith(BEGINNINGS) or is_webp or (content[4:8] == b"ftyp" and content[8:12] in BRANDS)


def cleaned_apart(content: bytes) -> bytes:
    """`cleaned` in a process of its own; whatever that process dies of, the photo is "broken". Raises UnsafePhoto."""
    if len(content) > MAX_BYTES:
        raise UnsafePhoto("large")
    command = [sys.executable, "-I", __file__]
    try:
        done = subprocess.run(  # noqa: S603 (this file, by this Python)
            command, input=content, capture_output=True, timeout=CLEANING_SECONDS, check=False
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise UnsafePhoto("broken") from error
    if done.returncode:
        reasons = {code: reason for reason, code in EXIT_CODES.items()}
        raise UnsafePhoto(reasons.get(done.returncode, "broken"))
    return done.stdout


def cleaned(content: bytes) -> bytes:
    """The photograph as a JPEG of at most `LONGEST_SIDE` pixels a side, upright, in sRGB, with no metadata at all.

    Of several pictures in one file it is the first. Raises UnsafePhoto. The size in pixels is judged from the
    header, before anything is decoded.
    """
    if len(content) > MAX_BYTES:
        raise UnsafePhoto("large")
    image = _opened(content)
    try:
        profile = image.info.get("icc_profile")
        plain = _on_white(_upright(_small(_decoded(image, content))))
        picture = Image.new("RGB", plain.size)
        picture.paste(_in_srgb(plain, profile))
    except Image.DecompressionBombError as error:
        raise UnsafePhoto("large") from error
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError) as error:
        raise UnsafePhoto("broken") from error
    output = BytesIO()
    picture.save(output, "JPEG", quality=85, optimize=True)
    return output.getvalue()


def size_of(cleaned: bytes) -> tuple[int, int]:
    """Width and height of a cleaned photograph, in pixels."""
    return Image.open(BytesIO(cleaned), formats=["JPEG"]).size


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


def _opened(content: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise UnsafePhoto("type") from error
    except Image.DecompressionBombError as error:
        raise UnsafePhoto("large") from error
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError) as error:
        raise UnsafePhoto("broken") from error
    if image.width * image.height > MAX_PIXELS:
        raise UnsafePhoto("large")
    return image


def _decoded(image: Image.Image, content: bytes) -> Image.Image:
    """The picture decoded, a JPEG or HEIC much larger than is needed at a half, a third … of its size.

    That is done while decoding, or strip by strip: Pillow's own copy of 60 megapixels takes 240 MB.
    """
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    times = max(image.size) // LONGEST_SIDE
    if image.format != "HEIF" or times < 2:
        image.load()
        return image
    heif = open_heif(content)
    (width, height), rows = heif.size, STRIP_ROWS * times
    reduced = Image.new(heif.mode, (-(-width // times), -(-height // times)))
    for top in range(0, height, rows):
        high = min(rows, height - top)
        pixels = heif.data[top * heif.stride : (top + high) * heif.stride]
        strip = Image.frombuffer(heif.mode, (width, high), pixels, "raw", heif.mode, heif.stride, 1)
        reduced.paste(strip.reduce(times), (0, top // times))
    return reduced


def _small(image: Image.Image) -> Image.Image:
    """The picture at its final size, in one of the modes RGB, RGBA, L, LA, CMYK."""
    if image.mode in {"P", "PA"}:
        image = image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    elif image.mode.startswith("I"):
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    elif image.mode not in {"RGB", "RGBA", "L", "LA", "CMYK"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 (damaged metadata fails in many ways, and the photo is still a photo)
        return image


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands():
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return white


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture with the colours its profile means; a damaged or outsize profile counts for nothing."""
    if profile and len(profile) <= PROFILE_BYTES:
        try:
            own, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, own, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB")


def main() -> None:
    """Reads a photo, writes it cleaned; the exit code says why it could not. One process at a time decodes."""
    resource.setrlimit(resource.RLIMIT_AS, (DECODING_MEMORY, DECODING_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (DECODING_SECONDS, DECODING_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        with Path(__file__).open("rb") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            sys.stdout.buffer.write(cleaned(content))
    except UnsafePhoto as error:
        sys.exit(EXIT_CODES[error.reason])


if __name__ == "__main__":
    main()
