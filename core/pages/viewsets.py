"""Admin lists: Wagtail checks rights on the model only, so here every view also checks each row it shows or changes.

`OrganisationScopedViewSet` is for rows that hang on identities (dates, memberships, a plugin's registrations),
`VocabularyViewSet` for what all editors of one site share (places, people, topics).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, ProtectedError, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic import chooser as chooser_views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry, register_permission_policy

from core.directory.models import Place
from core.directory.spans import shift_span

from .attached import cancel_dates
from .date_copying import TakeOverView
from .own_places import offered_to
from .policies import IdentityRowPolicy
from .rights import sites_of
from .site_tree import site_of

View = Callable[..., HttpResponseBase]


# -- every view checks the row -----------------------------------------------------------------------------------------


def keep_to_sites(form: Any, user: Any) -> None:
    """Let a form offer only what belongs to the editor: to the own sites, and of rows of identities the own ones."""
    for field in form.fields.values():
        rows = getattr(field, "queryset", None)
        if rows is None:
            continue
        policy = policy_registry.get_by_type(rows.model)
        if isinstance(policy, IdentityRowPolicy):
            field.queryset = rows.filter(pk__in=policy.rows(user).values("pk"))
        elif any(column.name == "site" for column in rows.model._meta.concrete_fields):
            own = rows.filter(site__in=sites_of(user))
            field.queryset = offered_to(user, own) if rows.model is Place else own


class RowIndexView(IndexView):
    """A list of the rows that this editor may see."""

    viewset: Any = None

    @cached_property
    def filters(self) -> Any:
        filters = super().filters
        if filters is not None:
            keep_to_sites(filters.form, self.request.user)
        return filters

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.viewset.rows(self.request)


class BackMixin:
    """Leads back to where the editor came from, usually the page editor."""

    request: HttpRequest

    def get_success_url(self, *args: Any) -> str:
        return get_valid_next_url_from_request(self.request) or super().get_success_url(*args)  # type: ignore[misc]

    def with_query(self, url: str) -> str:
        """Keep the query of the form's address: it says where to go next and what the row belongs to."""
        query = self.request.GET.urlencode()
        return f"{url}?{query}" if query else url


class OfOwnSites:
    """A form that offers nothing of other sites."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        keep_to_sites(form, self.request.user)  # type: ignore[attr-defined]
        return form


class RowCreateView(OfOwnSites, BackMixin, CreateView):
    """Makes a row."""

    def get_add_url(self) -> str:
        return self.with_query(super().get_add_url())


class RowEditView(OfOwnSites, BackMixin, EditView):
    """Changes a row."""

    def get_edit_url(self) -> str:
        return self.with_query(super().get_edit_url())


class RowDeleteView(BackMixin, DeleteView):
    """Deletes a row; what forbids it is told instead of failing."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _("„%(object)s“ wird noch gebraucht und lässt sich nicht löschen.") % {"object": self.object},
            )
            return redirect(self.get_success_url())


class RowViewSet(ModelViewSet):
    """A `ModelViewSet` in which no view shows or changes a row that `rows` does not give."""

    index_view_class = RowIndexView
    add_view_class = RowCreateView
    edit_view_class = RowEditView
    delete_view_class = RowDeleteView
    copy_view_enabled = False

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the editor may see."""
        raise NotImplementedError

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(viewset=self, **kwargs)

    def construct_view(self, view_class: type, **kwargs: Any) -> View:
        return self.guard(super().construct_view(view_class, **kwargs))

    def guard(self, view: View) -> View:
        """Refuse a view about a row that is none of the editor's business."""

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            pk = kwargs.get("pk")
            if pk is not None and not self.rows(request).filter(pk=unquote(str(pk))).exists():
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded


# -- rows that hang on an identity -------------------------------------------------------------------------------------


def register_identity_policy(model: type[Model], owner: str) -> None:
    """Let rights on rows of `model` follow those on the page of the identity that `owner` leads to.

    To be called at the top of `wagtail_hooks.py`, before anything asks for the model's policy.
    """
    register_permission_policy(model, IdentityRowPolicy(model, owner))


class OwnedCreateView(RowCreateView):
    """Makes a row of the identity that the address names (`?of=5`)."""

    viewset: Any = None

    def get_initial(self) -> dict[str, Any]:
        owner = self.viewset.owner_field
        given = self.request.GET.get("of", "")
        return {**super().get_initial(), owner: given} if given.isdecimal() else super().get_initial()

    def get_page_subtitle(self) -> str:
        form = getattr(self, "form", None)
        owner = form.identity() if form is not None and hasattr(form, "identity") else None
        return f"{super().get_page_subtitle()}: {owner}" if owner else super().get_page_subtitle()


class OrganisationScopedViewSet(RowViewSet):
    """Rows visible and changeable only with the right „change“ on the page of the owning identity.

    `owner` is the way from the row to the identity (see `IdentityRowPolicy`); the policy must be registered for the
    model before the viewset: `register_identity_policy(EventDate, "event")`.
    """

    add_view_class = OwnedCreateView

    @property
    def policy(self) -> IdentityRowPolicy:
        policy = policy_registry.get_by_type(self.model)
        if not isinstance(policy, IdentityRowPolicy):
            raise TypeError(f"register an identity policy for {self.model._meta.label} first")
        return policy

    @property
    def owner_field(self) -> str:
        """The row's own field on the way to its identity."""
        return self.policy.owner.partition("__")[0]

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return self.policy.rows(request.user)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(viewset=self, **kwargs)


