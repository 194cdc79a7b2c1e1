"""What every page type shares: a lead, publishing in one transaction, and the identity behind translated pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.search import index

from core.calendar.indexer import gathered
from core.directory.models import Identity, Organisation
from core.fields import PluggableStreamField
from core.hooks.activation import is_model_active
from core.pages.blocks import BODY_BLOCKS
from core.pages.forms import PageCopyForm


class AllmendePage(Page):
    """A page with a lead and a body.

    Publishing, unpublishing, moving and deleting happen in one transaction together with all that follows from them:
    Wagtail alone would leave a page live whose calendar entries failed to be written. (The editor's views do the same,
    see core/pages/editing.py: they call Wagtail's actions directly.)
    """

    lead = models.TextField(_("Einleitung"), blank=True, help_text=_("Ein bis drei Sätze, die neugierig machen."))
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("Bild"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = PluggableStreamField(BODY_BLOCKS, verbose_name=_("Inhalt"), blank=True)

    #: The colour and drawing of the page: one of the kinds of thing in tokens.css.
    kind: ClassVar[str] = "news"
    #: The word for the kind; empty for the usual one.
    kind_label: ClassVar[Any] = ""
    copy_form_class = PageCopyForm
    #: No password pages: they would need a cookie, and no page that a visitor sees sets one.
    private_page_options: ClassVar = ["groups", "login"]

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("picture"), FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what every page shows: `breadcrumbs`, and `only_in` where its words are in another language."""
        from core.pages.navigation import breadcrumbs, only_in  # needs the page models

        context = super().get_context(request, *args, **kwargs)
        return {**context, "breadcrumbs": breadcrumbs(self, request), "only_in": only_in(self)}

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return the restrictions on this page and those above it; asks nothing where they are known to be none."""
        if getattr(self, "restricted", None) is False:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @gathered()
    def publish(self, *args: Any, **kwargs: Any) -> Any:
        return super().publish(*args, **kwargs)

    @gathered()
    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        return super().unpublish(*args, **kwargs)

    @gathered()
    def move(self, *args: Any, **kwargs: Any) -> Any:
        return super().move(*args, **kwargs)

    @gathered()
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return super().delete(*args, **kwargs)

    @gathered()
    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """Copy the page; things among the copies take over what hangs on the originals, but no dates."""
        from core.pages.copying import take_over  # needs the page models

        copied = super().copy(*args, **kwargs)
        take_over(self, copied)
        copied.__dict__.pop("identity", None)
        return copied

    @gathered()
    def create_alias(self, *args: Any, **kwargs: Any) -> Any:
        return super().create_alias(*args, **kwargs)


class PluginPage(AllmendePage):
    """Base of plugins' page types: offered to editors only on sites where the plugin is active."""

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        site = parent.get_site()
        return super().can_create_at(parent) and site is not None and is_model_active(cls, site)


class IdentityPage(AllmendePage):
    """One of the pages of a thing; the thing itself is a row of `identity_model`.

    Translations share the identity. A copy is a new thing and gets an identity of its own. An alias within one language
    would be a second page without dates, so it is refused; aliases that stand in for a missing translation are not.
    """

    identity_model: ClassVar[type[Identity]]
    #: What of the identity's relations the page shows, as for `select_related`.
    identity_relations: ClassVar[tuple[str, ...]] = ()
    #: Set by the editor's views while Wagtail saves a draft by itself, and while it draws a preview.
    autosaving = False
    previewing = False

    class Meta:
        abstract = True

    @cached_property
    def pending(self) -> dict[str, Any]:
        """What an editor typed for the identity in a draft and has not saved yet: raw values by form field."""
        return {}

    @cached_property
    def unsaved_dates(self) -> list[Any]:
        """Dates that a preview shows beside the stored ones."""
        return []

    @cached_property
    def identity(self) -> Any:
        """The identity behind this page; None only while the page has not been saved."""
        found = self.identity_model._default_manager.filter(key=self.translation_key)
        return found.select_related(*self.identity_relations).first() if self.identity_relations else found.first()

    @gathered()
    def save(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_alias_within_language()
        result = super().save(*args, **kwargs)
        self.__dict__["identity"] = self._ensure_identity()
        if follow_up := self.__dict__.pop("after_first_save", None):
            follow_up(self.identity)
        return result

    def _refuse_alias_within_language(self) -> None:
        if self._state.adding and self.alias_of_id and self.alias_of.translation_key != self.translation_key:
            raise ValueError("an alias of this page would be a second thing without dates: link to the page instead")

    def _ensure_identity(self) -> Any:
        identity = self.identity_model._default_manager.filter(key=self.translation_key).first()
        if identity is None:
            identity = self.unsaved_identity()
            identity.first_published_at = self.first_published_at if self.live else None
            identity.save()
        elif identity.first_published_at is None and identity.title != self.title and self.is_leading:
            identity.title = self.title
            identity.save(update_fields=["title"])
        return identity

    def unsaved_identity(self) -> Any:
        """Return a new identity as this page would make it."""
        site = self.get_site() or Site.objects.get(is_default_site=True)
        return self.identity_model(key=self.translation_key, site=site, title=self.title, **self.identity_defaults())

    def identity_defaults(self) -> dict[str, Any]:
        """What a new identity takes from the page, besides site and title."""
        if not hasattr(self.identity_model, "organisation_id"):
            return {}
        return {"organisation": self.find_organisation()}

    def find_organisation(self) -> Organisation | None:
        """Return the organisation whose page is nearest above this one."""
        keys = list(self.get_ancestors().order_by("-depth").values_list("translation_key", flat=True))
        found = {org.key: org for org in Organisation.objects.filter(key__in=keys)}
        return next((found[key] for key in keys if key in found), None)

    @property
    def is_leading(self) -> bool:
        """Whether the identity follows this page: the German one, or any as long as there is no German one."""
        default = Locale.get_default()
        if self.locale_id == default.pk:
            return True
        return not Page.objects.filter(translation_key=self.translation_key, locale=default).exists()

    # -- what is typed and not yet saved travels with the draft ------------------------------------------------------

    def serializable_data(self) -> dict[str, Any]:
        data = super().serializable_data()
        return {**data, "pending": self.pending} if self.pending else data

    def with_content_json(self, content: dict[str, Any]) -> IdentityPage:
        page = super().with_content_json(content)
        page.__dict__["pending"] = dict(content.get("pending") or {})
        return page
