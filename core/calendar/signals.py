"""What makes the index follow: changes of what dates are made of, and of the pages that carry their words."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.directory.models import Organisation
from core.hooks.activation import forget
from core.hooks.models import PluginSettings

from . import feeds, indexer
from .sources import watched_models

_SLUG_CHANGES = "_slug_changes"


def connect() -> None:
    """Connect the receivers; called once, when all models and hooks are there."""
    for model in watched_models():
        watch(model)
    for model in get_page_models():
        pre_save.connect(notice_slug, sender=model)
        post_save.connect(page_saved, sender=model)
    post_delete.connect(page_deleted, sender=Page)
    page_published.connect(page_changed)
    page_unpublished.connect(page_changed)
    post_page_move.connect(tree_changed)
    page_slug_changed.connect(tree_changed)
    for change in (post_save, post_delete):
        change.connect(privacy_changed, sender=PageViewRestriction)
    post_save.connect(site_changed, sender=Site)
    post_save.connect(plugins_changed, sender=PluginSettings)


def watch(model: type[models.Model]) -> None:
    """Follow every change of this model's rows."""
    post_save.connect(thing_saved, sender=model)
    post_delete.connect(thing_deleted, sender=model)
    for field in model._meta.many_to_many:
        m2m_changed.connect(links_changed, sender=field.remote_field.through)


# -- things --------------------------------------------------------------------------------------


def thing_saved(instance: models.Model, raw: bool = False, **_rest: Any) -> None:
    if raw:
        return
    with indexer.gathered():
        indexer.reindex(instance)
        indexer.reindex_dependents(instance)
        if isinstance(instance, Organisation):
            feeds.rename(instance)


def thing_deleted(instance: models.Model, **_rest: Any) -> None:
    with indexer.gathered():
        indexer.reindex(instance)
        indexer.reindex_dependents(instance)
        if isinstance(instance, Organisation):
            feeds.close(instance)


def links_changed(instance: Any, action: str, reverse: bool, **_rest: Any) -> None:
    if action.startswith("post_") and not reverse:
        thing_saved(instance)


# -- pages ---------------------------------------------------------------------------------------


def notice_slug(instance: Page, raw: bool = False, **_rest: Any) -> None:
    """Remember that the addresses below this page change, until they have been written."""
    if not raw and instance.pk:
        before = Page.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
        setattr(instance, _SLUG_CHANGES, getattr(instance, _SLUG_CHANGES, False) or before != instance.slug)


def page_saved(instance: Page, raw: bool = False, **_rest: Any) -> None:
    """Follow a page that is saved live without being published, as programs do."""
    if not raw and instance.live:
        indexer.reindex_pages(_alone(instance))


def page_changed(instance: Page, **_rest: Any) -> None:
    """Follow a page that was published or unpublished."""
    with indexer.gathered():
        indexer.reindex_pages(_tree(instance) if vars(instance).pop(_SLUG_CHANGES, False) else _alone(instance))
        organisation = Organisation.objects.filter(key=instance.translation_key).first()
        if organisation and instance.live:
            feeds.publish(organisation)


def page_deleted(instance: Page, **_rest: Any) -> None:
    """Follow a page that is gone; its organisation is, when this was its last page."""
    with indexer.gathered():
        indexer.reindex_things([instance.translation_key])
        if not Page.objects.filter(translation_key=instance.translation_key).exists():
            for organisation in Organisation.objects.filter(key=instance.translation_key):
                feeds.close(organisation)


def tree_changed(instance: Page, **_rest: Any) -> None:
    """Follow pages that have another address, or another organisation above them."""
    indexer.reindex_pages(_tree(instance))


def privacy_changed(instance: PageViewRestriction, raw: bool = False, **_rest: Any) -> None:
    if not raw:
        tree_changed(instance.page)


def _alone(page: Page) -> models.QuerySet[Page]:
    return Page.objects.filter(pk=page.pk)


def _tree(page: Page) -> models.QuerySet[Page]:
    """The page and all below it, where they stand now: the object in hand may remember another place."""
    path = Page.objects.filter(pk=page.pk).values_list("path", flat=True).first()
    return Page.objects.filter(path__startswith=path) if path else Page.objects.none()


# -- sites ---------------------------------------------------------------------------------------


def site_changed(instance: Site, created: bool, raw: bool = False, **_rest: Any) -> None:
    """Follow a site that has another name, address or root."""
    if not raw and not created:
        indexer.rebuild(instance)
        feeds.mark_site(instance)


def plugins_changed(instance: PluginSettings, raw: bool = False, **_rest: Any) -> None:
    """Follow plugins that were switched on or off on a site."""
    if not raw:
        forget(instance.site)
        indexer.rebuild(instance.site)
