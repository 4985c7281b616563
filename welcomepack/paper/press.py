"""From data to a PDF: tagged to PDF/UA-1, in the fonts kept here and no others, the same bytes for the same data."""

import json
import struct
import tempfile
import unicodedata
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import typst
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage

from home.languages import LANGUAGES
from welcomepack.paper import nastaliq

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"
TEMPLATE = FOLDER / "paper.typ"
ORNAMENTS = ("symbol.svg", "garland.svg")
NO_GLYPH = "□"
# Joiners and marks of direction: they have no picture of their own, and text is wrong without them.
_INVISIBLE = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069")

_NASTALIQ = frozenset(code for code, language in LANGUAGES.items() if language.script == "nastaliq")


def digest_of(data: dict) -> str:
    """What two papers share exactly when they are the same: the data, the template, the fonts and the program."""
    fonts = [f"{font.name} {font.stat().st_size}" for font in sorted(FONTS.glob("*.ttf"))]
    whole = json.dumps([data, TEMPLATE.read_text(), nastaliq.DRAWING, fonts, typst.__version__], sort_keys=True)
    return sha256(whole.encode()).hexdigest()[:32]


def printed(data: dict, **options: object) -> bytes | list[bytes]:
    """The PDF. `options` go to the compiler: `format="png"` gives a picture of every page."""
    options = options or {"pdf_standards": ["ua-1"]}
    with tempfile.TemporaryDirectory() as folder:
        for name in ORNAMENTS:
            Path(folder, name).write_bytes(Path(finders.find(f"icons/{name}")).read_bytes())
        data = _with_pictures(data, Path(folder))
        compiler = typst.Compiler(TEMPLATE.read_bytes(), root=folder, font_paths=_fonts(), ignore_system_fonts=True)
        data = _printable(data)
        words = set(nastaliq.words_in(data, _NASTALIQ, data["lang"]))
        made = compiler.compile(
            sys_inputs={
                "data": json.dumps(data),
                "letters": nastaliq.LETTERS,
                "drawings": json.dumps(nastaliq.draw(words, Path(folder), _fonts())),
            },
            timestamp=datetime(*data["date"], tzinfo=UTC),
            **options,
        )
    if words and isinstance(made, bytes):
        made = nastaliq.shared(made)
    if data["languages"][data["lang"]]["dir"] == "ltr" and isinstance(made, bytes):
        # Typst takes `pa` for Panjabi in Arabic letters and tells viewers to turn the pages from right to left.
        made = made.replace(b"/Direction/R2L", b"/Direction/L2R")
    return made


def _with_pictures(data: object, folder: Path) -> object:
    """The data with every picture's file name changed to that of a copy in the folder."""
    if isinstance(data, list):
        return [_with_pictures(part, folder) for part in data]
    if not isinstance(data, dict):
        return data
    if data.get("is") == "picture":
        name = f"{sha256(data['file'].encode()).hexdigest()}.jpg"
        with default_storage.open(data["file"]) as file:
            (folder / name).write_bytes(file.read())
        data = data | {"file": name}
    return {key: _with_pictures(part, folder) for key, part in data.items()}


def _printable(data: object) -> object:
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, list):
        return [_printable(part) for part in data]
    if isinstance(data, dict):
        return {key: _printable(part) for key, part in data.items()}
    return data


def printable(text: str) -> str:
    """The text with what cannot be printed made visible: PDF/UA-1 refuses a character that no font has."""
    known = _known()
    composed = unicodedata.normalize("NFC", text.replace("\n", " ").replace("\t", " "))
    return "".join(
        character if ord(character) in known or character in _INVISIBLE else NO_GLYPH
        for character in composed
        if unicodedata.category(character) != "Cc"
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _known() -> frozenset[int]:
    return frozenset().union(*(_characters_of(font.read_bytes()) for font in FONTS.glob("*.ttf")))


def _characters_of(font: bytes) -> set[int]:
    """The characters of one font, by its `cmap` table of format 12 (OpenType 1.9, "cmap")."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = [struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(tables)]
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    subtables = struct.unpack_from(">H", font, cmap + 2)[0]
    offsets = [struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)[2] for number in range(subtables)]
    full = next(cmap + offset for offset in offsets if struct.unpack_from(">H", font, cmap + offset)[0] == 12)
    groups = struct.unpack_from(">I", font, full + 12)[0]
    found: set[int] = set()
    for number in range(groups):
        first, last, _glyph = struct.unpack_from(">III", font, full + 16 + 12 * number)
        found.update(range(first, last + 1))
    return found
