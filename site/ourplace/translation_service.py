"""Which of wagtail-localize's machine translation providers the environment asks for; none unless it names one."""

import json
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

CLASS = "home.machine_drafts.GuardedTranslator"


def translation_service(
    *, libre_url: str, libre_key: str, deepl_key: str, google_key: str, words_a_month: int | None, seconds: int
) -> tuple[dict | None, dict[str, str]]:
    """wagtail-localize's setting, or None; and what is wrong with which variable. `seconds`: to wait for an answer."""
    problems = {}
    if words_a_month is not None and words_a_month < 1:
        problems["MACHINE_WORDS_A_MONTH"] = "must be 1 or more."
    if libre_key and not libre_url:
        problems["LIBRETRANSLATE_KEY"] = "is of no use without LIBRETRANSLATE_URL."
    chosen = {
        name: value
        for name, value in {
            "LIBRETRANSLATE_URL": libre_url,
            "DEEPL_KEY": deepl_key,
            "GOOGLE_TRANSLATE_KEY": google_key,
        }.items()
        if value
    }
    if len(chosen) != 1:
        return None, problems | {name: f"set only one of {', '.join(chosen)}." for name in chosen}
    provider, options = "", {}
    if libre_url:
        provider = "wagtail_localize.machine_translators.libretranslate.LibreTranslator"
        options = {"LIBRETRANSLATE_URL": libre_url.rstrip("/"), "API_KEY": libre_key, "TIMEOUT": seconds}
        if urlsplit(libre_url).scheme not in {"http", "https"} or not urlsplit(libre_url).hostname:
            problems["LIBRETRANSLATE_URL"] = "must be the address of a LibreTranslate server, http://… or https://…"
    elif deepl_key:
        provider, options = "home.deepl.DeepL", {"AUTH_KEY": deepl_key, "TIMEOUT": seconds}
    else:
        provider = "home.google_translate.GoogleTranslate"
        project = _google_project(google_key)
        options = {"CREDENTIALS_PATH": google_key, "PROJECT_ID": project, "TIMEOUT": seconds}
        if not options["PROJECT_ID"]:
            problems["GOOGLE_TRANSLATE_KEY"] = "must be the path of a service account's key (a JSON file)."
        elif not _has_google():
            problems["GOOGLE_TRANSLATE_KEY"] = "needs the package google-cloud-translate, which is not installed."
    guarded = {"PROVIDER": provider, "OPTIONS": options, "WORDS_A_MONTH": words_a_month}
    return {"CLASS": CLASS, "OPTIONS": guarded}, problems


def _google_project(path: str) -> str:
    try:
        return json.loads(Path(path).read_text())["project_id"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _has_google() -> bool:
    try:
        return find_spec("google.cloud.translate") is not None
    except ModuleNotFoundError:
        return False
