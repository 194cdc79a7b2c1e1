"""What one person looks after on one site. Every panel and report asks through it, so none shows more."""

from __future__ import annotations

from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Page, PageQuerySet, Site

from core.directory.models import Identity
from core.pages.rights import editable_pages, sites_of


class Scope:
    """The pages that a person may change on a site, and the things behind them; querysets, never lists."""

    def __init__(self, user: Any, site: Site) -> None:
        self.user, self.site = user, site

    @classmethod
    def of(cls, request: HttpRequest) -> Scope | None:
        """Return what the person looks after on the site that was asked; None where there is no site."""
        site = Site.find_for_request(request)
        return cls(request.user, site) if site else None

    @cached_property
    def pages(self) -> PageQuerySet:
        """The pages of the site, in all languages, that the person may change."""
        return editable_pages(self.user).filter(self._on_site)

    @cached_property
    def _on_site(self) -> Q:
        homes = Page.objects.filter(translation_key=self.site.root_page.translation_key)
        return reduce(or_, (Q(path__startswith=path) for path in homes.values_list("path", flat=True)), Q(pk__in=()))

    @property
    def page_keys_as_text(self) -> QuerySet[Any]:
        """The same pages as revisions and workflows name them."""
        return self.pages.annotate(key_as_text=Cast("pk", CharField())).values("key_as_text")

    def things(self, model: type[Identity]) -> QuerySet[Any]:
        """Return the identities of a kind whose page the person may change."""
        keys = self.pages.values("translation_key")
        return model._default_manager.filter(site=self.site, key__in=keys)

    def pages_of(self, things: list[Any]) -> dict[Any, Page]:
        """Return the page to edit of each thing, the German one where there is one, by the key of both."""
        keys = {thing.key for thing in things}
        if not keys:
            return {}
        found = self.pages.filter(translation_key__in=keys).select_related("locale").order_by("pk")
        ranked = sorted(found, key=lambda page: page.locale.language_code == "de")
        return {page.translation_key: page for page in ranked}

    @cached_property
    def is_whole(self) -> bool:
        """Whether the person looks after the whole site: administrators and coordinators."""
        return self.pages.filter(pk=self.site.root_page_id).exists()

    @cached_property
    def is_theirs(self) -> bool:
        """Whether the person has anything to do on this site."""
        return self.site in sites_of(self.user)

    def entries(self, model: type[Model], action: str = "change") -> QuerySet[Any]:
        """Return the places, people, topics of the site, for those who may change them."""
        rows = model._default_manager.filter(site=self.site)
        allowed = self.is_theirs and self.user.has_perm(f"core.{action}_{model._meta.model_name}")
        return rows if allowed else rows.none()
