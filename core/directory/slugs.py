"""Addresses made from German names."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils.text import slugify

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def german_slug(text: str, limit: int = 80) -> str:
    """Return `text` as a slug with German umlauts written out: „Über uns“ becomes `ueber-uns`."""
    return slugify(text.translate(UMLAUTS))[:limit].strip("-")


def free_slug(
    model: type[Model], field: str, text: str, fallback: str, *, but: Model | None = None, **scope: object
) -> str:
    """Return a slug of `text` that no row of `model` within `scope` has in `field`, except the row `but` itself."""
    base = german_slug(text) or fallback
    rows = model._default_manager.filter(**scope, **{f"{field}__startswith": base})
    used = set(rows.exclude(pk=but.pk if but else None).values_list(field, flat=True))
    return next(slug for slug in _candidates(base) if slug not in used)


def _candidates(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
