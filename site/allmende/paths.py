"""Where files lie: beside `manage.py` in a checkout, inside this package in an installed wheel."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent.parent if (PACKAGE.parent.parent / "manage.py").is_file() else None


def data_dir(name: str) -> Path:
    """Return the folder of shipped files called ``name`` ("templates", "fixtures")."""
    return (CHECKOUT or PACKAGE) / name


def state_dir() -> Path:
    """Return the writable folder, made if needed: `ALLMENDE_HOME`, else `var/` in the checkout or working folder."""
    home = os.environ.get("ALLMENDE_HOME")
    path = Path(home).expanduser().resolve() if home else (CHECKOUT or Path.cwd()) / "var"
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"Der Ordner {path} lässt sich nicht anlegen: {error.strerror}."
        raise ImproperlyConfigured(f"{problem} ALLMENDE_HOME nennt einen anderen.") from error
    return path
