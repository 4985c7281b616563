from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from home.models import Picture


def photo(kind: str = "JPEG") -> ContentFile:
    image, exif = Image.new("RGB", (900, 600), (30, 90, 60)), Image.Exif()
    exif[0x010F] = "Secret phone"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (51.0, 30.0, 0.0)
    output = BytesIO()
    image.save(output, kind, exif=exif)
    return ContentFile(output.getvalue(), name=f"photo.{kind.lower()}")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_the_staff_loses_its_metadata_too(kind):
    picture = Picture.objects.create(title="A street", description="A street", file=photo(kind))
    rendition = picture.get_rendition("max-300x300")
    for file in (picture.file, rendition.file):
        with file.open("rb") as opened:
            content = opened.read()
        assert b"Secret phone" not in content
        assert not dict(Image.open(BytesIO(content)).getexif())


@pytest.mark.django_db
def test_a_picture_says_what_it_shows_or_that_it_is_decoration():
    picture = Picture(title="IMG_0001", file=photo(), width=900, height=600)
    with pytest.raises(ValidationError, match="decoration"):
        picture.clean()
    picture.decorative = True
    picture.clean()
    assert picture.default_alt_text == ""


@pytest.mark.django_db
def test_a_file_that_is_no_picture_is_refused():
    with pytest.raises(ValidationError):
        Picture(title="x", description="x", file=ContentFile(b"<svg/>", name="x.jpg"), width=1, height=1).save()
