"""The site is closed while somebody works on it."""

from django.conf import settings


def is_under_maintenance() -> bool:
    """Whether visitors are sent away: `MAINTENANCE=1`, or a file `maintenance` in the state folder."""
    return bool(settings.MAINTENANCE) or settings.MAINTENANCE_FILE.exists()
