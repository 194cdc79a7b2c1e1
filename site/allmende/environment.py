"""Read what an installation says about itself in its environment; refuse what is unsafe with one clear sentence."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"
)


def secret_key(env: environ.Env, state: Path) -> str:
    """Return `SECRET_KEY`, or the one generated once into the state folder (readable by the owner only)."""
    if key := env("SECRET_KEY", default=""):
        if len(key) < 32:
            raise ImproperlyConfigured("SECRET_KEY ist zu kurz: mindestens 32 zufällige Zeichen.")
        return key
    file = state / "secret_key"
    try:
        if not file.exists():
            draft = file.with_suffix(".new")
            draft.touch(mode=0o600)
            draft.write_text(get_random_secret_key() + get_random_secret_key(), encoding="ascii")
            draft.replace(file)
        return file.read_text(encoding="ascii")
    except OSError as error:
        problem = f"In den Ordner {state} kann nicht geschrieben werden: {error.strerror}."
        raise ImproperlyConfigured(f"{problem} ALLMENDE_HOME nennt einen anderen.") from error


def base_url(env: environ.Env) -> str:
    """Return the address under which people reach the site, without a slash at the end."""
    url = env("BASE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}").rstrip("/")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise ImproperlyConfigured(f"BASE_URL muss mit http:// oder https:// beginnen, ist aber {url!r}.")
    return url


def database(env: environ.Env, state: Path) -> dict[str, Any]:
    """Return Django's settings for `DATABASE_URL`, by default one SQLite file in the state folder."""
    settings = env.db_url("DATABASE_URL", default=f"sqlite:///{state / 'db.sqlite3'}")
    if settings["ENGINE"].endswith("sqlite3"):
        # WAL and IMMEDIATE: readers never wait, writers queue instead of failing with "database is locked".
        settings["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": SQLITE_PRAGMAS}
        settings["CONN_MAX_AGE"] = 600
    else:
        settings["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
        settings["CONN_HEALTH_CHECKS"] = True
    return settings
