from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfWriter

from home import locked_files


def pdf(password: str = "") -> bytes:
    writer, output = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(output)
    return output.getvalue()


def archive(*, encrypted: bool = False) -> bytes:
    output = BytesIO()
    with ZipFile(output, "w") as packed:
        packed.writestr("photo.jpg", b"photo")
    content = bytearray(output.getvalue())
    content[6] |= encrypted
    return bytes(content)


def heic(protected: bytes = b"") -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x40meta\0\0\0\0" + protected


OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000
PROTECTION = b"\0\0\0\x30ipro\0\0\0\0\0\x01\0\0\0\x20sinf\0\0\0\x0cfrmahvc1"


@pytest.mark.parametrize(
    "content",
    [
        pdf(password="secret"),
        archive(encrypted=True),
        heic(PROTECTION),
        OFFICE + "EncryptedPackage".encode("utf-16-le"),
        b"7z\xbc\xaf\x27\x1c" + b"\0" * 60 + b"\x24\x06\xf1\x07\x01\x0a",
        b"Rar!\x1a\x07\x00" + b"\xce\x99\x73\x80\x00",
        b"Rar!\x1a\x07\x01\x00" + b"\0\0\0\0\x21\x04",
        b"Salted__12345678",
        b"AES\x02\0\0",
        b"age-encryption.org/v1\n",
        b"-----BEGIN PGP MESSAGE-----\n",
    ],
    ids=["pdf", "zip", "heic", "office", "7z", "rar4", "rar5", "openssl", "aes crypt", "age", "pgp"],
)
def test_a_file_behind_a_password_is_known(content):
    assert locked_files.is_locked(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        pdf(),
        archive(),
        heic(),
        OFFICE,
        b"7z\xbc\xaf\x27\x1c" + b"\0" * 60,
        b"Rar!\x1a\x07\x00" + b"\xce\x99\x73\x00\x00",
        b"Rar!\x1a\x07\x01\x00" + b"\0\0\0\0\x21\x01",
        b"PK\x03\x04",
        b"Rar!\x1a\x07\x00",
        b"Rar!\x1a\x07\x01\x00",
    ],
    ids=["empty", "words", "pdf", "zip", "heic", "office", "7z", "rar4", "rar5", "half zip", "half rar4", "half rar5"],
)
def test_a_file_anybody_can_open_is_not_locked(content):
    assert not locked_files.is_locked(content)
