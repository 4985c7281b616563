"""Withdrawing takes everything down before the answer is shown: a unique word and a unique picture are looked for
everywhere afterwards (promise 5, duty P4)."""

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.operations import translate_object

from home import page_cache, photos, search_index
from home.models import Picture
from stories import links, moderation
from stories.models import StoryPage, Submission
from tests.stories.conftest import jpeg

pytestmark = [pytest.mark.usefixtures("story_index"), pytest.mark.indexed]
WORD = "Quondamsoup"
ADDRESS = "quondam.soup@example.com"
NOW = timezone.now()


def rows() -> list[str]:
    """Every row of every table, as text."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            fields = [
                field for field in model._meta.local_concrete_fields if field.get_internal_type() != "GeneratedField"
            ]
            names = [field.attname for field in fields]
            for row in model._base_manager.values_list(*names):
                found.append(f"{model._meta.label}: {dict(zip(names, map(str, row), strict=True))}")
    return found


def files(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]


def holding(marks: list[str], texts: list[str]) -> list[str]:
    return [text for text in texts if any(mark.casefold() in text.casefold() for mark in marks)]


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return partial(django_capture_on_commit_callbacks, execute=True)


def read(path: str) -> tuple[str, bytes]:
    """What a reader gets through the page cache."""
    seen = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.partition("?")[0],
        "QUERY_STRING": path.partition("?")[2],
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": ContentFile(b""),
    }
    response = page_cache.PageCache(get_wsgi_application())(
        environ, lambda status, headers, exc_info=None: seen.append(status)
    )
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return seen[0], body


@pytest.fixture
def published(send, moderator, story_index, on_commit, client, settings):
    """A story with all that can be made of it: pictures, translations, cached copies, a place in the search."""

    def published(**fields) -> tuple[Submission, list[str]]:
        with on_commit():
            text = f"{WORD} in Leyton.\n\nThen the {WORD} knocked."
            photo = photos.cleaned(jpeg((1400, 900), colour="orchid"))
            submission = send(photo=photo, text=text, name=f"Amina {WORD}", email=ADDRESS, name_shown="full", **fields)
            question = moderation.ask(submission, moderator, f"What is {WORD}?", NOW)
        with on_commit():
            moderation.answer(question, f"{WORD} is soup", NOW)
            submission.refresh_from_db()
            client.force_login(moderator)
            descriptions = {photo.pk: f"A pot of {WORD}" for photo in submission.photos.all()}
            draft = moderation.make_draft(submission, moderator, descriptions)
            client.logout()
        with on_commit():
            draft.save_revision(user=moderator, log_action=True).publish()
        with on_commit():
            for page in (story_index.get_parent(), story_index, draft):
                translate_object(page.specific, [Locale.objects.get(language_code="pl")])
            source = TranslationSource.objects.get(object_id=draft.translation_key)
            polish = Locale.objects.get(language_code="pl")
            for segment in source.stringsegment_set.all():
                StringTranslation.objects.update_or_create(
                    translation_of=segment.string,
                    locale=polish,
                    context=segment.context,
                    defaults={"data": f"{segment.string.data} po polsku"},
                )
            source.translations.get(target_locale=polish).save_target(user=moderator, publish=True)
        DBTaskResult.objects.create(
            task_path="stories.tasks.write",
            args_kwargs={"args": [submission.pk, "published"], "kwargs": {}},
            status="FAILED",
            traceback=f"SMTPRecipientsRefused: {{'{ADDRESS}': 550}}",
            backend_name="queue",
            run_after=NOW,
        )
        submission.refresh_from_db()
        below = ("", "stories/", submission.story.relative_path)
        return submission, [f"/{code}/{path}" for code in ("en", "pl") for path in below]

    return published


def test_nothing_of_it_is_found_anywhere_afterwards(published, on_commit, settings, tmp_path, the_tests_own_connection):
    submission, addresses = published()
    addresses += ["/sitemap.xml", f"/en/search/?q={WORD}", f"/pl/search/?q={WORD}", f"/en/stories/?q={WORD}"]
    addresses += ["/en/stories/feed/", "/pl/stories/feed/"]
    shown = [address for address in addresses if WORD in read(address)[1].decode()]
    assert {"/en/stories/", submission.story.address, submission.story.address_in("pl")} <= set(shown)
    picture = Picture.objects.get()
    stems = [Path(picture.file.name).stem[:30]]
    public = [picture.file.url, *(rendition.file.url for rendition in picture.renditions.all())]
    assert len(public) > 2
    bytes_before = {path.read_bytes() for path in files(settings.MEDIA_ROOT, tmp_path / "private")}
    slug = submission.story.slug
    other_tab = f"/en/stories/sent/{links.token_of(submission)}/"
    marks = [WORD, ADDRESS, *stems, *(Path(path.name).stem for path in files(tmp_path / "private" / "photos"))]
    assert len(holding(marks, rows())) > 10

    with on_commit():
        assert Client().post(f"{other_tab}withdraw/").status_code == 303
    assert not holding(marks, rows())
    kept = files(settings.MEDIA_ROOT, tmp_path / "private", settings.PAGE_CACHE_DIR, settings.PAPER_DIR)
    assert not [path for path in kept if path.read_bytes() in bytes_before]
    assert not holding(marks, [f"{path} {path.read_bytes()!r}" for path in kept])
    for address in [*addresses, *public]:
        status, body = read(address)
        page = body.decode("utf-8", "replace").casefold()
        # A page that is not there leads to itself in other languages, and a search says again what was asked.
        echo = WORD.casefold() if "?q=" in address else slug
        assert not holding([WORD, "knocked", *stems], [page.replace(echo, "")]), address
        assert address not in public or not status.startswith("200")
    assert not search_index.find(WORD, "en")
    page = Client().get(other_tab)
    assert "You have withdrawn your story" in page.text
    assert "copies that readers have kept on their own devices" in page.text
    submission.refresh_from_db()
    assert (submission.state, submission.consents.count()) == ("withdrawn", 4)


def test_p4_it_needs_no_account_no_reason_and_says_what_cannot_be_called_back(client, send):
    submission = send()
    address = f"/en/stories/sent/{links.token_of(submission)}/withdraw/"
    page = client.get(address).text
    for words in ("paper that was printed", "e-mails that were sent", "kept on their own devices", "shared elsewhere"):
        assert words in page
    assert Submission.objects.get().state == "received"
    for _tab in range(2):
        assert Client(enforce_csrf_checks=True).post(address).status_code == 303
    assert Submission.objects.get().state == "withdrawn"
    assert Submission.objects.get().events.filter(to_state="withdrawn").count() == 1


def test_a_page_that_staff_deleted_leaves_nothing_behind_either(published, on_commit, moderator, settings, tmp_path):
    submission, _addresses = published()
    with on_commit():
        submission.story.specific.delete()
    submission.refresh_from_db()
    assert not StoryPage.objects.exists()
    assert not files(settings.MEDIA_ROOT)
    with on_commit():
        moderation.withdraw(submission)
    assert not holding([WORD, ADDRESS], rows())
    assert not files(tmp_path / "private")


def test_what_is_taken_down_goes_in_every_language_with_its_pictures(published, on_commit, moderator, public_files):
    submission, _addresses = published()
    assert StoryPage.objects.live().count() == 2
    with on_commit():
        moderation.flag_safeguarding(submission, moderator, "He says he is hit.")
    assert not StoryPage.objects.live().exists()
    assert not public_files()


def test_a_cache_in_front_is_told_before_the_answer(published, on_commit, settings):
    told = []

    class Varnish(BaseHTTPRequestHandler):
        def do_PURGE(self):
            told.append((self.headers["Host"], self.path))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Varnish)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        submission, _addresses = published()
        story = submission.story
        story.picture.get_rendition("max-100x100")
        public = [story.picture.file.url, story.picture.renditions.get(filter_spec="max-100x100").file.url]
        settings.SITE_ADDRESS = "https://our-place.example"
        settings.WAGTAILFRONTENDCACHE = {
            "front": {
                "BACKEND": "home.front_cache.HTTPCache",
                "LOCATION": f"http://127.0.0.1:{server.server_port}",
            }
        }
        with on_commit():
            moderation.withdraw(submission)
        needed = {
            *public,
            *(story.address_in(code) for code in ("en", "pl", "ps")),
            "/ur/stories/",
            "/en/stories/feed/",
        }
        assert needed <= {path for _host, path in told}
        assert {host for host, _path in told} == {"our-place.example"}
    finally:
        server.shutdown()
        server.server_close()


def test_a_cache_in_front_that_does_not_answer_stops_nobody(published, on_commit, settings, caplog):
    submission, _addresses = published()
    settings.WAGTAILFRONTENDCACHE = {
        "front": {"BACKEND": "home.front_cache.HTTPCache", "LOCATION": "http://127.0.0.1:1"}
    }
    with on_commit():
        moderation.withdraw(submission)
    submission.refresh_from_db()
    assert submission.state == "withdrawn"
    assert "cannot be told to forget" in caplog.text


def test_a_page_finished_while_it_is_taken_down_is_not_kept(tmp_path, monkeypatch):
    store = page_cache.Store(tmp_path)
    store.expire()
    page = page_cache.finished_page([], b"withdrawn words", store.generation(), 0)
    replace = store._replace

    def taken_down_meanwhile(name, content):
        replace(name, content)
        if name == "key":
            store.expire()

    monkeypatch.setattr(store, "_replace", taken_down_meanwhile)
    store.write("key", page)
    assert store.read("key") is None
