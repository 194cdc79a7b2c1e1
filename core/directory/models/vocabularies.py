"""Things that are chosen and not typed: places, people, topics. They belong to a site, not to an organisation."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from core.directory.slugs import free_slug

from .going import OffersField


class SiteVocabulary(index.Indexed, models.Model):
    """An entry of a list that all editors of one site share."""

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.PROTECT, related_name="+", editable=False)
    slug = models.SlugField(_("Adresse der Seite"), max_length=100, editable=False)

    #: The name of the view that shows one entry to the public.
    detail_view: ClassVar[str]

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="%(class)s_slug_once_per_site")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new entry its address, made from its first name; renaming keeps it."""
        if not self.slug:
            self.slug = free_slug(type(self), "slug", str(self), self._meta.model_name or "", site_id=self.site_id)
        super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        """The address of its public page in the active language; empty while it has none."""
        return reverse(self.detail_view, args=[self.slug]) if self.slug else ""


class FederalState(models.TextChoices):
    """The sixteen states, by their ISO 3166-2:DE codes."""

    BW = "BW", _("Baden-Württemberg")
    BY = "BY", _("Bayern")
    BE = "BE", _("Berlin")
    BB = "BB", _("Brandenburg")
    HB = "HB", _("Bremen")
    HH = "HH", _("Hamburg")
    HE = "HE", _("Hessen")
    MV = "MV", _("Mecklenburg-Vorpommern")
    NI = "NI", _("Niedersachsen")
    NW = "NW", _("Nordrhein-Westfalen")
    RP = "RP", _("Rheinland-Pfalz")
    SL = "SL", _("Saarland")
    SN = "SN", _("Sachsen")
    ST = "ST", _("Sachsen-Anhalt")
    SH = "SH", _("Schleswig-Holstein")
    TH = "TH", _("Thüringen")


class Municipality(SiteVocabulary):
    """A town, city or village; where organisations, alliances, projects and networks are found by."""

    detail_view = "municipality_detail"

    name = models.CharField(_("Name"), max_length=120)
    state = models.CharField(_("Bundesland"), max_length=2, choices=FederalState.choices, blank=True)
    latitude = models.DecimalField(_("Breitengrad"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("Längengrad"), max_digits=9, decimal_places=6, null=True, blank=True)

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.FilterField("site"),
    ]

    class Meta(SiteVocabulary.Meta):
        verbose_name = _("Kommune")
        verbose_name_plural = _("Kommunen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Place(SiteVocabulary):
    """Where something happens: the only location that other models name."""

    detail_view = "place_detail"

    name = models.CharField(_("Name"), max_length=200)
    street = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    city = models.CharField(_("Ort"), max_length=120)
    state = models.CharField(_("Bundesland"), max_length=2, choices=FederalState.choices, blank=True)
    municipality = models.ForeignKey(
        "core.Municipality",
        verbose_name=_("Kommune"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="places",
    )
    latitude = models.DecimalField(_("Breitengrad"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("Längengrad"), max_digits=9, decimal_places=6, null=True, blank=True)
    accessibility = models.TextField(
        _("Barrierefreiheit"), blank=True, help_text=_("Eine Angabe je Zeile, zum Beispiel: Stufenloser Eingang.")
    )
    offers = OffersField(_("Was der Ort bietet"))
    arrival = models.TextField(_("Anfahrt"), blank=True)
    step_free = models.TextField(
        _("Stufenloser Weg"), blank=True, help_text=_("Wie man ohne Stufen hineinkommt, von der Haltestelle an.")
    )
    owner = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("Nur für"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="own_places",
        editable=False,
        help_text="a place typed for one organisation's dates: no other one is offered it, and it has no page",
    )
    description = models.TextField(_("Beschreibung"), blank=True)

    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("street"),
        index.SearchField("city"),
        index.AutocompleteField("name"),
        index.AutocompleteField("city"),
        index.FilterField("site"),
        index.FilterField("owner"),
    ]

    class Meta(SiteVocabulary.Meta):
        verbose_name = _("Ort")
        verbose_name_plural = _("Orte")
        ordering = ["city", "name"]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.city]))

    @property
    def url(self) -> str:
        """The address of its public page; none for what an organisation typed for its own dates alone."""
        return "" if self.owner_id else super().url

    @property
    def address(self) -> str:
        """Name, street and town in one line."""
        town = f"{self.postal_code} {self.city}".strip()
        return ", ".join(filter(None, [self.name, self.street, town]))

    @property
    def access_facts(self) -> list[str]:
        return [line.strip() for line in self.accessibility.splitlines() if line.strip()]


class Person(SiteVocabulary):
    """Somebody who speaks, leads or answers questions in public. Stored because they agreed to be named."""

    detail_view = "person_detail"

    name = models.CharField(_("Name"), max_length=160)
    role = models.CharField(_("Rolle"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("Organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    about = models.TextField(_("Über die Person"), blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("Foto"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("role"),
        index.AutocompleteField("name"),
        index.FilterField("site"),
    ]

    class Meta(SiteVocabulary.Meta):
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Topic(SiteVocabulary):
    """What things are about; one word or hashtag."""

    detail_view = "topic_detail"

    title = models.CharField(_("Thema"), max_length=80)
    description = models.TextField(_("Beschreibung"), blank=True)

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("description"),
        index.AutocompleteField("title"),
        index.FilterField("site"),
    ]

    class Meta(SiteVocabulary.Meta):
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
