"""Files as translators send them, good and bad: read whole, or refused with file, line and reason."""

import zipfile
from io import BytesIO
from uuid import UUID

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from home import translation_files
from home.translation_files import Passage, packed, read, same_place, written, wrong_with

ID = UUID(int=1)
HEADER = f'msgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: {ID}\\n"\n"Language: ur\\n"\n'
text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


def po(english: str = "Call {fact:n} now.", words: str = "ابھی {fact:n} پر کال کریں۔", extra: str = "") -> str:
    return f'{HEADER}\nmsgctxt "title"\nmsgid "{english}"\nmsgstr "{words}"\n{extra}'


def problems_of(content: bytes | str, name: str = "a.po") -> list[str]:
    data = content.encode() if isinstance(content, str) else content
    files, problems = read([(name, BytesIO(data))])
    for file in files:
        problems += [
            file.problem(message, entry)
            for entry in file.entries
            if entry.is_translated
            for message in wrong_with(entry)
        ]
    return [str(problem) for problem in problems]


def zipped(files: dict[str, bytes | str]) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def test_a_good_file_has_no_problem():
    assert problems_of(po()) == []
    assert problems_of(b"\xef\xbb\xbf" + po().encode()) == []
    assert problems_of(po().replace("\n", "\r\n")) == []


def test_the_same_passages_give_the_same_bytes():
    passages = [Passage("title", "Health", "صحت"), Passage("summary", "See a doctor.")]
    assert packed({"ur/a.po": written(ID, "ur", "a", passages)}) == packed(
        {"ur/a.po": written(ID, "ur", "a", passages)}
    )


@given(st.lists(st.tuples(text, text, text), max_size=5))
def test_what_is_written_is_read_as_it_was(rows):
    passages = [Passage(f"body.{path}", english, words) for path, english, words in rows]
    files, _problems = read([("a.po", BytesIO(written(ID, "ur", "a", passages)))])
    once = {(passage.path, passage.english): passage.words.strip() for passage in reversed(passages)}
    assert files[0].is_whole
    assert {(entry.path, entry.english): entry.words for entry in files[0].entries} == once


def test_a_file_whose_english_was_touched_is_not_whole():
    content = written(ID, "ur", "a", [Passage("title", "Health"), Passage("summary", "See a doctor.")])
    assert read([("a.po", BytesIO(content))])[0][0].is_whole
    assert not read([("a.po", BytesIO(content.replace(b"See a doctor", b"See a dentist")))])[0][0].is_whole
    other = content.replace(str(ID).encode(), str(UUID(int=2)).encode())
    assert not read([("a.po", BytesIO(other))])[0][0].is_whole


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (po().encode("utf-16"), "a.po:1: This line is not in UTF-8."),
        (po().encode() + b'\nmsgid "caf\xe9"\nmsgstr "x"\n', "a.po:10: This line is not in UTF-8."),
        (
            po().replace('"Language: ur\\n"\n', '"Content-Type: text/plain; charset=ISO-8859-1\\n"\n'),
            "a.po:4: The file says that it is in another encoding.",
        ),
        (po(extra='\nmsgid "broken\nmsgstr ""\n'), "a.po:10: This line is not as a PO file has it."),
        (po(extra="\nwhat is this\n"), "a.po:10: This line is not as a PO file has it."),
        (
            po(extra='\nmsgctxt "title"\nmsgid "Call {fact:n} now."\nmsgstr ""\n'),
            "a.po:10: This sentence stands in the",
        ),
        (po(extra='\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n'), "a.po:10: Plural forms have no place here. (a)"),
        (po().replace(str(ID), "nothing"), "a.po: The file does not say which page it is of"),
        ("", "a.po: The file does not say which page it is of"),
        ("/etc/passwd", "a.po:1: This line is not as a PO file has it."),
        (b"PK\x03\x04", "a.po: The zip is damaged, or was not sent whole."),
        (b"\x1f\x8b", "a.po: This is an archive, not a PO file."),
        (po(words="ابھی کال کریں۔"), "a.po:6: {fact:n} must stand in the translation as often as in the English."),
        (po("Call 020 8496 3000.", "020 8496 0300 پر کال کریں۔"), "a.po:6: The number 02084963000 is missing."),
        (po("See <a id='a1'>here</a>.", "یہاں دیکھیں۔"), 'a.po:6: The link <a id="a1"> must stand in the translation'),
        (po("Hello.", "<b></b>سلام"), "a.po:6: The markup <b> does not stand in the English"),
        (po("<b>Hello</b>.", "<b> </b>"), "a.po:6: The translation has no words. (Hello.)"),
        (po("Hello.", "سلام &#x202e;"), "a.po:6: The character &#x202e; must not stand in a translation."),
        (po("Hello.", "سلام &amp;lt;"), "a.po:6: The character &lt; must not stand in a translation."),
        (po("Hello.", "س" * 20_001), "a.po:6: The translation is too long: at most 20,000 characters. (Hello.)"),
        (po("x" * translation_files.LARGEST_PO), "a.po: The file is too large: at most 1 MB for one page."),
        (b"x" * (50 * translation_files.MEGABYTE), "a.po: The file is too large: at most 10 MB."),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) and value.startswith("a.po") else "",
)
def test_a_bad_file_is_refused_with_its_line(content, problem):
    assert any(found.startswith(problem) for found in problems_of(content)), problems_of(content)


