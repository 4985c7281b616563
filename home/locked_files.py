"""Files that are locked with a password, told by their content (duty F15)."""

import re

ZIP_HEADER, ZIP_ENCRYPTED = b"PK\x03\x04", 0x01
ENCRYPTED_FROM_THE_START = (
    b"Salted__",  # OpenSSL
    b"AES\x02",  # AES Crypt
    b"age-encryption.org/",
    b"-----BEGIN PGP MESSAGE-----",
)
OFFICE, OFFICE_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
SEVEN_ZIP, SEVEN_ZIP_AES = b"7z\xbc\xaf\x27\x1c", b"\x06\xf1\x07\x01"
RAR4, RAR5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
# A HEIC file says how its items are protected in a box of its own (ISO/IEC 14496-12, "ipro").
PROTECTED_ITEMS = re.compile(rb"ipro\0\0\0\0.{2}.{4}sinf", re.DOTALL)
BOXES_BEFORE_THE_PICTURE = 1_000_000


def is_locked(content: bytes) -> bool:
    """Whether nobody can look into this file without a password: PDF, ZIP, Office, 7z, RAR, HEIC, encrypted whole."""
    if content.startswith(ENCRYPTED_FROM_THE_START):
        return True
    if content.startswith(b"%PDF-"):
        return b"/Encrypt" in content
    if content.startswith(ZIP_HEADER):
        return len(content) > 6 and bool(content[6] & ZIP_ENCRYPTED)
    if content.startswith(OFFICE):
        return OFFICE_LOCKED in content
    if content.startswith(SEVEN_ZIP):
        return SEVEN_ZIP_AES in content
    if content.startswith(RAR4):
        return len(content) > 10 and bool(content[10] & 0x80)
    if content.startswith(RAR5):
        # Signature, checksum (4 bytes), size of the header (1 byte), its kind: 4 is the header of encryption.
        return len(content) > 13 and content[13] == 4
    return content[4:8] == b"ftyp" and PROTECTED_ITEMS.search(content[:BOXES_BEFORE_THE_PICTURE]) is not None
