"""What follows from a change of pages and rights, in the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import GroupPagePermission, Page
from wagtail.signals import page_published, post_page_move

from . import approval, rights
from .models.base import IdentityPage


def connect() -> None:
    """Connect the receivers; those of the calendar follow, they need what is done here."""
    receivers = {
        page_published: follow_title,
        post_page_move: follow_position,
        post_save: follow_saved,
        post_delete: follow_deleted,
    }
    for signal, receiver in receivers.items():
        signal.connect(receiver, dispatch_uid=f"core.pages.{receiver.__name__}")


def follow_title(sender: type[Page], instance: Page, **_more: Any) -> None:
    """Let the identity bear the title of the published German page; the first publication fixes its feed key."""
    if not isinstance(instance, IdentityPage):
        return
    identity = instance.identity
    identity.fix_feed_key(instance.title)
    if identity.title != instance.title and instance.is_leading:
        identity.title = instance.title
        identity.save(update_fields=["title"])


def follow_position(sender: type[Page], instance: Page, **_more: Any) -> None:
    """Let things belong to the organisation below whose page they stand now."""
    for page in Page.objects.filter(path__startswith=_path(instance)).specific():
        if isinstance(page, IdentityPage) and page.is_leading:
            _follow(page)


def _path(page: Page) -> str:
    """The page's place in the tree after it was moved: the object in hand still has the old one."""
    return Page.objects.values_list("path", flat=True).get(pk=page.pk)


def _follow(page: IdentityPage) -> None:
    identity, derived = page.identity, page.identity_defaults()
    changed = [name for name, value in derived.items() if getattr(identity, name) != value]
    for name in changed:
        setattr(identity, name, derived[name])
    if changed:
        identity.save(update_fields=changed)


def follow_saved(sender: type[Any], instance: Any, created: bool, raw: bool = False, **_more: Any) -> None:
    """Mirror rights when one is given, and when a translation is made."""
    if raw or not created:
        return
    if isinstance(instance, GroupPagePermission):
        rights.mirror_given(instance)
    elif isinstance(instance, Page) and not instance.is_root():
        rights.mirror_to(instance)
        approval.mirror_to(instance)


def follow_deleted(sender: type[Any], instance: Any, origin: Any = None, **_more: Any) -> None:
    """Take a right away everywhere when it is taken away on one page; not when the page itself goes."""
    source = getattr(origin, "model", type(origin))
    if isinstance(instance, GroupPagePermission) and source is GroupPagePermission:
        rights.mirror_taken(instance)
