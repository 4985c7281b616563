"""Translations on their way to translators and back: PO files, alone or in a zip, and what may be wrong with them.

Pure: knows no request and no database. Nothing that is read is believed: every size is counted while reading.
"""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple
from uuid import UUID

import polib
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.fidelity import losses
from home.languages import LANGUAGES
from home.translation import plain

MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = 10 * MEGABYTE
LARGEST_PO = MEGABYTE
LARGEST_UNPACKED = 30 * MEGABYTE
MOST_FILES = 3_000
MOST_LINES = 600_000
MOST_PASSAGES = 50_000  # checking one takes a third of a millisecond
LONGEST_PASSAGE = 20_000  # characters

LANGUAGE = "Language"
TRANSLATION = "X-WagtailLocalize-TranslationID"
PAGE = "X-Page"
REVISION = "X-English-Revision"
README = """\
Each .po file here is one page, or one word or contact that pages show. Open it in any PO editor
(Poedit, Virtaal, Lokalize, a translation service) and fill in the translations.

- Keep {fact:...} and {word:...} as they are: the site puts the value or the word there.
  In {word:gp|doctor} translate what stands after the line.
- Keep every link (<a id="a1">...</a>) and every number. Emphasis (<b>, <i>) may go.
- What you leave empty, or leave marked as "needs work" (fuzzy), is left out.
- An entry that comes marked so was translated from an older English: the comment shows which.

Send back single files or all of them in a zip. Names of files and folders do not matter.
"""
# What people's tools put beside the files they were given.
_NOT_MEANT = {"readme.txt", ".ds_store", "thumbs.db", "desktop.ini"}
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_ENCRYPTED = 0x1
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PO_LINE = re.compile(r'#.*|(?:msg\w+(?:\[\d\])?\s+)?"(?:[^"\\]|\\.)*"|')
_LINE = re.compile(r"\(line (\d+)\)")
_CHARSET = re.compile(r"charset=\s*([\w.:-]+)", re.IGNORECASE)


class Problem(NamedTuple):
    """What is wrong, where: the line of the file (0: the file as a whole), and the beginning of the sentence."""

    file: str
    line: int
    sentence: str
    message: str | Promise

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" + (f" ({self.sentence})" if self.sentence else "")


class Passage(NamedTuple):
    """One passage as a translator sees it; `older_english` is what its words were made from, where that is older."""

    path: str
    english: str
    words: str = ""
    older_english: str = ""
    comment: str = ""


class Entry(NamedTuple):
    path: str
    english: str
    words: str
    is_fuzzy: bool
    line: int

    @property
    def is_translated(self) -> bool:
        return bool(self.words) and not self.is_fuzzy


@dataclass(frozen=True)
class File:
    """A PO file as it came; `is_whole`: its English is, to the letter, what once was exported for this translation."""

    name: str
    translation: UUID
    language: str
    is_whole: bool
    entries: tuple[Entry, ...]

    def problem(self, message: str | Promise, entry: Entry | None = None) -> Problem:
        return (
            Problem(self.name, entry.line, plain(entry.english)[:60], message)
            if entry
            else Problem(self.name, 0, "", message)
        )


