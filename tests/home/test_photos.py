import struct
import tracemalloc
import zlib
from functools import cache
from io import BytesIO
from resource import RUSAGE_CHILDREN, getrusage
from zipfile import ZipFile

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from home import photos
from home.photos import UnsafePhoto

pytestmark = pytest.mark.same_on_every_database

KINDS = ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"]
SECRET = "Rosebank-Villas-17"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
RED, BLUE = (255, 0, 0), (0, 0, 255)


def encoded(kind: str, size: tuple[int, int] = (64, 48), mode: str = "RGB", **options) -> bytes:
    output = BytesIO()
    Image.new(mode, size, 120 if mode in {"L", "P", "I;16"} else "teal").save(output, kind, **options)
    return output.getvalue()


@cache
def with_place(kind: str, orientation: int = 1) -> bytes:
    """A photo that says who made it and where, as a telephone's does."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 34.0, 5.0)})
    exif.get_ifd(0x8769)[0x927C] = SECRET.encode()
    return encoded(kind, exif=exif)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, pixels: bytes = b"", *more: bytes) -> bytes:
    """A PNG that says it is this large and holds these bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [chunk(b"IHDR", header), *more, chunk(b"IDAT", zlib.compress(pixels)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def cleaned(content: bytes) -> Image.Image:
    return opened(photos.cleaned(content))


def why(content: bytes) -> str:
    with pytest.raises(UnsafePhoto) as error:
        photos.cleaned(content)
    return error.value.reason


def segments(jpeg: bytes) -> list[int]:
    """The kinds of segment before the pixels of a JPEG."""
    found, place = [], 2
    while jpeg[place + 1] != 0xDA:
        found.append(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return found


def holds_only_a_picture(jpeg: bytes) -> bool:
    """Nothing but size, tables and pixels: no EXIF, XMP, profile, IPTC, comment, thumbnail, nothing behind the end."""
    header, tables, frame = 0xE0, {0xDB, 0xC4}, 0xC0
    exactly = {header, *tables, frame}
    return set(segments(jpeg)) == exactly and jpeg.find(b"\xff\xd9") == len(jpeg) - 2


@pytest.mark.parametrize("kind", KINDS)
def test_p12_every_kind_becomes_a_jpeg_that_holds_only_a_picture(kind):
    content = with_place(kind)
    assert SECRET.encode() in content
    clean = photos.cleaned(content)
    assert opened(clean).size == (64, 48)
    assert SECRET.encode() not in clean
    assert holds_only_a_picture(clean)


@pytest.mark.parametrize(
    "content",
    [
        encoded("WEBP", xmp=XMP),
        encoded("JPEG", xmp=XMP),
        encoded("AVIF", xmp=XMP),
        encoded("HEIF", xmp=XMP),
        encoded("JPEG", comment=SECRET),
        encoded("JPEG") + SECRET.encode(),
        encoded("PNG", icc_profile=SECRET.encode()),
        encoded("JPEG", extra=b"\xff\xed" + struct.pack(">H", 2 + len(SECRET)) + SECRET.encode()),
        png(2, 2, b"\0" * 14, chunk(b"tEXt", b"Place\0" + SECRET.encode())),
        png(2, 2, b"\0" * 14) + SECRET.encode(),
    ],
    ids=["webp xmp", "jpeg xmp", "avif xmp", "heic xmp", "comment", "behind", "profile", "iptc", "text", "behind png"],
)
def test_p12_words_hidden_anywhere_in_a_photo_are_gone(content):
    assert SECRET.encode() in content or SECRET.encode() in zlib.decompress(content[content.index(b"iCCP") + 17 :])
    clean = photos.cleaned(content)
    assert SECRET.encode() not in clean
    assert holds_only_a_picture(clean)


def test_p12_a_page_and_an_archive_behind_a_photo_are_gone():
    archive = BytesIO()
    with ZipFile(archive, "w") as packed:
        packed.writestr("page.html", "<script>alert(1)</script>")
    clean = photos.cleaned(encoded("JPEG") + b"<html><script>alert(1)</script>" + archive.getvalue())
    assert b"PK\x03\x04" not in clean
    assert b"<script>" not in clean
    assert holds_only_a_picture(clean)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "AVIF"])
def test_a_photo_however_it_was_held_stands_upright(kind, orientation):
    """The corner that is at the top left for the eye is red, wherever the camera stored it."""
    stored = Image.new("RGB", (64, 32), BLUE)
    across, down = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (0, 1), 7: (1, 1), 8: (1, 0)}[orientation]
    stored.paste(RED, (across * 48, down * 16, across * 48 + 16, down * 16 + 16))
    exif, output = Image.Exif(), BytesIO()
    exif[0x0112] = orientation
    stored.save(output, kind, exif=exif, quality=95)
    picture = cleaned(output.getvalue())
    assert picture.size == ((64, 32) if orientation < 5 else (32, 64))
    red, _green, blue = picture.getpixel((5, 5))
    assert red > 200
    assert blue < 60


