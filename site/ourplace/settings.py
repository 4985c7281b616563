"""One settings module, driven by environment variables that are read together and reported together.

Every variable stands in `.env.example` with its purpose and default; a test keeps the two in step.
"""

import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env, EnvValidationError

from home import languages, virus_scan
from ourplace.translation_service import translation_service

BASE_DIR = Path(__file__).resolve().parents[2]

env = Env(eager=False)
PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = env.bool("DEBUG", False)
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")) or BASE_DIR / "var")
SITE_ADDRESS = env.str("SITE_ADDRESS", "" if PRODUCTION else "http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["*"])
SECRET_KEY = env.str("SECRET_KEY", "")
DATABASE_URL = env.str("DATABASE_URL", "")
REDIS_URL = env.str("REDIS_URL", "")
S3_BUCKET = env.str("S3_BUCKET", "")
S3_PRIVATE_BUCKET = env.str("S3_PRIVATE_BUCKET", "")
SMTP_HOST = env.str("SMTP_HOST", "")
SMTP_PORT = env.int("SMTP_PORT", 587)
SMTP_USER = env.str("SMTP_USER", "")
SMTP_PASSWORD = env.str("SMTP_PASSWORD", "")
MAIL_FROM = env.str("MAIL_FROM", "our-place@localhost")
TASK_WORKER = env.bool("TASK_WORKER", False)
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", "")
PROXIES_IN_FRONT = env.int("PROXIES_IN_FRONT", 0)
LIBRETRANSLATE_URL = env.str("LIBRETRANSLATE_URL", "")
LIBRETRANSLATE_KEY = env.str("LIBRETRANSLATE_KEY", "")
DEEPL_KEY = env.str("DEEPL_KEY", "")
GOOGLE_TRANSLATE_KEY = env.str("GOOGLE_TRANSLATE_KEY", "")
MACHINE_WORDS_A_MONTH = env.int("MACHINE_WORDS_A_MONTH", 50_000)
PAGE_CACHE = env.bool("PAGE_CACHE", True)
FRONTEND_CACHE_URL = env.str("FRONTEND_CACHE_URL", "")

try:
    env.seal()
    _problems = {}
except EnvValidationError as error:
    _problems = {name: " ".join(messages) for name, messages in error.error_messages.items()}
try:
    DATABASE = dj_database_url.parse(DATABASE_URL or f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
    if not DATABASE["ENGINE"].endswith(("sqlite3", "postgresql")):
        _problems["DATABASE_URL"] = "must be the address of a PostgreSQL or SQLite database."
except ValueError:
    _problems["DATABASE_URL"] = "is not a database address."
try:
    if CLAMD_ADDRESS:
        virus_scan.place_of(CLAMD_ADDRESS)
except ValueError:
    _problems["CLAMD_ADDRESS"] = "must be host:port or unix:/path."
if PRODUCTION:
    _needed = {
        "SECRET_KEY": (len(SECRET_KEY or "") >= 50, "set it to 50 or more random characters."),
        "ALLOWED_HOSTS": (ALLOWED_HOSTS, "set it to the site's host names, separated by commas."),
        "SITE_ADDRESS": (
            (SITE_ADDRESS or "").startswith("https://"),
            "set it to the site's address, https://…",
        ),
        "DATABASE_URL": (DATABASE_URL, "set it to the address of a PostgreSQL database."),
        "SMTP_HOST": (SMTP_HOST, "set it to the name of a mail server."),
        "DEBUG": (not DEBUG, "must be off when PRODUCTION is on."),
    }
    _problems |= {name: text for name, (good, text) in _needed.items() if not good and name not in _problems}
if S3_BUCKET and not S3_PRIVATE_BUCKET:
    _problems["S3_PRIVATE_BUCKET"] = "set it beside S3_BUCKET: residents' photos never share the public bucket."
WAGTAILLOCALIZE_MACHINE_TRANSLATOR, _service_problems = translation_service(
    libre_url=LIBRETRANSLATE_URL,
    libre_key=LIBRETRANSLATE_KEY,
    deepl_key=DEEPL_KEY,
    google_key=GOOGLE_TRANSLATE_KEY,
    words_a_month=MACHINE_WORDS_A_MONTH,
    # Without a worker somebody waits for the answer.
    seconds=60 if TASK_WORKER else 10,
)
_problems = _service_problems | _problems
if _problems:
    _lines = "".join(f"\n  {name}: {problem}" for name, problem in sorted(_problems.items()))
    raise ImproperlyConfigured(f"These environment variables need a look (see .env.example):{_lines}")

VAR_DIR.mkdir(parents=True, exist_ok=True)
if not SECRET_KEY:
    # Kept between runs, so that a restart does not sign everybody out.
    _key_file = VAR_DIR / "secret-key"
    if not _key_file.exists():
        _key_file.write_text(secrets.token_urlsafe(50))
    SECRET_KEY = _key_file.read_text()

INSTALLED_APPS = [
    "ourplace",
    "accounts",
    "home",
    "campaign",
    "welcomepack",
    "stories",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "ourplace.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
if DEBUG:
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(3, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1"]

ROOT_URLCONF = "ourplace.urls"
WSGI_APPLICATION = "ourplace.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.site",
            ],
        },
    },
]

