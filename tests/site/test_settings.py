"""The settings as a process reads them: each case is a fresh interpreter with its own environment."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PRODUCTION": "on",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "ourplace.example",
    "SITE_ADDRESS": "https://ourplace.example",
    "DATABASE_URL": "postgres://user:word@127.0.0.1:1/name",
    "SMTP_HOST": "mail.example",
}


def python(code: str, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess:
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "ourplace.settings",
        **variables,
    }
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)


def settings_with(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess:
    return python("from ourplace import settings", tmp_path, **variables)


def test_the_embedded_defaults_need_nothing(tmp_path):
    answer = settings_with(tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert len((tmp_path / "secret-key").read_text()) >= 50


def test_production_takes_a_full_environment(tmp_path):
    assert settings_with(tmp_path, **PRODUCTION).returncode == 0


def test_production_names_everything_that_is_missing_at_once(tmp_path):
    message = settings_with(tmp_path, PRODUCTION="on").stderr
    for name in PRODUCTION.keys() - {"PRODUCTION"}:
        assert f"  {name}: " in message


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DEBUG", "perhaps"),
        ("SMTP_PORT", "mail"),
        ("DATABASE_URL", "oracle://x"),
        ("DATABASE_URL", "nonsense"),
        ("LIBRETRANSLATE_URL", "translate.example"),
        ("LIBRETRANSLATE_KEY", "alone"),
        ("GOOGLE_TRANSLATE_KEY", "nowhere.json"),
        ("MACHINE_WORDS_A_MONTH", "0"),
        ("MACHINE_WORDS_A_MONTH", "many"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(tmp_path, variable, value):
    answer = settings_with(tmp_path, **{variable: value})
    assert answer.returncode != 0
    assert f"  {variable}: " in answer.stderr


def test_residents_photos_never_share_the_public_bucket(tmp_path):
    assert "S3_PRIVATE_BUCKET" in settings_with(tmp_path, S3_BUCKET="pictures").stderr


def test_one_translation_service_is_enough(tmp_path):
    both = {"LIBRETRANSLATE_URL": "http://127.0.0.1:5000", "DEEPL_KEY": "k"}
    message = settings_with(tmp_path, **both).stderr
    for name in both:
        assert f"  {name}: set only one of LIBRETRANSLATE_URL, DEEPL_KEY" in message


@pytest.mark.parametrize(
    ("variables", "provider"),
    [
        ({}, "None"),
        ({"LIBRETRANSLATE_URL": "https://translate.example/"}, "libretranslate.LibreTranslator"),
        ({"DEEPL_KEY": "k:fx"}, "home.deepl.DeepL"),
    ],
)
def test_the_environment_chooses_the_translation_service(tmp_path, variables, provider):
    code = "from ourplace import settings as s; print(s.WAGTAILLOCALIZE_MACHINE_TRANSLATOR)"
    assert provider in python(code, tmp_path, **variables).stdout


def test_the_environment_chooses_every_backend(tmp_path):
    code = """
from ourplace import settings as s
print(s.DATABASES["default"]["ENGINE"], s.CACHES["default"]["BACKEND"], s.STORAGES["default"]["BACKEND"],
      s.TASKS["queue"]["BACKEND"], s.MAILERS["default"]["BACKEND"], sep="\\n")
"""
    embedded = python(code, tmp_path).stdout
    others = {
        "DATABASE_URL": "postgres://u:p@127.0.0.1/n",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "S3_BUCKET": "pictures",
        "S3_PRIVATE_BUCKET": "private",
        "TASK_WORKER": "on",
        "SMTP_HOST": "mail.example",
    }
    outside = python(code, tmp_path, **others).stdout
    for here, there, one, other in zip(
        embedded.split(),
        outside.split(),
        ("sqlite3", "LocMem", "FileSystem", "Immediate", "console"),
        ("postgresql", "Redis", "s3", "Database", "smtp"),
        strict=True,
    ):
        assert one in here
        assert other in there


def test_every_variable_is_documented():
    read = set(re.findall(r'env\.\w+\("([A-Z0-9_]+)"', (ROOT / "site/ourplace/settings.py").read_text()))
    documented = set(re.findall(r"^([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert read == documented
