"""Reads a PDF the way its makers' checks need: text in logical order from what is drawn, and the tags.

A glyph says which characters it stands for by its font's ToUnicode table or by ActualText around it. Lines are put
together from where the glyphs are drawn, so a word in the wrong place, or letters in the wrong order, show.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject

# (x, y, characters, number of the marked content) of a glyph or cluster; x only orders those of one page.
Piece = tuple[float, float, str, int | None]


def drawn_in(reader: PdfReader) -> dict[int, list[Piece]]:
    """What is drawn on every page, by the number the page has in the file."""
    return {page.indirect_reference.idnum: list(pieces_of(page)) for page in reader.pages}


def lines_of(pieces: Iterable[Piece], direction: str) -> list[str]:
    """The lines of a page from top to bottom, each in the order it is read."""
    lines: dict[int, list[tuple[float, str]]] = {}
    for x, y, piece, _ in pieces:
        lines.setdefault(round(y), []).append((x, piece))
    drawn = [
        [piece for _, piece in sorted(line, key=lambda entry: entry[0])]
        for _, line in sorted(lines.items(), reverse=True)
    ]
    return ["".join(line) if direction == "ltr" else "".join(right_to_left(line)) for line in drawn]


def right_to_left(pieces: list[str]) -> list[str]:
    """Pieces drawn from left to right, as a reader from right to left takes them; numbers and Latin stay whole."""
    order: list[str] = []
    held: list[str] = []
    for piece in reversed(pieces):
        kinds = {unicodedata.bidirectional(character) for character in piece}
        if kinds & {"L", "EN"} or (held and not kinds & {"R", "AL"} and piece != " "):
            held.insert(0, piece)
        else:
            order += [*held, piece]
            held = []
    return order + held


def heard(reader: PdfReader, drawn: dict[int, list[Piece]], direction: str) -> str:
    """What a screen reader says: the tags in their order, and for each the text marked as its own."""
    marked: dict[tuple[int, int], list[str]] = {}
    for page, pieces in drawn.items():
        for _, _, piece, number in pieces:
            if number is not None:
                marked.setdefault((page, number), []).append(piece)

    def said_by(element: object, page: int | None) -> Iterator[str]:
        if isinstance(element, list):
            for kid in element:
                yield from said_by(kid.get_object(), page)
        elif isinstance(element, DictionaryObject):
            page = element.raw_get("/Pg").idnum if "/Pg" in element else page
            yield from said_by(element.get("/K", element.get("/MCID", [])), page)
        else:
            pieces = marked.get((page, element), [])
            yield from pieces if direction == "ltr" else right_to_left(pieces)

    return "".join(said_by(reader.trailer["/Root"]["/StructTreeRoot"], None))


def pieces_of(page: PageObject) -> Iterator[Piece]:
    fonts = {name: _characters(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    at, inner, font = (0.0, 0.0), 0.0, {}
    saved: list[tuple[float, float]] = []
    # The ActualText of each mark around what is drawn: said once, at its first glyph.
    marks: list[str | None] = []
    numbers: list[int | None] = [None]
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        match operator:
            case b"q":
                saved.append(at)
            case b"Q":
                at = saved.pop()
            case b"cm":
                at = (at[0] + float(operands[4]), at[1] + float(operands[5]))
            case b"Tm":
                inner = float(operands[4])
            case b"Tf":
                font = fonts[operands[0]]
            case b"BMC":
                marks.append(None)
                numbers.append(numbers[-1])
            case b"BDC":
                properties = operands[1] if isinstance(operands[1], DictionaryObject) else {}
                marks.append(properties.get("/ActualText"))
                numbers.append(properties.get("/MCID", numbers[-1]))
            case b"EMC":
                marks.pop()
                numbers.pop()
            case b"Tj" | b"TJ":
                parts = operands[0] if operator == b"TJ" else operands
                codes = [code for part in parts if isinstance(part, str | bytes) for code in _codes(part)]
                actual = [number for number, text in enumerate(marks) if text is not None]
                if actual:
                    yield at[0] + inner, at[1], marks[actual[-1]], numbers[-1]
                    marks[actual[-1]] = ""
                    continue
                for number, code in enumerate(codes):
                    yield at[0] + inner + number / 1000, at[1], font.get(code, ""), numbers[-1]


def _codes(part: str | bytes) -> list[int]:
    raw = part if isinstance(part, bytes) else part.original_bytes
    return [int.from_bytes(raw[start : start + 2]) for start in range(0, len(raw), 2)]


def _characters(font: DictionaryObject) -> dict[int, str]:
    """What each glyph of a font stands for, by its ToUnicode table (ISO 32000-1, 9.10.3)."""
    table: dict[int, str] = {}
    text = font["/ToUnicode"].get_data().decode()
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for glyph, characters in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            table[int(glyph, 16)] = bytes.fromhex(characters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, characters in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = bytes.fromhex(characters).decode("utf-16-be")
            for step in range(int(last, 16) - int(first, 16) + 1):
                table[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return table


def tags_of(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every structure element, in reading order."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += reversed(element)
        elif isinstance(element, DictionaryObject):
            if "/S" in element:
                yield element
            if "/K" in element:
                waiting.append(element["/K"])
