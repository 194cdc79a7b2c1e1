"""The administration of dates and registrations, each row only for those who may change the workshop's page."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Min, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry, register_permission_policy

from allmende.api import (
    CancelView,
    DateStatus,
    DateViewSet,
    IdentityRowPolicy,
    OrganisationScopedViewSet,
    RowIndexView,
    phrases,
)

from .domain.cancelling import cancel as cancel_registration
from .domain.planning import copy_sessions
from .domain.scheduling import call_off_date
from .domain.transitions import organiser
from .errors import RegistrationError
from .forms.admin import NoteForm, SessionDateForm, SessionForm
from .models import Registration, Session, SessionDate, Workshop
from .states import OPEN, State


class UnmadeRowPolicy(IdentityRowPolicy):
    """Rows that are made and ended elsewhere: nobody adds or deletes them by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "change"} and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return action in {"view", "change"} and super().user_has_permission_for_instance(user, action, instance)


def register_policies() -> None:
    """Let rights on rows follow those on the workshop's page; before anything asks for the models' policies."""
    register_permission_policy(SessionDate, IdentityRowPolicy(SessionDate, "workshop"))
    register_permission_policy(Session, UnmadeRowPolicy(Session, "workshop"))
    register_permission_policy(Registration, UnmadeRowPolicy(Registration, "session__workshop"))


# -- dates ---------------------------------------------------------------------------------------


class AskingView(CancelView):
    """Asks before something is called off."""

    template_name = "workshops/admin/cancel.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), here]


class DateCancelView(AskingView):
    """Calls a date off, with room for a few words to those who have registered."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = _("Soll „%(object)s“ abgesagt werden?") % {"object": self.object}
        return super().get_context_data(**{"form": NoteForm(), "question": question} | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        call_off_date(self.object, form.cleaned_data["note"], organiser(request.user))
        messages.success(request, _("Der Termin ist abgesagt. Wer angemeldet war, bekommt eine E-Mail."))
        return redirect(self.get_success_url())


class WithWorkshopIndexView(RowIndexView):
    """A list that names the workshop of each row."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("workshop")


class SessionDateViewSet(DateViewSet):
    """Dates of workshops."""

    index_view_class = WithWorkshopIndexView

    model = SessionDate
    name = "workshop_date"
    menu_label = pgettext_lazy("dates of one thing", "Termine")
    form_class = SessionDateForm
    cancel_view_class = DateCancelView
    list_display: ClassVar = ["when", "workshop", "place", Column("get_status_display", label=gettext_lazy("Status"))]
    list_filter: ClassVar = ["status"]

    def copy_dates(self, dates: list[SessionDate], owner: Workshop, days: int) -> None:
        copy_sessions(dates, owner, days)

    def cancel_note(self, date: SessionDate) -> str:
        people = Registration.objects.filter(session=date.session_id, state__in=OPEN).count()
        told = ngettext("Eine Anmeldung bekommt eine E-Mail.", "%(n)d Anmeldungen bekommen eine E-Mail.", people)
        told %= {"n": people}
        others = (
            SessionDate.objects.filter(session=date.session_id, status=DateStatus.PLANNED).exclude(pk=date.pk).exists()
        )
        if others:
            return told + " " + _("Die Anmeldungen gelten weiter für die übrigen Termine.")
        return told + " " + _("Es ist der letzte Termin: Alle Anmeldungen werden abgesagt.")


# -- sessions ------------------------------------------------------------------------------------


