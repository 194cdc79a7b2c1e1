"""Identities: the one thing behind its translated pages.

A page carries words, pictures and layout; whatever is not words hangs on the identity. Its key is the `translation_key`
that all language pages of the thing share. It is made with the first page and outlives the last.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.directory.slugs import free_slug

from .actors import Actor
from .dates import DateModel
from .going import Going
from .responsible import Responsible


class Identity(models.Model):
    """What all identities have: the key shared with the pages, the site, a name for lists, a permanent feed key."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("wagtailcore.Site", on_delete=models.PROTECT, related_name="+", editable=False)
    title = models.CharField(_("Name"), max_length=255, help_text=_("Folgt dem Titel der deutschen Seite."))
    feed_key = models.SlugField(_("Kalender-Schlüssel"), max_length=100, editable=False)
    first_published_at = models.DateTimeField(
        null=True, editable=False, help_text="from then on feed_key never changes"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    copied_from = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        help_text="offers its dates",
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "feed_key"], name="%(class)s_feed_key_once_per_site")
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new identity its feed key, which the first publication makes final."""
        if not self.feed_key:
            self.feed_key = self._free_feed_key()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "feed_key"}
        super().save(*args, **kwargs)

    def fix_feed_key(self, title: str) -> None:
        """Make the feed key from the title under which the thing is published for the first time.

        Until then the title is what an editor has typed so far: drafts are saved twice a second.
        """
        if self.first_published_at is None:
            self.title, self.first_published_at = title, timezone.now()
            self.feed_key = self._free_feed_key()
            self.save(update_fields=["title", "first_published_at", "feed_key"])

    def _free_feed_key(self) -> str:
        return free_slug(type(self), "feed_key", self.title, "termine", but=self, site_id=self.site_id)


class Topical(models.Model):
    """Something that has topics."""

    topics = models.ManyToManyField("core.Topic", verbose_name=_("Themen"), blank=True, related_name="%(class)ss")

    class Meta:
        abstract = True


class Organisation(Topical, Responsible, Identity):
    """A club, authority, association or initiative; each has its page once below „Organisationen“."""

    category = models.CharField(
        _("Art"), max_length=60, blank=True, help_text=_("Zum Beispiel: Verein, Kommune, Initiative.")
    )
    website = models.URLField(_("Website"), blank=True)
    email = models.EmailField(
        _("E-Mail-Adresse"), blank=True, help_text=_("Öffentlich; hierhin gehen auch Antworten auf E-Mails.")
    )
    phone = models.CharField(
        _("Telefon"), max_length=40, blank=True, help_text=_("Öffentlich, für Anmeldungen ohne E-Mail.")
    )
    place = models.ForeignKey(
        "core.Place",
        verbose_name=_("Anschrift"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
    )
    municipality = models.ForeignKey(
        "core.Municipality",
        verbose_name=_("Kommune"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
    )
    editors = models.ForeignKey(
        "auth.Group",
        verbose_name=_("Redaktion"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    class Meta(Identity.Meta):
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisationen")
        ordering = ["title"]


class OwnedIdentity(Identity):
    """An identity that belongs to an organisation: the one whose page is above it."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("Organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )

    class Meta(Identity.Meta):
        abstract = True


class Event(Topical, Going, OwnedIdentity):
    """Something one can go to without registering."""

    class Meta(OwnedIdentity.Meta):
        verbose_name = _("Veranstaltung")
        verbose_name_plural = _("Veranstaltungen")


class CoOrganiser(Actor):
    """Who invites to an event together with the organisation whose page is above it."""

    event = models.ForeignKey(
        Event, verbose_name=_("Veranstaltung"), on_delete=models.CASCADE, related_name="co_organisers"
    )

    class Meta(Actor.Meta):
        verbose_name = _("Mitveranstalter")
        verbose_name_plural = _("Mitveranstalter")
        ordering = ["pk"]


class EventDate(DateModel):
    """One date of an event."""

    event = models.ForeignKey(Event, verbose_name=_("Veranstaltung"), on_delete=models.CASCADE, related_name="dates")

    class Meta(DateModel.Meta):
        verbose_name = _("Termin")
        verbose_name_plural = pgettext_lazy("dates of one thing", "Termine")
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.event} · {self.when}"