def test_what_is_empty_or_unfinished_needs_no_facts():
    assert problems_of(po(words="")) == []
    assert problems_of(po(words="ابھی").replace('\nmsgctxt "title"', '\n#, fuzzy\nmsgctxt "title"')) == []


def test_a_zip_may_hold_what_tools_put_beside_the_files():
    files = {"README.txt": "x", "ur/a.mo": b"\0", "__MACOSX/ur/._a.po": b"\0", "ur/.DS_Store": b"\0", "ur/a.po": po()}
    assert problems_of(zipped(files), "a.zip") == []


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({}, "There is no PO file in it."),
        ({"../a.po": po()}, "../a.po: The name of this file leads out of the zip."),
        ({"/a.po": po()}, "/a.po: The name of this file leads out of the zip."),
        ({"..\\a.po": po()}, "The name of this file leads out of the zip."),
        ({"b.zip": zipped({"a.po": po()})}, "b.zip: This is not a PO file."),
        ({"b.po": zipped({"a.po": po()})}, "b.po: This is an archive, not a PO file."),
        ({"a.docx": b"x"}, "a.docx: This is not a PO file."),
        ({"a.po": po(), "b.po": po()}, "b.po: Another of these files is of the same page in the same language."),
        ({"pl/a.po": po()}, "pl/a.po: The file is in the folder of another language than its header says."),
        ({"a.po": po("x" * translation_files.LARGEST_PO)}, "a.po: The file is too large: at most 1 MB for one page."),
        ({f"{n}.po": "" for n in range(3001)}, "a.zip: There are too many files in the zip: at most 3,000."),
        ({f"{n}.po": b"\n" * 1_000_000 for n in range(2)}, "a.zip: The files in the zip are too large together"),
        ({f"{n}.po": b"#" * 1_000_000 for n in range(33)}, "a.zip: The files in the zip are too large together"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_bad_zip_is_refused(files, problem):
    assert any(problem in found for found in problems_of(zipped(files), "a.zip")), problems_of(zipped(files), "a.zip")


def test_a_zip_with_a_link_or_a_password_is_refused():
    link = zipfile.ZipInfo("a.po")
    link.external_attr = 0o120777 << 16
    assert problems_of(zipped({link: "/etc/passwd"}), "a.zip") == ["a.po: This is a link to a file, not a file."]
    locked = bytearray(zipped({"a.po": po()}))
    directory = locked.index(b"PK\x01\x02")
    locked[directory + 8] |= 1
    assert problems_of(bytes(locked), "a.zip") == ["a.po: This file has a password. Send it without one."]


def test_a_directory_that_lies_about_sizes_is_not_believed():
    bomb = bytearray(zipped({"a.po": b" " * 3_000_000}))
    directory = bomb.index(b"PK\x01\x02")
    bomb[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    assert problems_of(bytes(bomb), "a.zip")


@given(st.data())
def test_a_zip_cut_or_changed_anywhere_never_ends_in_an_error(data):
    whole = zipped({"ur/a.po": po(), "ur/b.po": po("Hello.", "سلام")})
    cut = data.draw(st.integers(0, len(whole) - 1))
    assert problems_of(whole[:cut], "a.zip")
    read([("a.zip", BytesIO(whole[:cut] + bytes([data.draw(st.integers(0, 255))]) + whole[cut + 1 :]))])


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode), st.integers(0, 200))
def test_whatever_stands_in_a_file_it_is_read_or_refused(noise, place):
    content = po().encode()
    read([("a.po", BytesIO(content[:place] + noise + content[place:]))])


def test_a_text_is_never_taken_for_the_name_of_a_file(tmp_path):
    path = tmp_path / "secret.po"
    path.write_text(po())
    assert problems_of(str(path)) == ["a.po:1: This line is not as a PO file has it."]


def test_sentences_keep_line_breaks_other_programs_break_at():
    content = written(ID, "ur", "a", [Passage("body", "one\u2028two\x85three", "ایک\u2028دو")])
    assert read([("a.po", BytesIO(content))])[0][0].entries[0].words == "ایک\u2028دو"
    assert polib.pofile(content.decode() + "\n") is not None


def test_what_was_typed_anew_is_found_beside_what_came_and_went():
    assert same_place(["a", "b", "c"], ["a", "B", "c"]) == {"b": "B"}
    assert same_place(["a", "b", "c"], ["new", "a", "b", "C"]) == {"c": "C"}
    assert same_place(["a", "b"], ["b"]) == {}
    assert same_place(["a"], ["b", "c"]) == {}