if DATABASE["ENGINE"].endswith("sqlite3"):
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASE["CONN_HEALTH_CHECKS"] = True
    DATABASE.setdefault("OPTIONS", {}).update({"pool": {"min_size": 1, "max_size": 8, "timeout": 5}})
DATABASES = {"default": DATABASE}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

TASKS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "queue": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if TASK_WORKER
        else "django.tasks.backends.immediate.ImmediateBackend"
    },
}

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": SMTP_HOST,
            "port": SMTP_PORT,
            "username": SMTP_USER,
            "password": SMTP_PASSWORD,
            "use_tls": SMTP_PORT == 587,
            "timeout": 10,
        },
    }
    if SMTP_HOST
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM

if S3_BUCKET:
    _media = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": S3_BUCKET, "querystring_auth": False},
    }
    _private = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": S3_PRIVATE_BUCKET, "querystring_auth": True},
    }
else:
    _media = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    _private = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "private"), "base_url": None},
    }
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

STORAGES = {
    "default": _media,
    "private": _private,
    "pictures": {"BACKEND": "home.picture_storage.PictureStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "ourplace.storage.StaticStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
PAGE_CACHE_DIR = VAR_DIR / "pages" if PAGE_CACHE and not DEBUG else None
PAPER_DIR = VAR_DIR / "paper"

languages.teach_django()
LANGUAGE_CODE = languages.SOURCE
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = languages.django_languages()
LANGUAGES_BIDI = languages.right_to_left()
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"
# Django has no number format for Urdu, Panjabi and Pashto: thousands are grouped there too where asked for.
NUMBER_GROUPING = 3

WAGTAIL_SITE_NAME = "Waltham Forest, Our Place"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAILFRONTENDCACHE = (
    {"front": {"BACKEND": "home.front_cache.HTTPCache", "LOCATION": FRONTEND_CACHE_URL}} if FRONTEND_CACHE_URL else {}
)
WAGTAIL_I18N_ENABLED = True
# Wagtail's workflow would let its group Moderators publish what translators submit, whatever the language.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
# An English copy at a translated address would be published by wagtail-localize without this.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILIMAGES_IMAGE_MODEL = "home.Picture"
WAGTAILIMAGES_RENDITION_STORAGE = "pictures"
WAGTAILIMAGES_EXTENSIONS = ["avif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {
    "avif": "webp",
    "heic": "webp",
    "png": "webp",
    "webp": "webp",
    "jpeg": "webp",
}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# What a browser runs has no place among documents.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "xlsx"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Reading needs no account; the admin's sign-in is the only one there is.
LOGIN_URL = "wagtailadmin_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
# Wagtail's own templates and wagtail-localize's editor carry inline scripts and styles without a nonce.
ADMIN_CSP = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
}
# The admin shows a page's preview in a frame of its own.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.tasks": {"level": "WARNING"}},
}
