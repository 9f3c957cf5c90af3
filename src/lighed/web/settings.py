"""Django's settings, from the environment; every variable is described in the reference."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from lighed.web import environment
from lighed.web.languages import languages_in
from lighed.web.log_in import providers

WEB = Path(__file__).resolve().parent
LIGHED_DATA = environment.data_home(os.environ)
LIGHED_DEMO = environment.is_on(os.environ, "LIGHED_DEMO")
LIGHED_SECURITY_CONTACT = environment.security_contact(os.environ)
LIGHED_EMBED_HOSTS = environment.embed_hosts(os.environ)
LIGHED_OIDC = providers.identity_providers(os.environ, data=LIGHED_DATA)
LIGHED_ERASURE_KEY = environment.erasure_key(os.environ, data=LIGHED_DATA)
LIGHED_AUDIT_KEY = environment.audit_key(os.environ, data=LIGHED_DATA)
LIGHED_ARRIVALS = environment.arrivals(os.environ, data=LIGHED_DATA)
LIGHED_LETTERS = environment.letters(os.environ, data=LIGHED_DATA)
LIGHED_AUDIT_ANCHORS = environment.audit_anchors(os.environ)

SECRET_KEY = environment.secret_key(os.environ, data=LIGHED_DATA)
DEBUG = False
ALLOWED_HOSTS = environment.hosts(os.environ)
# No file that somebody sends is written to a disk of ours before a page has taken it.
FILE_UPLOAD_HANDLERS = ["lighed.web.frame.small_files.SmallFiles"]
DATABASES = environment.databases(os.environ, data=LIGHED_DATA)
# In the database, because failed log-ins are counted here and every server process must see the same count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lighed_cache",
        # So many that no one can push the counts out with names of their own.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

INSTALLED_APPS = [
    "lighed.web.apps.LighedConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
    "ninja",
    "django_tasks",
    "django_tasks_db",
]
# What a worker does by itself. A task says where to look and never what is there: the tables of arrivals say that.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["arrivals"]}}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Of the public pages nobody is known, so it stands outside of everything that reads a cookie.
    "lighed.web.frame.nobody.NobodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lighed.web.log_in.kept_session.KeptSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "lighed.web.frame.own_languages.OwnLanguagesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lighed.web.frame.one_municipality.OneMunicipalityMiddleware",
    # Every page asks for log-in unless it says that it does not.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lighed.web.log_in.second_factor.SecondFactorMiddleware",
    "lighed.web.frame.blocked.BlockedLookUpsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "lighed.web.urls"
WSGI_APPLICATION = "lighed.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lighed.web.frame.context.frame",
            ],
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"]),
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "lighed.User"
AUTHENTICATION_BACKENDS = ["lighed.web.authentication.LighedBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "worklist"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Users are created by an administrator and have no e-mail address: nobody signs up, and no password is sent by mail.
ACCOUNT_ADAPTER = "lighed.web.log_in.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# A whole town hall may come from one address, so the strict limit is the one on a user name.
ACCOUNT_RATE_LIMITS = {"login": "240/m/ip", "login_failed": "60/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "lighed.web.log_in.adapters.SecondFactors"
MFA_TOTP_ISSUER = "Lighed"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
SOCIALACCOUNT_ADAPTER = "lighed.web.log_in.adapters.Identities"
SOCIALACCOUNT_PROVIDERS = providers.as_settings(LIGHED_OIDC)
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
# One is logged out after half an hour without a page; see `kept_session`, and `second_factor` for the longest session.
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "lighed_session"
CSRF_COOKIE_NAME = "lighed_csrf"
CSRF_COOKIE_HTTPONLY = True

LANGUAGE_CODE = "da"
LANGUAGES = languages_in(WEB / "locale")
LANGUAGE_COOKIE_NAME = "lighed_language"
LOCALE_PATHS = [WEB / "locale"]
FORMAT_MODULE_PATH = ["lighed.web.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATIC_URL = "static/"
STATICFILES_DIRS = [WEB / "static"]
STATIC_ROOT = LIGHED_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # The design system's style sheet carries its small arrows as data.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if environment.is_on(os.environ, "LIGHED_HTTPS"):
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Failed log-ins are counted by the address that the proxy saw, not by the proxy's own.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# Lines say which page failed, by its path, and no path holds a personal value; see `logs` for exceptions.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "lighed.web.logs.WithoutValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
