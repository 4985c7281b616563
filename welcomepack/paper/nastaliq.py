"""Nastaliq on paper: words drawn as pictures, with their letters, unseen, over them.

In Nastaliq every letter stands at a height of its own and its dots are glyphs apart. A PDF keeps such glyphs in the
order they are painted, so a word read back from them has its letters doubled and strewn over several lines, whatever
reads it: 14.8.2.5 of ISO 32000-1 leaves the order of text to the content, and viewers guess it from where glyphs
stand. So each word is drawn once by Typst as outlines, which no reader takes for text, and the paper's template puts
the picture where the word stands (an artifact, in the terms of PDF/UA) and the word itself over it in an even font,
transparent and of the same width.
"""

import io
import json
import re
from collections.abc import Iterator
from itertools import batched
from pathlib import Path

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, IndirectObject, NameObject, NumberObject

# Letters and their marks, and the joiner inside a word; not punctuation, which stands on the line, and not digits.
LETTERS = "[\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ed\u06fa-\u06ff\u200c]+"
WEIGHTS = (400, 700)
SPACE = "\u00a0"
# A font's own unit, so that outlines are whole numbers; room around a word for what reaches beyond it.
SIZE, ROOM = 1000, 2000
DRAWING = f"""
#set page(width: auto, height: auto, margin: {ROOM}pt, fill: none)
#set text(lang: "ur", dir: rtl, size: {SIZE}pt, top-edge: 0pt, bottom-edge: 0pt)
#for word in json(bytes(sys.inputs.words)) {{
  for weight in {WEIGHTS} {{ page(text(font: "Noto Nastaliq Urdu", weight: weight, word)) }}
  page(text(font: "Vazirmatn", features: (mark: 0, mkmk: 0), word))
}}
"""
_WIDTH = re.compile(rb'viewBox="0 0 ([\d.]+)')
# Reduced to the size of text, filled with a colour: the outline of one glyph in a drawing, as Typst writes it.
_GLYPH = re.compile(rb"(q 0\.0\d+ 0 0 0\.0\d+ [-\d. ]+ cm/c\d+ cs [\d. ]+ scn )([-\d. mlch\n]+\nf\n)(?=Q)")
# Typst clips a drawing to its edges, which have room enough.
_UNCLIPPED = re.compile(rb"q (?:[-\d.]+ [-\d.]+ [ml] ){3}[-\d.]+ [-\d.]+ l\nh\nW\nn\n(?=q 0\.0)")
_FRACTION = re.compile(rb"-?\d+\.\d+")


def words_in(data: object, nastaliq: frozenset[str], code: str = "") -> Iterator[str]:
    """Every word of a paper that stands in one of the languages written in Nastaliq."""
    if isinstance(data, str) and code in nastaliq:
        yield from re.findall(LETTERS, data)
    elif isinstance(data, list):
        for part in data:
            yield from words_in(part, nastaliq, code)
    elif isinstance(data, dict):
        for part in data.values():
            yield from words_in(part, nastaliq, data.get("lang", code))


def draw(words: set[str], folder: Path, fonts: typst.Fonts) -> dict[str, dict]:
    """Draws each word into the folder, black, for each weight; the names and the widths (em) of word and letters."""
    if not words:
        return {}
    ordered = [SPACE, *sorted(words)]
    compiler = typst.Compiler(DRAWING.encode(), font_paths=fonts, ignore_system_fonts=True)
    pages = compiler.compile(format="svg", sys_inputs={"words": json.dumps(ordered)})
    found = {}
    for number, (word, (*drawings, letters)) in enumerate(zip(ordered, batched(pages, 3, strict=True), strict=True)):
        found[word] = {"letters": _width(letters)}
        for weight, drawing in zip(WEIGHTS, drawings, strict=True):
            name = f"word-{number}-{weight}.svg"
            (folder / name).write_bytes(drawing)
            found[word][str(weight)] = {"file": name, "width": _width(drawing)}
    return found


def _width(drawing: bytes) -> float:
    return (float(_WIDTH.search(drawing)[1]) - 2 * ROOM) / SIZE


def shared(pdf: bytes) -> bytes:
    """The PDF with every outline in it once, however often it is painted; nothing looks or reads differently."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    forms: dict[bytes, tuple[NameObject, IndirectObject]] = {}
    for page in writer.pages:
        content = page["/Contents"].get_object()
        drawn = _UNCLIPPED.sub(b"q ", content.get_data())
        used = dict.fromkeys(outline for _place, outline in _GLYPH.findall(drawn))
        for outline in used:
            if outline not in forms:
                forms[outline] = NameObject(f"/O{len(forms)}"), writer._add_object(_form(outline))
        content.set_data(_GLYPH.sub(lambda glyph: glyph[1] + forms[glyph[2]][0].encode() + b" Do\n", drawn))
        resources = page["/Resources"].setdefault(NameObject("/XObject"), DictionaryObject())
        resources.update(forms[outline] for outline in used)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _form(outline: bytes) -> DecodedStreamObject:
    form = DecodedStreamObject()
    form.set_data(_FRACTION.sub(lambda number: b"%d" % round(float(number[0])), outline))
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(map(NumberObject, (-ROOM, -ROOM, SIZE + ROOM, SIZE + ROOM)))
    return form.flate_encode()
