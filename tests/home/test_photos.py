import struct
import tracemalloc
import zlib
from io import BytesIO

import pytest
from PIL import Image

from home import photos
from home.photos import UnsafePhoto


def encoded(kind: str, size: tuple[int, int] = (64, 48), mode: str = "RGB", **options) -> bytes:
    output = BytesIO()
    Image.new(mode, size, 120 if mode in {"L", "P", "I;16"} else "teal").save(output, kind, **options)
    return output.getvalue()


def with_place(kind: str, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 34.0, 5.0)})
    return encoded(kind, exif=exif)


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def why(content: bytes) -> str:
    with pytest.raises(UnsafePhoto) as error:
        photos.cleaned(content)
    return error.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_every_kind_becomes_a_jpeg_without_metadata(kind):
    image = Image.open(BytesIO(photos.cleaned(with_place(kind))))
    assert image.format == "JPEG"
    assert not image.getexif()
    assert not image.getexif().get_ifd(0x8825)
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photo_taken_sideways_stands_upright():
    assert Image.open(BytesIO(photos.cleaned(with_place("JPEG", orientation=6)))).size == (48, 64)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "I;16", "1"])
def test_every_colour_mode_is_taken(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert Image.open(BytesIO(photos.cleaned(encoded(kind, mode=mode)))).mode == "RGB"


def test_a_large_photo_is_made_smaller():
    assert max(Image.open(BytesIO(photos.cleaned(encoded("JPEG", (5000, 100))))).size) == photos.LONGEST_SIDE


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", encoded("GIF")]
)
def test_the_kind_is_judged_by_content(content):
    assert why(content) == "type"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_half_a_photo_is_broken(kind):
    content = encoded(kind, (640, 480))
    assert why(content[: len(content) // 2]) in {"broken", "type"}


@pytest.mark.parametrize(("width", "height"), [(10_000, 7_000), (20_000, 10_000), (65_000, 65_000)])
def test_a_header_that_promises_too_much_is_refused_before_decoding(width, height):
    content = png_header(width, height)
    tracemalloc.start()
    assert why(content) == "large"
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_too_many_bytes_are_refused():
    assert why(b"\xff" * (photos.MAX_BYTES + 1)) == "large"


def test_damaged_metadata_is_no_obstacle():
    content = with_place("JPEG")
    place = content.index(b"Exif\0\0") + 6
    for offset in range(0, 60, 3):
        damaged = bytearray(content)
        damaged[place + offset] ^= 0xFF
        try:
            photos.cleaned(bytes(damaged))
        except UnsafePhoto as error:
            assert error.reason in {"broken", "type"}


def test_a_staff_picture_keeps_its_format_and_loses_its_metadata():
    image = Image.open(BytesIO(photos.without_metadata(with_place("WEBP"))))
    assert image.format == "WEBP"
    assert not image.getexif()
