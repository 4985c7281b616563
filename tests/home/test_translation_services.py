"""Each of the three translation services, asked by its real client over HTTP; a server here answers as its makers say.

Google's client is a package the site does not bring along: a few lines stand in for it and speak its documented JSON.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import ModuleSpec
from pathlib import Path
from threading import Thread
from types import ModuleType, SimpleNamespace
from urllib.parse import parse_qs

import pytest
import requests
from django.utils import timezone
from ourplace.translation_service import translation_service
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.machine_translators.deepl import DeepLTranslator

from home.models import DraftingMonth, Failure, MachineDraft

PASSAGES = ["Call 020 8496 3000 now.", '<a id="a1">Apply</a> & wait.']
SECONDS = 1


class Service(ThreadingHTTPServer):
    """Puts “pl ” before every passage, in the words of whichever service it is asked as, or fails as it is told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.status, self.seconds, self.is_broken, self.left_out = 200, 0.0, False, 0
        self.asked: list[tuple[str, str, list[str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        service, sent = self.server, self.rfile.read(int(self.headers["Content-Length"])).decode()
        texts, key, target, answer, refusal = self.read(sent)
        service.asked.append((key, target, texts))
        time.sleep(service.seconds)
        written = [f"pl {text}" for text in texts][: len(texts) - service.left_out]
        content = json.dumps(answer(written) if service.status == 200 else refusal(service.status))
        body = content[: len(content) // 2 if service.is_broken else None].encode()
        self.send_response(service.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError):  # Whoever asked may have gone.
            self.wfile.write(body)

    def read(self, sent: str) -> tuple:
        """What was asked with which key for which language; how the answer and a refusal are written."""
        if self.path == "/translate":
            asked = json.loads(sent)
            assert (asked["source"], asked["format"]) == ("en", "html")
            return asked["q"], asked["api_key"], asked["target"], self.libre, lambda status: {"error": "Slowdown"}
        if self.path == "/v2/translate":
            asked = parse_qs(sent)
            assert (asked["source_lang"], asked["tag_handling"]) == (["EN"], ["xml"])
            key = self.headers["Authorization"].removeprefix("DeepL-Auth-Key ")
            return asked["text"], key, asked["target_lang"][0].lower(), self.deepl, lambda status: {"message": "Quota"}
        assert self.path == "/v3/projects/our-place/locations/global:translateText"
        asked = json.loads(sent)
        assert (asked["sourceLanguageCode"], asked["mimeType"]) == ("en", "text/html")
        key = self.headers["Authorization"].removeprefix("Bearer ")
        return asked["contents"], key, asked["targetLanguageCode"], self.google, self.google_refusal

    def libre(self, written: list[str]) -> dict:
        return {"translatedText": written}

    def deepl(self, written: list[str]) -> dict:
        return {"translations": [{"detected_source_language": "EN", "text": text} for text in written]}

    def google(self, written: list[str]) -> dict:
        return {"translations": [{"translatedText": text} for text in written]}

    def google_refusal(self, status: int) -> dict:
        return {"error": {"code": status, "message": "Quota exceeded.", "status": "RESOURCE_EXHAUSTED"}}

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Service]:
    server = Service()
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class GoogleAPICallError(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class DeadlineExceeded(GoogleAPICallError):
    pass


def google_client(address: str) -> type:
    """What stands in for google-cloud-translate's client."""

    class TranslationServiceClient:
        def __init__(self, credentials: str) -> None:
            self.credentials = credentials

        def translate_text(self, request: dict, timeout: float) -> SimpleNamespace:
            names = {"source_language_code": "sourceLanguageCode", "target_language_code": "targetLanguageCode"}
            names["mime_type"] = "mimeType"
            sent = {names.get(name, name): value for name, value in request.items() if name != "parent"}
            url, headers = f"{address}/v3/{request['parent']}:translateText", {"Authorization": "Bearer the-key"}
            try:
                answer = requests.post(url, json=sent, headers=headers, timeout=timeout)
            except requests.Timeout as error:
                raise DeadlineExceeded(504, "Deadline Exceeded") from error
            if answer.status_code != 200:
                raise GoogleAPICallError(answer.status_code, answer.json()["error"]["message"])
            found = answer.json()["translations"]
            return SimpleNamespace(
                translations=[SimpleNamespace(translated_text=one["translatedText"]) for one in found]
            )

    return TranslationServiceClient


@pytest.fixture
def google_package(server, monkeypatch) -> None:
    account = SimpleNamespace(from_service_account_file=lambda path: json.loads(Path(path).read_text())["project_id"])
    client = google_client(server.address)
    modules = {
        "google": {},
        "google.api_core": {},
        "google.api_core.exceptions": {
            "DeadlineExceeded": DeadlineExceeded,
            "GoogleAPICallError": GoogleAPICallError,
        },
        "google.cloud": {},
        "google.cloud.translate": {"TranslationServiceClient": client},
        "google.oauth2": {"service_account": SimpleNamespace(Credentials=account)},
    }
    for name, content in modules.items():
        module = ModuleType(name)
        module.__spec__ = ModuleSpec(name, None)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)
        parent, _dot, own = name.rpartition(".")
        if parent:
            monkeypatch.setattr(sys.modules[parent], own, module, raising=False)
    for name in ("home.google_translate", "wagtail_localize.machine_translators.google"):
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.fixture(params=["LibreTranslate", "DeepL", "Google Translate"])
def service(request, server, settings, monkeypatch, tmp_path, google_package) -> Service:
    """A server with one of the three set up to be asked."""
    keys = {"libre_url": "", "libre_key": "", "deepl_key": "", "google_key": ""}
    if request.param == "LibreTranslate":
        keys |= {"libre_url": server.address, "libre_key": "the-key"}
    elif request.param == "DeepL":
        keys |= {"deepl_key": "the-key"}
        monkeypatch.setattr(DeepLTranslator, "get_api_endpoint", lambda provider: f"{server.address}/v2/translate")
    else:
        (tmp_path / "key.json").write_text('{"project_id": "our-place"}')
        keys |= {"google_key": str(tmp_path / "key.json")}
    setting, problems = translation_service(**keys, words_a_month=1000, seconds=SECONDS)
    assert not problems
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = setting
    assert get_machine_translator().display_name == request.param
    yield server
    # The stand-in goes with the test; what was imported with it must not stay.
    for name in ("home.google_translate", "wagtail_localize.machine_translators.google"):
        sys.modules.pop(name, None)


def drafted() -> tuple[MachineDraft, dict[str, str]]:
    """The run, and what was kept."""
    english, polish = (Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "pl"))
    run = MachineDraft.objects.create(locale=polish)
    kept: dict[str, str] = {}
    get_machine_translator().draft(run, english, PASSAGES, kept.update)
    run.refresh_from_db()
    return run, kept


def test_a_service_is_asked_with_its_key_and_its_answer_kept(db, service):
    run, kept = drafted()
    assert (run.failure, run.done) == ("", 2)
    assert kept[PASSAGES[0]] == f"pl {PASSAGES[0]}"
    assert service.asked == [("the-key", "pl", PASSAGES)]


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_refusal_is_told_with_its_number(db, service, status):
    service.status = status
    run, kept = drafted()
    assert (run.failure, run.done, kept) == (Failure.REFUSED, 0, {})
    assert f"({status} " in run.progress
    assert run.finished_at


@pytest.mark.parametrize("fault", ["is_broken", "left_out"])
def test_an_answer_that_is_no_translation_keeps_nothing(db, service, fault):
    setattr(service, fault, 1)
    run, kept = drafted()
    assert (run.failure, run.done, kept) == (Failure.NONSENSE, 0, {})


def test_a_service_that_takes_too_long_is_not_waited_for(db, service):
    service.seconds = SECONDS + 1
    began = time.monotonic()
    run, kept = drafted()
    assert (run.failure, run.done, kept) == (Failure.SLOW, 0, {})
    assert time.monotonic() - began < SECONDS + 1
    # It was sent, so it counts: the service may ask for its money.
    assert DraftingMonth.objects.used(timezone.localdate()) == run.words
