"""Settings of the test suite: strict about plugins, everything else as in production."""

import os
import tempfile

os.environ.setdefault("PLUGINS_STRICT", "1")
os.environ.setdefault("ALLMENDE_HOME", tempfile.mkdtemp(prefix="allmende-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)

from .base import *  # noqa: F403
from .base import STATIC_ROOT

COMPONENT_PAGE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests log in without detours; those of the second factor switch it on.
REQUIRE_MFA = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# WhiteNoise warns where it is missing, and warnings are errors.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