class _Refused(Exception):
    """A file nobody can work with; `line` 0: all of it."""

    def __init__(self, message: str | Promise, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.line = message, line


# --- Out ---


def written(translation: UUID, language: str, page: str, passages: Iterable[Passage]) -> bytes:
    """The PO file of one page; the same passages always give the same bytes."""
    po = polib.POFile(wrapwidth=0)
    once = {(passage.path, passage.english): passage for passage in reversed(list(passages))}
    passages = [once[key] for key in reversed(once)]
    po.metadata = {
        LANGUAGE: language,
        TRANSLATION: str(translation),
        PAGE: page,
        REVISION: revision(translation, [(passage.path, passage.english) for passage in passages]),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for passage in passages:
        po.append(
            polib.POEntry(
                msgctxt=passage.path,
                msgid=passage.english,
                msgstr=passage.words,
                comment=passage.comment,
                flags=["fuzzy"] if passage.older_english else [],
                previous_msgid=passage.older_english or None,
            )
        )
    return f"{po}\n".encode()


def revision(translation: UUID, english: Sequence[tuple[str, str]]) -> str:
    """A digest of the English a file was made from: paths and sentences in their order, for this translation only."""
    return hashlib.sha256(json.dumps([str(translation), *english]).encode()).hexdigest()[:16]


def packed(files: Mapping[str, bytes]) -> bytes:
    """All files in one zip, with a few words for translators; the same files always give the same bytes."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("README.txt", README.encode()), *sorted(files.items())]:
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return whole.getvalue()


# --- And back ---


def read(uploads: Iterable[tuple[str, BinaryIO]]) -> tuple[list[File], list[Problem]]:
    """Every PO file in these files and zips, and everything that is wrong with them as files.

    Whether the translations do is a question of its own: `wrong_with`.
    """
    files: list[File] = []
    problems: list[Problem] = []
    for name, stream in uploads:
        content = stream.read(LARGEST_UPLOAD + 1)
        try:
            if len(content) > LARGEST_UPLOAD:
                raise _Refused(_("The file is too large: at most 10 MB."))
            is_zip = content.startswith(_ARCHIVES[:2]) or name.lower().endswith(".zip")
            members = _members(content, problems) if is_zip else [(name, content)]
            for member, data in members:
                try:
                    files.append(_file(member, data, problems))
                except _Refused as refused:
                    problems.append(Problem(member, refused.line, "", refused.message))
        except _Refused as refused:
            problems.append(Problem(name, refused.line, "", refused.message))
    seen: set[UUID] = set()
    for file in files:
        if file.translation in seen:
            problems.append(file.problem(_("Another of these files is of the same page in the same language.")))
        seen.add(file.translation)
    if sum(len(file.entries) for file in files) > MOST_PASSAGES:
        problems.append(Problem("", 0, "", _("There are more than 50,000 passages in it. Send fewer at a time.")))
    if not files and not problems:
        problems.append(Problem("", 0, "", _("There is no PO file in it.")))
    return files, problems


def _members(content: bytes, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """The PO files of a zip; what its directory says of sizes is not believed."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        members = [member for member in archive.infolist() if _is_meant(member)]
    except (zipfile.BadZipFile, OSError, ValueError, UnicodeDecodeError, NotImplementedError) as error:
        raise _Refused(_("The zip is damaged, or was not sent whole.")) from error
    if len(members) > MOST_FILES:
        raise _Refused(_("There are too many files in the zip: at most 3,000."))
    unpacked = lines = 0
    for member in members:
        try:
            data = _unpacked(archive, member)
        except _Refused as refused:
            problems.append(Problem(member.filename, 0, "", refused.message))
            continue
        unpacked += len(data)
        lines += data.count(b"\n")
        if unpacked > LARGEST_UNPACKED or lines > MOST_LINES:
            raise _Refused(_("The files in the zip are too large together: at most 30 MB."))
        yield member.filename, data


def _is_meant(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    is_left_over = path.name.lower() in _NOT_MEANT or path.suffix.lower() == ".mo" or "__MACOSX" in path.parts
    return not (member.is_dir() or is_left_over)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in member.filename:
        raise _Refused(_("The name of this file leads out of the zip."))
    if stat.S_ISLNK(member.external_attr >> 16):
        raise _Refused(_("This is a link to a file, not a file."))
    if member.flag_bits & _ENCRYPTED:
        raise _Refused(_("This file has a password. Send it without one."))
    if path.suffix.lower() != ".po":
        raise _Refused(_("This is not a PO file."))
    try:
        with archive.open(member) as stream:
            return stream.read(LARGEST_PO + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise _Refused(_("The zip is damaged, or was not sent whole.")) from error


def _file(name: str, content: bytes, problems: list[Problem]) -> File:
    if len(content) > LARGEST_PO:
        raise _Refused(_("The file is too large: at most 1 MB for one page."))
    if content.startswith(_ARCHIVES):
        raise _Refused(_("This is an archive, not a PO file."))
    text = _text(content)
    po = parsed(text)
    header = po.metadata
    charset = _CHARSET.search(header.get("Content-Type", ""))
    if charset and charset[1].lower() not in {"utf-8", "utf8"}:
        message = _("The file says that it is in another encoding. Save it as UTF-8.")
        raise _Refused(message, text.count("\n", 0, _CHARSET.search(text).start()) + 1)
    try:
        translation = UUID(header.get(TRANSLATION, ""))
    except ValueError:
        raise _Refused(
            _("The file does not say which page it is of: its header X-WagtailLocalize-TranslationID.")
        ) from None
    entries = tuple(
        Entry(entry.msgctxt or "", entry.msgid, entry.msgstr.strip(), entry.fuzzy, max(1, entry.linenum))
        for entry in po
        if not entry.obsolete
    )
    english = [(entry.path, entry.english) for entry in entries]
    is_whole = header.get(REVISION) == revision(translation, english)
    file = File(name, translation, header.get(LANGUAGE, ""), is_whole, entries)
    problems += _in_itself(file)
    problems += [
        Problem(name, max(1, entry.linenum), plain(entry.msgid)[:60], _("Plural forms have no place here."))
        for entry in po
        if entry.msgid_plural and not entry.obsolete
    ]
    return file


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _Refused(_("This line is not in UTF-8. Save the file as UTF-8."), line) from error
    return text


class _Contents(str):
    """What polib reads line by line as editors number them; with a new line at its end it is never a file's name."""

    def __new__(cls, text: str) -> "_Contents":
        return super().__new__(cls, f"{text}\n")

    def splitlines(self, keepends: bool = False) -> list[str]:
        return self.split("\n")


def parsed(text: str) -> polib.POFile:
    """A PO file from its text alone: polib itself would take a text for the name of a file where it is one."""
    for number, line in enumerate(text.split("\n"), 1):
        # polib would cut a line without its last quotation mark.
        if not _PO_LINE.fullmatch(line.strip()):
            raise _Refused(_("This line is not as a PO file has it."), number)
    try:
        return polib.pofile(_Contents(text), encoding="utf-8")
    except (OSError, ValueError) as error:
        line = _LINE.search(str(error))
        raise _Refused(_("This line is not as a PO file has it."), int(line[1]) if line else 0) from error


def _in_itself(file: File) -> Iterator[Problem]:
    """What is wrong with a file whatever the site has."""
    folders = LANGUAGES.keys() & set(PurePosixPath(file.name).parts[:-1])
    if folders and file.language and base(file.language) not in folders:
        yield file.problem(_("The file is in the folder of another language than its header says."))
    seen = set()
    for entry in file.entries:
        if (entry.path, entry.english) in seen:
            yield file.problem(_("This sentence stands in the file twice."), entry)
        seen.add((entry.path, entry.english))


def wrong_with(entry: Entry) -> Iterator[str | Promise]:
    """What this translation lost of its English."""
    if len(entry.words) > LONGEST_PASSAGE:
        yield _("The translation is too long: at most 20,000 characters.")
        return
    yield from (loss.sentence for loss in losses(entry.english, entry.words))
    if plain(entry.english) and not plain(entry.words):
        yield _("The translation has no words.")


def base(language: str) -> str:
    """The language of a header such as `ur_PK`, which PO editors like to write."""
    return re.split(r"[-_@.]", language, maxsplit=1)[0].lower()


def same_place(before: Sequence[str], now: Sequence[str]) -> dict[str, str]:
    """For each older sentence of a passage the one that was put in its place; what came or went has none."""
    changes = SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    return {
        old: new
        for kind, start, end, now_start, now_end in changes
        if kind == "replace" and end - start == now_end - now_start
        for old, new in zip(before[start:end], now[now_start:now_end], strict=True)
    }
