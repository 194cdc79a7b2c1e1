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

from core.directory.slugs import free_slug

from .dates import DateModel


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


class Organisation(Identity):
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


class Alliance(Identity):
    """Several independent organisations that act together."""

    class Form(models.TextChoices):
        OPEN = "open", _("Offenes Bündnis")
        ROUND_TABLE = "round_table", _("Runder Tisch")
        WORKING_GROUP = "working_group", _("Feste Arbeitsgruppe")
        ASSOCIATION = "association", _("Eingetragener Verein")
        NETWORK = "network", _("Netzwerk")

    form = models.CharField(_("Form"), max_length=20, choices=Form.choices, default=Form.OPEN)
    founded = models.CharField(
        _("Gegründet"), max_length=10, blank=True, help_text=_("So genau wie bekannt: 2004, 2004-10 oder 2004-10-01.")
    )
    city = models.CharField(_("Ort oder Gebiet"), max_length=120, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    members = models.ManyToManyField(Organisation, through="core.Membership", related_name="alliances")

    class Meta(Identity.Meta):
        verbose_name = _("Bündnis")
        verbose_name_plural = _("Bündnisse")
        ordering = ["title"]


class Membership(models.Model):
    """An organisation's part in an alliance: role, contribution and period."""

    alliance = models.ForeignKey(
        Alliance, verbose_name=_("Bündnis"), on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("Rolle"), max_length=120, blank=True)
    contribution = models.CharField(_("Beitrag"), max_length=250, blank=True)
    since = models.PositiveSmallIntegerField(_("Mitglied seit (Jahr)"), null=True, blank=True)
    until = models.PositiveSmallIntegerField(_("Mitglied bis (Jahr)"), null=True, blank=True)

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        ordering = ["organisation__title"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "organisation"], name="membership_once"),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.alliance}"


class Event(OwnedIdentity):
    """Something one can go to without registering."""

    topics = models.ManyToManyField("core.Topic", verbose_name=_("Themen"), blank=True, related_name="events")
    cost = models.CharField(_("Kosten"), max_length=200, blank=True, help_text=_("Leer bedeutet: kostenlos."))
    contact = models.CharField(
        _("Fragen beantwortet"), max_length=200, blank=True, help_text=_("Name und Telefonnummer.")
    )

    class Meta(OwnedIdentity.Meta):
        verbose_name = _("Veranstaltung")
        verbose_name_plural = _("Veranstaltungen")


class EventDate(DateModel):
    """One date of an event."""

    event = models.ForeignKey(Event, verbose_name=_("Veranstaltung"), on_delete=models.CASCADE, related_name="dates")

    class Meta(DateModel.Meta):
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.event} · {self.when}"
