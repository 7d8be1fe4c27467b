"""Settings, read from the environment once. What each variable means stands in docs/reference/settings.md."""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from plait.foundation import keys, mail
from plait.knowledge.local_help import own_file

ENV = os.environ
DEBUG = False
DEMO = ENV.get("PLAIT_DEMO") == "1"
EMBEDDED = ENV.get("PLAIT_EMBEDDED") == "1"
INSTALLATION = ENV.get("PLAIT_INSTALLATION", "00000000")
PRACTICE_NAME = ENV.get("PLAIT_PRACTICE_NAME", "Willow Street Practice" if DEMO else "The practice")
PRACTICE_PHONE = ENV.get("PLAIT_PRACTICE_PHONE", "+1 212 555 0100" if DEMO else "")  # stands in every safety plan
SITE_FOLDER = ENV.get("PLAIT_SITE_FOLDER", "")  # the practice's own pages and facts, see docs/how-to/your-site.md
COUNTRY = ENV.get("PLAIT_COUNTRY", "us")  # whose crisis lines the help page shows
LOCAL_HELP = own_file(ENV.get("PLAIT_LOCAL_HELP", ""), SITE_FOLDER)  # see docs/how-to/local-help-numbers.md
LEAVE_TO = ENV.get("PLAIT_LEAVE_TO", "https://www.weather.gov/")  # where "Leave this page" leads
TIME_ZONE = ENV.get("PLAIT_TIME_ZONE", "America/New_York")
HOST = ENV.get("HOST", "localhost")
PORT = int(ENV.get("PORT", "8000"))
BEHIND_TLS = ENV.get("PLAIT_BEHIND_TLS") == "1"  # a reverse proxy speaks TLS and sets X-Forwarded-Proto
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

SECRET_KEY, *SECRET_KEY_FALLBACKS = keys.session_keys()
ALLOWED_HOSTS = [h for h in ENV.get("PLAIT_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
CANONICAL_HOST = "localhost" if HOST in LOOPBACK else ""

INSTALLED_APPS = [
    "plait.web",  # first: its templates stand in for those of allauth
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "plait.foundation",
    "plait.records.accounts",
    "plait.records.people",
    "plait.records.audit",
    "plait.records.tasks",
    "plait.records.outbox",
    "plait.records.inbox",
    "plait.records.problems",
    "plait.records.visits",
    "plait.records.documents",
    "plait.records.medication",
    "plait.records.therapy",
    "plait.records.assessment",
    "plait.records.monitoring",
    "plait.records.safety",
    "plait.records.intake",
    "plait.records.careplan",
    "plait.coordination",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "plait.web.middleware.CanonicalAddress",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "plait.web.middleware.Failures",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "plait.web.middleware.SignedIn",
]

ROOT_URLCONF = "plait.config.urls"
WSGI_APPLICATION = "plait.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "plait.web.context.practice",
                "plait.web.site.preferences.preferences",
                "plait.web.accounts.header.header",
            ],
            "builtins": ["django.templatetags.i18n", "plait.web.templatetags.plait"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def database(url: str) -> dict[str, object]:
    """Django's settings for a PostgreSQL address."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": " ".join(
                f"-c {name}={value}"
                for name, value in {
                    "statement_timeout": ENV.get("PLAIT_STATEMENT_TIMEOUT", "5s"),
                    "lock_timeout": "3s",
                    "idle_in_transaction_session_timeout": "10s",
                    "timezone": "UTC",
                    # No disk of today seeks; and no answer to a click is long enough to be worth compiling.
                    "random_page_cost": "1.1",
                    "jit": "off",
                }.items()
            ),
            "connect_timeout": 3,
        },
    }


DATABASES = {"default": database(ENV.get("DATABASE_URL", "postgresql://plait_app@127.0.0.1:1/plait"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["plait.coordination.accounts.backend.StaffBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "plait.web.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "plait.web.accounts.forms.SignInForm",
    "reauthenticate": "plait.web.accounts.forms.ConfirmForm",
    "change_password": "plait.web.accounts.forms.PasswordChangeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/10m/key,60/10m/ip", "reauthenticate": "10/m/user"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0  # whose X-Forwarded-For counts when sign-in failures are counted
MFA_ADAPTER = "plait.web.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "plait.web.accounts.forms.CodeForm",
    "authenticate_webauthn": "plait.web.accounts.forms.PasskeyForm",
    "login_webauthn": "plait.web.accounts.forms.PasskeySignInForm",
    "reauthenticate": "plait.web.accounts.forms.ConfirmCodeForm",
    "activate_totp": "plait.web.accounts.forms.ActivateAppForm",
    "add_webauthn": "plait.web.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "plait.web.accounts.forms.RenamePasskeyForm",
}
# True would accept a passkey's word from any origin; http://localhost is accepted without it.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_TOTP_ISSUER = "Plait"

COOKIE = f"plait_{INSTALLATION}"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = f"{COOKIE}_staff"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 2  # the server's own clocks end it earlier: 15 minutes idle, 12 hours in all
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_NAME = f"{COOKIE}_form"
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # ends with the browser: a public form leaves no mark for a year
CSRF_FAILURE_VIEW = "plait.web.documents.form_expired.form_expired"
CSRF_TRUSTED_ORIGINS = [o for o in ENV.get("PLAIT_TRUSTED_ORIGINS", "").split(",") if o]
LANGUAGE_COOKIE_NAME = f"{COOKIE}_language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
IDLE_SECONDS = 15 * 60
ABSOLUTE_SECONDS = 12 * 60 * 60

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024
# Files are held in memory up to the size above; a larger one is read past and dropped, never written to disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
UPLOAD_MOST_BYTES = 25 * 1024 * 1024

CACHES = {
    "default": {
        # shared by all web processes, so that sign-in limits count everywhere
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # Django's default of 300 would let a flood of made-up names push the counts of real ones out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

PROCRASTINATE_IMPORT_PATHS = ["plait.worker.jobs"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # only the worker's own module holds jobs

USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]

STATIC_URL = "static/"
STATIC_ROOT = ENV.get("PLAIT_STATIC", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MAIL, MAIL_WRONG = mail.setting(ENV)  # what is wrong is said by startup.py; mail is off until it is right
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # used by foundation/mail.py alone
ALARM_MAIL = ENV.get("PLAIT_ALARM_MAIL", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "plait.web.accounts.quiet_log.WithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"plait": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
SILENCED_SYSTEM_CHECKS = [
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",
]  # startup.py decides these
