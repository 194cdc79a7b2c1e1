"""What a copied page takes over: everything that hangs on the original's identity, except its dates and promises."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import Page

from core.directory.models import Identity

from .models.base import IdentityPage
from .relation_lists import RELATIONS

#: What makes an identity this one and no other, or follows from where its page stands.
OWN = frozenset(
    {
        "id",
        "key",
        "site",
        "title",
        "feed_key",
        "first_published_at",
        "created_at",
        "organisation",
        "editors",
        "copied_from",
    }
)


@transaction.atomic
def take_over(original: Page, copied: Page) -> None:
    """Give the things among the copied pages what hangs on the originals; `copied` is a fresh copy of `original`."""
    for source, target in _pairs(original, copied):
        if isinstance(source, IdentityPage) and isinstance(target, IdentityPage) and source.identity != target.identity:
            _transfer(source.identity, target.identity)


def _pairs(original: Page, copied: Page) -> list[tuple[Page, Page]]:
    sources = list(original.get_descendants(inclusive=True).order_by("path").specific())
    targets = list(copied.get_descendants(inclusive=True).order_by("path").specific())
    same_shape = [page.depth - original.depth for page in sources] == [page.depth - copied.depth for page in targets]
    return list(zip(sources, targets, strict=True)) if same_shape else [(original.specific, copied.specific)]


def _transfer(source: Identity, target: Identity) -> None:
    for field in source._meta.concrete_fields:
        if field.name not in OWN and not field.unique:
            setattr(target, field.attname, getattr(source, field.attname))
    for many in source._meta.many_to_many:
        through: Any = many.remote_field.through
        if through._meta.auto_created:
            getattr(target, many.name).set(getattr(source, many.name).all())
    target.copied_from = source
    target.save()
    for relation in RELATIONS:
        if relation.is_copied and relation.model._meta.get_field(relation.owner).related_model is type(source):
            _copy_rows(relation.model, relation.owner, source, target)


def _copy_rows(model: type[Model], owner: str, source: Identity, target: Identity) -> None:
    for row in model._default_manager.filter(**{owner: source}):
        row.pk, row._state.adding = None, True
        setattr(row, owner, target)
        row.save()


def after_copy(request: HttpRequest, page: Page, copied: Page) -> None:
    """`after_copy_page`: Wagtail's view copies without asking the page."""
    take_over(page, copied)