class SessionViewSet(OrganisationScopedViewSet):
    """Places and times of registrations; a session is made with its first date."""

    index_view_class = WithWorkshopIndexView

    model = Session
    name = "workshop_session"
    menu_label = gettext_lazy("Plätze und Fristen")
    icon = "group"
    list_display: ClassVar = [
        "__str__",
        "max_places",
        "waiting_list",
        Column("get_status_display", label=gettext_lazy("Status")),
    ]
    list_filter: ClassVar = ["status"]

    def get_form_class(self, for_update: bool = False) -> type:
        return SessionForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(("add_url_name", "delete_url_name", "history_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**none | kwargs)


# -- registrations -------------------------------------------------------------------------------


class SessionChoiceField(forms.ModelChoiceField):
    """Says of each session when it begins."""

    def label_from_instance(self, session: Any) -> str:
        return f"{session}, {phrases.day_phrase(session.begins)}" if session.begins else str(session)


class SessionFilter(django_filters.ModelChoiceFilter):
    """Chooses one session."""

    field_class = SessionChoiceField


def sessions_for(request: HttpRequest) -> QuerySet[Session]:
    """Return the sessions whose registrations somebody may see, the latest first."""
    rows = policy_registry.get_by_type(Session).rows(request.user).select_related("workshop")
    return rows.annotate(begins=Min("dates__starts_at")).order_by("-begins")


class RegistrationFilterSet(WagtailFilterSet):
    """Narrows the list down to a state or a session."""

    state = django_filters.MultipleChoiceFilter(
        choices=State.choices, label=gettext_lazy("Zustand"), widget=forms.CheckboxSelectMultiple
    )
    session = SessionFilter(queryset=sessions_for, label=gettext_lazy("Workshop"))

    class Meta:
        model = Registration
        fields: ClassVar = ["state", "session"]


class RegistrationIndexView(RowIndexView):
    """The list, with the day of each registration's first date."""

    def get_base_queryset(self) -> QuerySet[Registration]:
        rows = super().get_base_queryset().select_related("session__workshop")
        return rows.annotate(begins=Min("session__dates__starts_at"))


class RegistrationInspectView(InspectView):
    """One registration, with the way to cancel it."""

    any_permission_required: ClassVar = ["view"]
    page_title = gettext_lazy("Anmeldung")
    viewset: Any = None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.object.is_open:
            return []
        url = reverse(self.viewset.get_url_name("cancel"), args=[self.object.pk])
        return [HeaderButton(_("Absagen"), url=url, icon_name="cross")]

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        return "" if value is None else value


class RegistrationCancelView(AskingView):
    """Asks, then cancels somebody's registration."""

    page_title = gettext_lazy("Anmeldung absagen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = _("Soll die Anmeldung von %(name)s abgesagt werden?") % {"name": self.object}
        return super().get_context_data(**{"question": question} | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            cancel_registration(self.object, organiser(request.user))
        except RegistrationError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Die Anmeldung ist abgesagt."))
        return redirect(self.get_success_url())


class RegistrationViewSet(OrganisationScopedViewSet):
    """Who has registered: list with search and filter, one registration, cancelling it. Nothing is written by hand."""

    model = Registration
    name = "workshop_registration"
    menu_label = gettext_lazy("Anmeldungen")
    icon = "user"
    inspect_view_enabled = True
    inspect_view_class = RegistrationInspectView
    inspect_view_fields: ClassVar = [
        *("name", "email", "phone", "places", "state", "session", "code"),
        *("created_at", "expires_at", "channel", "language"),
    ]
    index_view_class = RegistrationIndexView
    list_display: ClassVar = [
        *("__str__", Column("session", label=gettext_lazy("Workshop"))),
        Column("begins", label=gettext_lazy("Termin"), accessor=lambda row: phrases.day_phrase(row.begins)),
        *("places", Column("get_state_display", label=gettext_lazy("Zustand"), sort_key="state")),
        Column("contact", label=gettext_lazy("Erreichbar"), accessor=lambda row: row.email or row.phone),
    ]
    list_per_page = 50
    filterset_class = RegistrationFilterSet
    search_fields: ClassVar = ["name", "email", "phone", "code"]
    search_backend_name = None
    ordering: ClassVar = ["-created_at"]
    add_to_reference_index = False

    def cancel_note(self, registration: Registration) -> str:
        """Return what the editor should know before."""
        if not registration.email:
            return _("Diese Person hat keine E-Mail-Adresse. Bitte rufen Sie sie an: %(phone)s") % {
                "phone": registration.phone
            }
        return _("Die Person bekommt eine E-Mail. Der Platz geht an die Warteliste.")

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_inspect_view_kwargs(viewset=self, **kwargs)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(("add_url_name", "edit_url_name", "delete_url_name", "history_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**none | kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        cancel = self.construct_view(RegistrationCancelView, viewset=self, model=self.model)
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/cancel/", cancel, name="cancel"),
        ]


class WorkshopsGroup(ViewSetGroup):
    """The lists under one entry of the menu."""

    menu_label = gettext_lazy("Workshops")
    menu_icon = "group"
    menu_order = 260
    items: ClassVar[tuple[Any, ...]] = (RegistrationViewSet, SessionDateViewSet, SessionViewSet)
