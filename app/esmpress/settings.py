"""Settings, read from the environment; nothing set means the safe choice, or an error."""

from __future__ import annotations

import zoneinfo
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

from esmpress.environment import Environment
from esmpress.keys import parse_keys, parse_public_keys
from esmpress.languages.choosing import language_choices
from esmpress.logs import logging_settings
from esmpress.mail_server import mail_settings
from esmpress.sentry.starting import start_sentry

# Zone data of the locked tzdata package, not of the machine: plans must be the same anywhere.
zoneinfo.reset_tzpath(to=())

# Makes ModelForm[Study] and the like work at run time.
django_stubs_ext.monkeypatch()

APP_DIR = Path(__file__).resolve().parent.parent

env = Environment()

DEBUG = env.bool("DEBUG", default=False)
# Off only where there is no TLS at all: the demo and the tests, on loopback.
SECURE = env.bool("SECURE", default=True)

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
LINK_KEYS = parse_keys("LINK_KEYS", env.str("LINK_KEYS"))
VAULT_KEYS = parse_keys("VAULT_KEYS", env.str("VAULT_KEYS"))

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_URL = env.str("PUBLIC_URL").rstrip("/")
if SECURE and not PUBLIC_URL.startswith("https://"):
    raise ImproperlyConfigured("PUBLIC_URL must begin with https:// unless SECURE is off.")
# Where participants' mail programs reach /api: the same origin, unless no proxy stands in front.
PUBLIC_API_URL = env.str("PUBLIC_API_URL", default=PUBLIC_URL).rstrip("/")

ROOT_URLCONF = "esmpress.urls"
WSGI_APPLICATION = "esmpress.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Researcher"

INSTALLED_APPS = [
    # Before Unfold, for its templates that are mended here.
    "esmpress.console",
    "unfold.apps.BasicAppConfig",
    "esmpress.accounts",
    "esmpress.questionnaires",
    "esmpress.studies",
    "esmpress.jobs",
    "esmpress.webhooks",
    "esmpress.participants",
    "esmpress.prompts",
    "esmpress.delivery",
    "esmpress.joining",
    "esmpress.people_import",
    "esmpress.retention",
    "esmpress.responses",
    "esmpress.exchange",
    "esmpress.alerts",
    "esmpress.export",
    "esmpress.api",
    "esmpress.simulation",
    "esmpress.health",
    "esmpress",
    "esmpress.console.site_config.ConsoleSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "esmpress.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "esmpress.console.language.middleware.AdminLanguageMiddleware",
    "esmpress.console.account.middleware.LogInMiddleware",
    "esmpress.console.audit_trail.middleware.AuditMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "esmpress.health.request_metrics.RequestMetricsMiddleware",
]

# On a developer's machine alone: only the lock of docker-compose.dev.yml has the package.
if DEBUG and find_spec("debug_toolbar"):
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(0, "debug_toolbar.middleware.DebugToolbarMiddleware")
    DEBUG_TOOLBAR_CONFIG = {
        # Not by the address somebody comes from, which is one of Docker's.
        "SHOW_TOOLBAR_CALLBACK": lambda asked: asked.path.startswith(("/admin/", "/__debug__/")),
        "SHOW_COLLAPSED": True,
    }

TEMPLATES = [
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
    }
]

DATABASES: dict[str, dict[str, Any]] = {"default": env.db("DATABASE_URL")}
# Threads share a pool; a pool and persistent connections exclude each other.
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 0,
    "max_size": 10,
    # Seconds; an outage is to be reported, not waited for.
    "timeout": 5,
}
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
# Of the statements of prepared.py, from the first time on; Django's own are never prepared.
# Whatever hands one connection out to many has to know of them, as PgBouncer does from 1.21 on.
DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 0)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.str("REDIS_URL")

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
# Long work has a queue, and in production a worker, of its own: it holds up no sending. There the
# broker lets the product at keys of such names alone (ops/draw-secrets).
CELERY_TASK_ROUTES = {"esmpress.jobs.tasks.run_waiting_job": {"queue": "celery-work"}}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_CONSUMER = "esmpress.heartbeat.PatientConsumer"
# An attempt ends, also where nobody says no.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 5}
CELERY_BEAT_SCHEDULER = "esmpress.heartbeat.HeartbeatScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_TIMEZONE = "UTC"

# Where the worker and Beat leave a sign of life; unset: nowhere.
HEARTBEAT_DIR = env.str("HEARTBEAT_DIR", default="")
# The name a worker's sign of life has in Redis: one that does long work alone has another, as it
# says nothing of whether mail goes out.
WORKER_NAME = env.str("WORKER_NAME", default="worker")

# Where gunicorn serves /metrics, and the bearer token it wants; either unset: no such page.
METRICS_PORT = env.str("METRICS_PORT", default="").strip()
METRICS_TOKEN = env.str("METRICS_TOKEN", default="").strip()

