"""Each of the three translation services, asked by its real client; a server here answers as its makers say."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.utils import timezone
from google.auth import jwt
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
        assert self.path.partition("?")[0] == "/v3/projects/our-place/locations/global:translateText"
        asked = json.loads(sent)
        assert (asked["sourceLanguageCode"], asked["mimeType"]) == ("en", "text/html")
        token = self.headers["Authorization"].removeprefix("Bearer ")
        signed = jwt.decode(token, self.server.google_knows)
        key = {"drafts@our-place.invalid": "the-key"}[signed["iss"]]
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


@pytest.fixture(scope="module")
def service_account() -> tuple[str, bytes]:
    """A key file as Google gives it out, and what its signatures are checked with."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    email = "drafts@our-place.invalid"
    named = {"type": "service_account", "project_id": "our-place", "client_email": email, "private_key": private}
    # With a key of its own the client signs what it sends: it has nobody to ask for a token.
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return json.dumps(named | {"token_uri": "http://127.0.0.1:9/token"}), public


@pytest.fixture(params=["LibreTranslate", "DeepL", "Google Translate"])
def service(request, server, settings, monkeypatch, tmp_path, service_account) -> Service:
    """A server with one of the three set up to be asked."""
    keys = {"libre_url": "", "libre_key": "", "deepl_key": "", "google_key": ""}
    if request.param == "LibreTranslate":
        keys |= {"libre_url": server.address, "libre_key": "the-key"}
    elif request.param == "DeepL":
        keys |= {"deepl_key": "the-key"}
        monkeypatch.setattr(DeepLTranslator, "get_api_endpoint", lambda provider: f"{server.address}/v2/translate")
    else:
        key, server.google_knows = service_account
        (tmp_path / "key.json").write_text(key)
        keys |= {"google_key": str(tmp_path / "key.json")}
    setting, problems = translation_service(**keys, words_a_month=1000, seconds=SECONDS)
    assert not problems
    if request.param == "Google Translate":
        setting["OPTIONS"]["OPTIONS"]["CLIENT_OPTIONS"] = {"api_endpoint": server.address}
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = setting
    assert get_machine_translator().display_name == request.param
    return server


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
