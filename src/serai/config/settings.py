"""Settings of Django and Wagtail, made from the options; nothing here reads the environment."""

from pathlib import Path
from typing import Any

from serai.config import sqlite

sqlite.install()

import dj_database_url  # noqa: E402  the SQLite library is in place first

from serai.config.options import read_options, read_secret  # noqa: E402
from serai.core.editions import languages  # noqa: E402

OPTIONS = read_options()
VAR: Path = OPTIONS["SERAI_VAR"]
VAR.mkdir(parents=True, exist_ok=True)
PACKAGE = Path(__file__).resolve().parents[1]

DEBUG: bool = OPTIONS["SERAI_DEBUG"]
SECRET_KEY = read_secret(VAR, OPTIONS["SERAI_SECRET"])
PUBLIC_ADDRESS: str = OPTIONS["SERAI_ADDRESS"] or f"http://127.0.0.1:{OPTIONS['SERAI_PORT']}"
SECURE = PUBLIC_ADDRESS.startswith("https://")
ALLOWED_HOSTS = list(OPTIONS["SERAI_HOSTS"])

EDITIONS: tuple[str, ...] = OPTIONS["SERAI_EDITIONS"]
NEWSROOM_ZONE: str = OPTIONS["SERAI_ZONE"]

INSTALLED_APPS = [
    "serai.config",
    "serai.ops",
    "serai.portal",
    "serai.demo",
    "serai.importing",
    "serai.broadcast",
    "serai.editorial",
    "serai.vocabulary",
    "serai.media",
    "serai.delivery",
    "serai.accounts",
    "serai.core",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "serai.delivery.keeping.KeepPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "serai.accounts.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "serai.config.urls"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    if OPTIONS["DATABASE_URL"]:
        return dict(dj_database_url.parse(OPTIONS["DATABASE_URL"], conn_max_age=600))
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR / "serai.sqlite3"}


DATABASES: dict[str, dict[str, Any]] = {"default": _database()}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 600,
        "OPTIONS": sqlite.database_options(sqlite.library_version()),
        # A file in the tests too: an in-memory database has another locking profile.
        "TEST": {"NAME": VAR / "test.sqlite3"},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["serai.accounts.backends.RoleBackend"]
SECOND_FACTOR: bool = OPTIONS["SERAI_SECOND_FACTOR"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-serai" if SECURE else "serai"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's scripts read it
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if SECURE else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OPTIONS["SERAI_PROXIES"] else None
USE_X_FORWARDED_HOST = False
X_FRAME_OPTIONS = "SAMEORIGIN"  # the edge sets frame-ancestors per path
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# The edge hands over complete bodies within its own caps, so Django's caps are the same.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

USE_TZ = True
TIME_ZONE = NEWSROOM_ZONE
USE_I18N = True
LANGUAGE_CODE = languages(EDITIONS)[0]
LANGUAGES = [("ru", "Русский"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
PAGE_STORE: Path | None = VAR / "pages" if OPTIONS["SERAI_PAGE_STORE"] else None
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644

# The page store is the only page cache (house.md); this one holds Wagtail's small things.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

TASKS = {
    "default": {
        "BACKEND": "serai.core.backend.LeaseBackend",
        "QUEUES": ["publish", "confirm", "ingest", "media", "statistics", "default"],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "Serai <newsroom@localhost>"

WAGTAIL_SITE_NAME = "Serai"
WAGTAILADMIN_BASE_URL = PUBLIC_ADDRESS
WAGTAILADMIN_USER_LOGIN_FORM = "serai.accounts.forms.NewsroomLoginForm"
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "serai.media.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []  # nothing calls out
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_MODERATION_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_SLIM_SIDEBAR = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["err"], "level": "WARNING"},
    "loggers": {
        "serai": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
    },
}