@pytest.mark.parametrize(
    ("kind", "mode", "colour", "seen"),
    [
        ("PNG", "1", 1, (255, 255, 255)),
        ("PNG", "L", 200, (200, 200, 200)),
        ("PNG", "I;16", 200 * 256, (200, 200, 200)),
        ("PNG", "P", 0, (0, 0, 0)),
        ("PNG", "RGBA", (255, 0, 0, 0), (255, 255, 255)),
        ("PNG", "LA", (0, 0), (255, 255, 255)),
        ("WEBP", "RGBA", (0, 0, 255, 255), (0, 0, 255)),
        ("HEIF", "RGBA", (255, 0, 0, 0), (255, 255, 255)),
        ("JPEG", "CMYK", (255, 0, 0, 0), (0, 255, 255)),
        ("JPEG", "L", 100, (100, 100, 100)),
    ],
)
def test_colours_of_every_mode_are_those_one_sees(kind, mode, colour, seen):
    output = BytesIO()
    Image.new(mode, (40, 40), colour).save(output, kind)
    picture = cleaned(output.getvalue())
    assert picture.mode == "RGB"
    assert picture.getpixel((20, 20)) == pytest.approx(seen, abs=6)


def test_a_colour_profile_is_applied_before_it_is_dropped():
    """In this profile what is written as red is shown as green."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"?XYZ", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"?XYZ", b"gXYZ", 1)
    output = BytesIO()
    Image.new("RGB", (40, 40), RED).save(output, "JPEG", icc_profile=swapped)
    red, green, _blue = cleaned(output.getvalue()).getpixel((20, 20))
    assert green > 200 > 60 > red


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "HEIF"])
def test_of_several_pictures_the_first_is_taken(kind):
    output = BytesIO()
    first, second = Image.new("RGB", (64, 48), RED), Image.new("RGB", (64, 48), BLUE)
    first.save(output, kind, save_all=True, append_images=[second])
    assert cleaned(output.getvalue()).getpixel((30, 20))[0] > 240


@pytest.mark.parametrize("size", [(5000, 100), (100, 5000)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_photo_is_made_smaller(kind, size):
    picture = cleaned(encoded(kind, size))
    assert max(picture.size) == photos.LONGEST_SIDE
    assert picture.size == pytest.approx((size[0] * 0.48, size[1] * 0.48), abs=2)


def test_a_heic_read_in_strips_is_the_same_picture():
    picture = Image.radial_gradient("L").resize((4900, 70)).convert("RGB")
    output = BytesIO()
    pillow_heif.from_pillow(picture).save(output, quality=90, enc_params={"preset": "ultrafast"})
    ours = cleaned(output.getvalue())
    theirs = picture.resize(ours.size)
    spots = [(x, y) for x in range(0, ours.width, 97) for y in range(0, ours.height, 13)]
    assert all(ours.getpixel(spot) == pytest.approx(theirs.getpixel(spot), abs=12) for spot in spots)


def test_a_photo_of_sixty_megapixels_takes_less_than_three_seconds():
    content = encoded("JPEG", (8940, 6708), mode="L")
    before = getrusage(RUSAGE_CHILDREN)
    assert opened(photos.cleaned_apart(content)).size == (2400, 1801)
    after = getrusage(RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%PDF-1.7",
        b"PK\x03\x04" + b"\0" * 40,
        encoded("GIF"),
        encoded("TIFF"),
        encoded("BMP"),
    ],
)
def test_the_kind_is_judged_by_content(content):
    assert why(content) == "type"
    assert not photos.seems_one(content)


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_not_be_opened_is_known_by_its_beginning(kind):
    assert photos.seems_one(encoded(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_photo_is_broken(kind):
    content = encoded(kind, (640, 480))
    assert why(content[: len(content) // 2]) in {"broken", "type"}


@pytest.mark.parametrize(("width", "height"), [(10_000, 7_000), (20_000, 10_000), (50_000, 50_000)])
def test_a_header_that_promises_too_much_is_refused_before_decoding(width, height):
    content = png(width, height, b"\0" * 1_000_000)
    tracemalloc.start()
    assert why(content) == "large"
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize(
    "bomb",
    [
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 50_000_000)),
        chunk(b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(b"\0" * 50_000_000)),
        chunk(b"iCCP", b"Profile\0\0" + zlib.compress(b"\0" * 50_000_000)),
    ],
    ids=["zTXt", "iTXt", "iCCP"],
)
def test_a_bomb_in_the_metadata_does_not_go_off(bomb):
    content = png(2, 2, b"\0" * 14, bomb)
    tracemalloc.start()
    assert why(content) == "broken"
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_too_many_bytes_are_refused():
    assert why(b"\xff" * (photos.MAX_BYTES + 1)) == "large"
    with pytest.raises(UnsafePhoto, match="large"):
        photos.cleaned_apart(b"\xff" * (photos.MAX_BYTES + 1))


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_damaged_metadata_is_no_obstacle():
    content = with_place("JPEG")
    place = content.index(b"Exif\0\0") + 6
    for offset in range(0, 60, 3):
        damaged = bytearray(content)
        damaged[place + offset] ^= 0xFF
        assert cleaned(bytes(damaged)).size in {(64, 48), (48, 64)}


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12),
    length=st.floats(0.2, 1),
)
def test_a_damaged_photo_is_cleaned_or_refused_and_never_anything_else(kind, changes, length):
    damaged = bytearray(with_place(kind))
    for place, byte in changes:
        damaged[int(place * len(damaged))] = byte
    try:
        clean = photos.cleaned(bytes(damaged[: int(length * len(damaged))]))
    except UnsafePhoto as error:
        assert error.reason in photos.EXIT_CODES
    else:
        assert holds_only_a_picture(clean)


def test_the_process_apart_answers_as_this_one_does():
    assert photos.cleaned_apart(with_place("JPEG")) == photos.cleaned(with_place("JPEG"))
    with pytest.raises(UnsafePhoto, match="type"):
        photos.cleaned_apart(b"hello")


@pytest.mark.parametrize("python", ["/bin/false", "/nowhere"])
def test_a_decoder_that_dies_takes_only_the_photo_with_it(monkeypatch, python):
    monkeypatch.setattr(photos.sys, "executable", python)
    with pytest.raises(UnsafePhoto, match="broken"):
        photos.cleaned_apart(encoded("JPEG"))


def test_a_decoder_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(photos, "CLEANING_SECONDS", 0.001)
    with pytest.raises(UnsafePhoto, match="broken"):
        photos.cleaned_apart(encoded("JPEG"))


def test_a_staff_picture_keeps_its_format_and_loses_its_metadata():
    image = Image.open(BytesIO(photos.without_metadata(with_place("WEBP"))))
    assert image.format == "WEBP"
    assert not image.getexif()