class CancelView(BackMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks, then calls a date off."""

    viewset: Any = None
    model: Any = None
    template_name = "core/admin/cancel_date.html"
    page_title = gettext_lazy("Termin absagen")
    header_icon = "cross"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(self.model, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse(self.viewset.get_url_name("index"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = self.viewset.cancel_note(self.object)
        return super().get_context_data(**kwargs, object=self.object, note=note, back_url=self.get_success_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.viewset.cancel(self.object)
        messages.success(request, _("Der Termin ist abgesagt."))
        return redirect(self.get_success_url())


class DateViewSet(OrganisationScopedViewSet):
    """The dates of a thing, with a way to call one off. Subclasses give `model` and `form_class`."""

    form_class: ClassVar[type]
    cancel_view_class = CancelView
    #: What a copy of a date has from its original, beside the times.
    copied_fields: ClassVar[tuple[str, ...]] = ("all_day", "place")
    icon = "date"
    list_display: ClassVar = ["__str__", "place", Column("get_status_display", label=gettext_lazy("Status"))]
    list_filter: ClassVar = ["status"]
    ordering: ClassVar = ["-starts_at"]

    def get_form_class(self, for_update: bool = False) -> type:
        return self.form_class

    def cancel(self, date: Any) -> None:
        """Call a date off; plugins tell the people who signed up."""
        cancel_dates([date])

    def cancel_note(self, date: Any) -> str:
        """Return what the editor should know before."""
        return _("In abonnierten Kalendern steht er danach als abgesagt.")

    def copy_dates(self, dates: list[Any], owner: Any, days: int) -> None:
        """Give `owner`, whose page is a copy, the dates of the original so many days later, as planned."""
        for date in dates:
            self.copy_date(date, owner, days)

    def copy_date(self, date: Any, owner: Any, days: int) -> Any:
        """Make one date of `owner` after the model of another, at the same time on the wall; return it."""
        starts_at, ends_at = shift_span(date.starts_at, date.ends_at, days)
        fields = {name: getattr(date, name) for name in self.copied_fields}
        times = {"starts_at": starts_at, "ends_at": ends_at}
        return self.model._default_manager.create(**{self.owner_field: owner}, **times, **fields)

    def get_urlpatterns(self) -> list[URLPattern]:
        cancel = self.construct_view(self.cancel_view_class, viewset=self, model=self.model)
        take_over = self.construct_view(TakeOverView, viewset=self, model=self.model)
        return [
            *super().get_urlpatterns(),
            path("cancel/<int:pk>/", cancel, name="cancel"),
            path("take-over/<int:owner>/", take_over, name="take_over"),
        ]


# -- what all editors of a site share ----------------------------------------------------------------------------------


class VocabularyCreateView(RowCreateView):
    """Makes an entry of the site that was asked."""

    def save_instance(self) -> Any:
        self.form.instance.site = site_of(self.request)
        return super().save_instance()


class VocabularyViewSet(RowViewSet):
    """A list of one site, with its search, form and chooser."""

    add_view_class = VocabularyCreateView
    #: The database's own search: the lists are short, and the index would look at whole words only.
    search_backend_name = None

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return rows_of_site(self.model, request)


def rows_of_site(model: type[Model], request: HttpRequest) -> QuerySet[Any]:
    """Return the entries of the site that was asked, if the editor has something to do there."""
    site = site_of(request)
    rows = model._default_manager.all()
    if site not in sites_of(request.user):
        return rows.none()
    own = rows.filter(site=site)
    return offered_to(request.user, own) if model is Place else own


class ChooseOfSite:
    """Offers what belongs to the site."""

    def get_object_list(self) -> QuerySet[Any]:
        return rows_of_site(self.model_class, self.request)  # type: ignore[attr-defined]


class ChosenOfSite:
    """Gives what belongs to the site, nothing else, also to somebody who guesses keys."""

    def get_object(self, pk: Any) -> Any:
        return rows_of_site(self.model_class, self.request).get(pk=pk)  # type: ignore[attr-defined]

    def get_objects(self, pks: Any) -> QuerySet[Any]:
        return rows_of_site(self.model_class, self.request).filter(pk__in=pks)  # type: ignore[attr-defined]


class ChooseView(ChooseOfSite, chooser_views.ChooseView):
    """The whole chooser."""


class ChooseResultsView(ChooseOfSite, chooser_views.ChooseResultsView):
    """Its results."""


class ChosenView(ChosenOfSite, chooser_views.ChosenView):
    """One chosen."""


class ChosenMultipleView(ChosenOfSite, chooser_views.ChosenMultipleView):
    """Several chosen."""


class CreateOfSiteView(chooser_views.CreateView):
    """Makes a new entry while choosing."""

    def save_form(self, form: Any) -> Any:
        form.instance.site = site_of(self.request)
        return super().save_form(form)


class VocabularyChooserViewSet(ChooserViewSet):
    """Chooses among the entries of one site."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateOfSiteView
