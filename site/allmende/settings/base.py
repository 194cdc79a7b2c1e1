"""Settings of every installation; what differs comes from the environment.

Without any variable this is the small server: SQLite, embedded Redis, mail into a folder, all state below `STATE_DIR`.
"""

import environ
from django.conf import locale as django_locale
from django.utils.translation import gettext_lazy as _

from allmende import __version__
from allmende.environment import base_url, database, secret_key
from allmende.paths import data_dir, state_dir
from core.hooks.boot import load_plugins
from core.processes.redis_server import socket_url

env = environ.Env()

# -- state and identity ----------------------------------------------------------------------------
STATE_DIR = state_dir()
ALLMENDE_VERSION = __version__
DEBUG = False
SECRET_KEY = secret_key(env, STATE_DIR)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
BASE_URL = base_url(env)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DEMO = env.bool("DEMO", default=False)
COMPONENT_PAGE = env.bool("COMPONENT_PAGE", default=False)
MAINTENANCE = env.bool("MAINTENANCE", default=False)
MAINTENANCE_FILE = STATE_DIR / "maintenance"

# -- plugins: found before Django is set up, so nothing imported here may touch a model ------------
PLUGINS_DISABLED = frozenset(env.list("PLUGINS_DISABLED", default=[]))
PLUGINS_STRICT = env.bool("PLUGINS_STRICT", default=False)
PLUGIN_REGISTRY = load_plugins(version=__version__, disabled=PLUGINS_DISABLED, strict=PLUGINS_STRICT)

INSTALLED_APPS = [
    "core",
    *PLUGIN_REGISTRY.installed_apps(),
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_rq",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.pages.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.look.middleware.StyleSheetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.pages.middleware.AddressLocaleMiddleware",
    "core.problems.middleware.ProblemMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.pages.accounts.second_factor.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.hooks.gate.PluginGateMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "allmende.urls"
WSGI_APPLICATION = "allmende.wsgi.application"
FORM_RENDERER = "core.forms_renderer.AllmendeRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [data_dir("templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "core.pages.context.frame",
            ]
        },
    }
]

# -- data ------------------------------------------------------------------------------------------
DATABASES = {"default": database(env, STATE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL", default=socket_url(STATE_DIR))
RQ_QUEUES = {
    name: {"URL": REDIS_URL, "DEFAULT_TIMEOUT": seconds}
    for name, seconds in {"mail": 300, "default": 300, "low": 3600}.items()
}
RQ = {"COMMIT_MODE": "on_db_commit"}
CACHES = {
    "default": (
        {"BACKEND": "core.processes.cache.PatientRedisCache", "LOCATION": REDIS_URL}
        if env("REDIS_URL", default="")
        else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": STATE_DIR / "cache"}
    )
}

# -- files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_URL = "/medien/"
MEDIA_ROOT = STATE_DIR / "media"
FIXTURE_DIRS = [data_dir("fixtures")]
DEMO_DIR = data_dir("fixtures") / "demo"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# -- language and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English"), ("de-simple", _("Einfache Sprache"))]
# Django knows no "de-simple" and would call it "Deutsch" a second time.
django_locale.LANG_INFO.setdefault(
    "de-simple",
    {"bidi": False, "code": "de-simple", "name": "Easy German", "name_local": "Einfache Sprache"},
)
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]

# -- mail ------------------------------------------------------------------------------------------
EMAIL_URL = env("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
    EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=60)
else:
    EMAIL_BACKEND = "core.mail.maildir.MaildirBackend"
MAIL_DIR = STATE_DIR / "mail"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Allmende <allmende@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# -- editors ---------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=not DEMO)
ACCOUNT_ADAPTER = "core.pages.accounts.adapter.ClosedAccountAdapter"
ACCOUNT_FORMS = {
    "login": "core.pages.accounts.forms.EditorLoginForm",
    "reset_password": "core.pages.accounts.forms.EditorResetForm",
    "reset_password_from_key": "core.pages.accounts.forms.EditorResetKeyForm",
    "change_password": "core.pages.accounts.forms.EditorPasswordForm",
    "set_password": "core.pages.accounts.forms.EditorFirstPasswordForm",
    "reauthenticate": "core.pages.accounts.forms.EditorReauthenticateForm",
    "add_email": "core.pages.accounts.forms.EditorEmailForm",
}
# Attempts at passwords and codes are counted in the database: core/pages/accounts/lockout.py.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "120/m/ip"}
ACCOUNT_CHANGE_EMAIL = True
MFA_ADAPTER = "core.pages.accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "core.pages.accounts.forms.CodeForm",
    "reauthenticate": "core.pages.accounts.forms.CodeAgainForm",
    "activate_totp": "core.pages.accounts.forms.ActivateAppForm",
}
# The code of the half minute before counts too, and that of the next: people type slowly, and clocks of phones are off.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Addresses of accounts are entered by administrators or proven by an invitation.
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAILADMIN_LOGIN_URL = "/konto/login/"
# Passwords and addresses are changed at /konto/, where the second factor is asked for.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False

# -- Wagtail ---------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Allmende"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILAPI_DOCS_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "mp4", "vtt", "webm"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "german"},
}

# -- security --------------------------------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
if BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=3600)
TRUSTED_PROXY = env.bool("TRUSTED_PROXY", default=False)
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "core.problems.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

# -- calendar --------------------------------------------------------------------------------------
FEED_MAX_BYTES = env.int("FEED_MAX_BYTES", default=1_000_000)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "filters": {"hide_tokens": {"()": "core.logs.HideTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["hide_tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"allmende": {"level": "INFO"}, "django": {"handlers": [], "level": "WARNING"}},
}