SENDGRID_API_KEY = env.str("SENDGRID_API_KEY", default="")
SENDGRID_HOST = env.str("SENDGRID_HOST", default="https://api.sendgrid.com")
SENDGRID_SANDBOX = env.bool("SENDGRID_SANDBOX", default=False)
SENDGRID_EU = env.bool("SENDGRID_EU", default=False)
# Who signs the events posted to /webhooks/sendgrid/; none: all are refused.
SENDGRID_WEBHOOK_PUBLIC_KEYS = parse_public_keys(
    "SENDGRID_WEBHOOK_PUBLIC_KEY", env.str("SENDGRID_WEBHOOK_PUBLIC_KEY", default="")
)
# Below this share of the response window a message is not sent any more: it would come too late.
DELIVERY_MIN_WINDOW_SHARE = env.float("DELIVERY_MIN_WINDOW_SHARE", default=0.25)
# Seconds a worker may take for the messages it holds; then others take them up.
DELIVERY_LEASE_SECONDS = env.int("DELIVERY_LEASE_SECONDS", default=120)
# Seconds until the study's policy decides about a message nobody knows the outcome of.
DELIVERY_UNCERTAIN_GRACE_SECONDS = env.int("DELIVERY_UNCERTAIN_GRACE_SECONDS", default=300)
# Mails an hour the provider takes, for previews to compare with; 0: none is known.
DELIVERY_HOURLY_LIMIT = env.int("DELIVERY_HOURLY_LIMIT", default=0)
# The same for a day of UTC.
DELIVERY_DAILY_LIMIT = env.int("DELIVERY_DAILY_LIMIT", default=0)
# Pre-flight: selectors of the sender's DKIM keys; empty: s1 and s2 with SendGrid, else unknown.
DKIM_SELECTORS = env.list("DKIM_SELECTORS", default=[])
# The domain of the envelope sender where it is not that of From, like em1234.uni.example.
MAIL_BOUNCE_DOMAIN = env.str("MAIL_BOUNCE_DOMAIN", default="")
# The DNS servers pre-flight asks, like 192.0.2.53 or 192.0.2.53:5353; empty: the machine's own.
DNS_SERVERS = env.list("DNS_SERVERS", default=[])
# Whether webhooks may go to this machine itself: for the demo and the tests, and never beside TLS.
WEBHOOKS_TO_LOOPBACK = env.bool("WEBHOOKS_TO_LOOPBACK", default=False)
if WEBHOOKS_TO_LOOPBACK and SECURE:
    raise ImproperlyConfigured("WEBHOOKS_TO_LOOPBACK is for machines without TLS: SECURE is on.")
EMAIL_TIMEOUT = 20
vars().update(mail_settings(env.str("EMAIL_URL", default="smtp://127.0.0.1:25")))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DOMAIN = parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
MIN_PASSWORD_LENGTH = 10
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": MIN_PASSWORD_LENGTH}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
# Whose log-in needs more than a password: "never", "owners" (and superusers) or "all".
REQUIRE_SECOND_FACTOR = env.str("REQUIRE_SECOND_FACTOR", default="owners").strip()
if REQUIRE_SECOND_FACTOR not in ("never", "owners", "all"):
    raise ImproperlyConfigured("REQUIRE_SECOND_FACTOR is one of: never, owners, all.")
# Days a new account has for it.
SECOND_FACTOR_GRACE_DAYS = env.int("SECOND_FACTOR_GRACE_DAYS", default=14)
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

SESSION_ENGINE = "esmpress.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
# Docker, the proxy and Prometheus ask for health inside the machine, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz/", r"^metrics$", r"^api/participant/"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
# Browsers' own lists hold for the whole domain and for years: that is for its owner to ask for, by
# the proxy's HSTS.
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Of commands, logs and the API; the Admin speaks each researcher's own (console/language).
LANGUAGE_CODE = "en"
LANGUAGES = language_choices()
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "esmpress.formats"

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(APP_DIR / "staticfiles"))
# Pages name files by the hash of their content, and nothing else may be kept for ever.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "esmpress.api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ESMpress",
    "VERSION": "1",
    "DESCRIPTION": "What the participant page asks of the backend.",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    # Of the participant's page alone; researchers' programs have a document of their own.
    "PREPROCESSING_HOOKS": ["esmpress.api.researcher.documents.participants_alone"],
    "COMPONENT_SPLIT_REQUEST": False,
    # Two bodies and a list share it, and headings have levels as well.
    "ENUM_NAME_OVERRIDES": {"WithdrawalLevel": ["stop", "forget", "exclude", "erase"]},
}

TEAL = {
    "50": "#f0faf9",
    "100": "#d7f1ee",
    "200": "#b0e2dd",
    "300": "#7bcac5",
    "400": "#46aaa7",
    "500": "#2b8c8b",
    "600": "#196a6b",
    "700": "#155657",
    "800": "#124546",
    "900": "#0f393a",
    "950": "#072223",
}
UNFOLD = {
    "SITE_TITLE": "ESMpress",
    "SITE_HEADER": "ESMpress",
    "SITE_SUBHEADER": gettext_lazy("Experience sampling by e-mail"),
    # The colour of the participant page.
    "COLORS": {"primary": TEAL},
    "SITE_SYMBOL": "notifications_active",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": "esmpress.console.look.favicon"}
    ],
    "STYLES": ["esmpress.console.look.stylesheet", "esmpress.console.look.keyboard_stylesheet"],
    "SCRIPTS": ["esmpress.console.look.keyboard_script"],
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_HISTORY": True,
    "DASHBOARD_CALLBACK": "esmpress.console.dashboard.add_studies",
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {
        "navigation": "esmpress.console.language.choosing.choices_for_menu",
        "action": "esmpress.console.language.choosing.address_of_choice",
    },
    "ACCOUNT": {"navigation": "esmpress.console.account.links.in_menu"},
    "SIDEBAR": {"navigation": "esmpress.console.sidebar.sections"},
}

LOGGING = logging_settings(
    env.str("LOG_FORMAT", default="json"), level=env.str("LOG_LEVEL", default="INFO")
)
LOGGING_CONFIG = "esmpress.logs.configure_logging"

# The version of the image; empty where nobody built one.
RELEASE = env.str("RELEASE", default="")
start_sentry(
    dsn=env.str("SENTRY_DSN", default="").strip(),
    environment=env.str("SENTRY_ENVIRONMENT", default="production"),
    release=RELEASE or None,
    traces=env.float("SENTRY_TRACES_SAMPLE_RATE", default=0.05),
)
