"""PO files out and back at the desk: who may, what they get, and what they are told."""

import zipfile
from io import BytesIO

import polib
import pytest
from accounts.models import User
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from ourplace import roles
from wagtail_localize.models import StringTranslation, Translation

from home.models import HomePage
from home.translation_exchange import exported, records_of
from tests import translating

EXPORT, IMPORT = "/admin/translations/export/", "/admin/translations/import/"


@pytest.fixture(scope="module")
def in_urdu(once) -> None:
    with once():
        home = HomePage.objects.get()
        home.save_revision().publish()
        translating.submitted(home, "ur").save_target(publish=False)
        roles.install()


@pytest.fixture
def pages(in_urdu, home: HomePage) -> HomePage:
    """The home page, in English and Urdu."""
    return home


@pytest.fixture
def sign_in(pages, client):
    def sign_in(group: str):
        user = User.objects.create_user(group, password="x")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def translator(sign_in):
    return sign_in("Translators: Urdu")


def po_of(pages: HomePage, words: str) -> bytes:
    po = polib.pofile(next(iter(exported(records_of(["ur"], page=pages.translation_key)).values())).decode() + "\n")
    po.find("Our Place").msgstr = words
    return f"{po}\n".encode()


def sent(content: bytes, name: str = "home.po") -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def test_addresses_and_names_hold_together(db):
    assert (reverse("translation_export"), reverse("translation_import")) == (EXPORT, IMPORT)


@pytest.mark.parametrize("address", [EXPORT, IMPORT])
def test_only_those_who_translate_get_in(pages, client, address):
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("nobody", password="x"))
    assert client.get(address).status_code == 302


def test_a_translator_takes_out_their_languages_and_no_other(translator):
    assert "Urdu" in translator.get(EXPORT).text
    assert "Polish" not in translator.get(EXPORT).text
    assert translator.get(EXPORT, {"what": "all", "languages": "pl"}).status_code == 200
    answer = translator.get(EXPORT, {"what": "all", "languages": "ur"})
    assert answer["Content-Type"] == "application/zip"
    assert zipfile.ZipFile(BytesIO(answer.content)).namelist() == ["README.txt", "ur/home.po"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"what": "page", "page": "nowhere"}, "There is no English page at this address."),
        ({"what": "since"}, "Choose a day."),
        ({"what": "since", "since": "31.31.2026"}, "Enter a valid date."),
        ({"what": "since", "since": "2999-01-01"}, "There is nothing to translate."),
    ],
)
def test_a_question_that_makes_no_sense_is_asked_again(translator, asked, told):
    assert told in translator.get(EXPORT, asked | {"languages": "ur"}).text


def test_one_page_is_taken_out_by_its_address_or_its_key(translator, pages):
    for own in ({"page": ""}, {"key": pages.translation_key}):
        answer = translator.get(EXPORT, {"what": "page", "languages": "ur"} | own)
        assert "ur/home.po" in zipfile.ZipFile(BytesIO(answer.content)).namelist()


@pytest.mark.parametrize(
    ("group", "told", "is_live"),
    [
        ("Translators: Urdu", "waiting for somebody who may publish: 1", False),
        ("Reviewers: Urdu", "published: 1", True),
        ("Editors", "published: 1", True),
    ],
)
def test_a_file_comes_back_and_only_who_may_publish_does(sign_in, pages, group, told, is_live):
    answer = sign_in(group).post(IMPORT, {"file": sent(po_of(pages, "ہماری جگہ")), "publish": "on"}, follow=True)
    assert "passages changed: 1" in answer.text
    assert told in answer.text
    assert HomePage.objects.filter(locale__language_code="ur", title="ہماری جگہ", live=True).exists() == is_live


def test_problems_are_shown_by_file_and_line_and_nothing_changes(translator, pages):
    answer = translator.post(IMPORT, {"file": sent(po_of(pages, "<b>7</b>"))})
    assert answer.status_code == 422
    assert "<td><bdi>home.po</bdi></td>" in answer.text
    assert "<td>12</td>" in answer.text
    assert "The number 7 does not stand in the English." in answer.text
    assert "&lt;b&gt;" in answer.text
    assert not StringTranslation.objects.exists()


def test_no_file_is_asked_for_again(translator):
    assert "This field is required." in translator.post(IMPORT, {}).text


def test_a_file_in_a_language_of_somebody_else_is_refused(translator, pages):
    content = next(iter(exported(records_of(["pl"], page=pages.translation_key)).values()))
    assert "You may not translate into this language." in translator.post(IMPORT, {"file": sent(content)}).text


def test_the_editors_own_files_go_through_the_same_checks(translator, pages):
    translation = Translation.objects.get(target_locale__language_code="ur")
    got = translator.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert b"X-English-Revision" in got.content
    upload = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    for content, told in [
        (po_of(pages, "7"), "The number 7 does not stand in the English."),
        (b"/etc/passwd", "This line is not as a PO file has it."),
        (po_of(pages, "ہماری جگہ"), "passages changed: 1"),
    ]:
        translator.post(upload, {"file": sent(content)})
        assert told in translator.get(IMPORT).text
    assert StringTranslation.objects.get().data == "ہماری جگہ"
    assert translator.post(upload).status_code == 302
    exported(records_of(["pl"]))
    polish = Translation.objects.get(target_locale__language_code="pl")
    content = po_of(pages, "Nasze miejsce").replace(str(translation.uuid).encode(), str(polish.uuid).encode())
    translator.post(reverse("wagtail_localize:upload_pofile", args=[polish.pk]), {"file": sent(content)})
    assert StringTranslation.objects.count() == 1


def test_the_commands_do_what_the_desk_does(pages, tmp_path, capsys):
    archive = tmp_path / "out.zip"
    call_command("export_translations", "--language", "ur", "pl", "--page", "/", "-o", str(archive))
    assert zipfile.ZipFile(archive).namelist() == ["README.txt", "pl/home.po", "ur/home.po"]
    path = tmp_path / "home.po"
    path.write_bytes(po_of(pages, "ہماری جگہ"))
    call_command("import_translations", str(path), "--check")
    assert not StringTranslation.objects.exists()
    call_command("import_translations", str(path), "--draft", "--publish")
    assert "published: 1" in capsys.readouterr().out
    path.write_bytes(po_of(pages, "7"))
    with pytest.raises(CommandError, match=r"home.po:12: The number 7 does not stand in the English."):
        call_command("import_translations", str(path))


@pytest.mark.parametrize(
    "asked",
    [
        ["export_translations", "--page", "nowhere", "-o", "x.zip"],
        ["export_translations", "--since", "2999-01-01", "-o", "x.zip"],
        ["export_translations", "--since", "tomorrow", "-o", "x.zip"],
        ["import_translations", "nowhere.po"],
        ["import_translations", "nowhere.po", "--by", "nobody"],
    ],
)
def test_a_command_that_cannot_be_done_says_so(pages, asked):
    with pytest.raises(CommandError):
        call_command(*asked)
