"""In the admin: invite an organisation, see who was invited and who edits, and change that.

Everything is for people who may invite ("core.add_invitation"), and for organisations whose page they may change.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from core.directory.models import Organisation
from core.pages import approval
from core.pages.models import OrganisationPage
from core.pages.rights import editable_pages
from core.pages.site_tree import site_of

from . import inviting
from .forms import OrganisationForm, TransferForm, display_name
from .models import Invitation

NAME = "invitations"


def may_invite(user: Any) -> bool:
    """Say whether somebody invites organisations: administrators and coordinators."""
    return user.is_active and user.has_perm("core.add_invitation")


def organisations_of(request: HttpRequest) -> QuerySet[Organisation]:
    """Return the organisations of this site whose page the user may change."""
    keys = editable_pages(request.user).type(OrganisationPage).values("translation_key")
    return Organisation.objects.filter(site=site_of(request), key__in=keys)


class InvitingView(WagtailAdminTemplateMixin, TemplateView):
    """What these views share: the right to invite, asked before anything else."""

    header_icon = "group"
    _show_breadcrumbs = True
    #: Whether it is the list itself, which needs no way back to it.
    is_list: ClassVar[bool] = False

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        above = [] if self.is_list else [{"url": reverse(f"{NAME}:index"), "label": _("Einladungen")}]
        here = {"url": "", "label": self.get_page_subtitle() or self.get_page_title()}
        return [*self.breadcrumbs_items, *above, here]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_invite(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class InvitationListView(InvitingView):
    """Organisations with their editors and open invitations."""

    template_name = "core/admin/invitations.html"
    is_list = True
    page_title = gettext_lazy("Einladungen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = organisations_of(self.request)
        rows = Invitation.objects.filter(organisation__in=own, accepted_at=None, withdrawn_at=None)
        return super().get_context_data(
            **kwargs,
            invitations=rows.select_related("organisation", "invited_by"),
            organisations=own.order_by("title"),
        )


class InviteView(InvitingView):
    """The form that makes an organisation."""

    template_name = "core/admin/invite.html"
    page_title = gettext_lazy("Organisation einladen")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        index = inviting.index_of(site_of(request))
        if index and not index.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        self.form = OrganisationForm(request.POST or None, site=site_of(request))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, form=self.form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Invite, or show the form again with what is missing."""
        if not self.form.is_valid():
            return self.get(request)
        outcome = self._invite()
        if outcome is None:
            messages.error(request, _("Diese Website hat noch kein Verzeichnis der Organisationen."))
            return self.get(request)
        _say(request, outcome)
        return redirect(f"{NAME}:organisation", outcome.organisation.pk)

    def _invite(self) -> inviting.Outcome | None:
        values = self.form.cleaned_data
        person = {"email": values["email"], "language": values["language"], "by": self.request.user}
        if joins := self.form.joins:
            return inviting.invite_editor(get_object_or_404(organisations_of(self.request), pk=joins.pk), **person)
        try:
            return inviting.invite_organisation(
                site_of(self.request),
                name=values["name"],
                category=values["category"],
                needs_approval=values["needs_approval"],
                **person,
            )
        except inviting.InvitationError:
            return None


class OrganisationView(InvitingView):
    """Who edits one organisation; `action` in a POST says what to change."""

    template_name = "core/admin/invitation_organisation.html"
    page_title = gettext_lazy("Redaktion")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.organisation = get_object_or_404(organisations_of(request), pk=kwargs["pk"])
        self.page = OrganisationPage.objects.filter(translation_key=self.organisation.key).order_by("pk").first()
        self.editors = inviting.editors_of(self.organisation)
        self.form = TransferForm(editors=self.editors)

    def get_page_subtitle(self) -> str:
        return self.organisation.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            organisation=self.organisation,
            page=self.page,
            form=self.form,
            editors=[(user, display_name(user)) for user in self.editors],
            invitations=self._open(),
            needs_approval=approval.is_required(self.page),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what was asked for; only the form for a person can come back with something to correct."""
        actions = {
            "invite": self._invite,
            "resend": self._resend,
            "withdraw": self._withdraw,
            "remove": self._remove,
            "approval": self._approval,
        }
        action = actions.get(request.POST.get("action", ""))
        if action is None:
            raise PermissionDenied
        return action(request) or redirect(f"{NAME}:organisation", self.organisation.pk)

    def _invite(self, request: HttpRequest) -> HttpResponse | None:
        self.form = TransferForm(request.POST, editors=self.editors)
        if not self.form.is_valid():
            return self.get(request)
        _say(request, inviting.invite_editor(self.organisation, by=request.user, **self.form.cleaned_data))
        return None

    def _resend(self, request: HttpRequest) -> None:
        inviting.resend(self._invitation(request))
        messages.success(request, _("Die Einladung ist noch einmal unterwegs. Der ältere Link gilt nicht mehr."))

    def _withdraw(self, request: HttpRequest) -> None:
        inviting.withdraw(self._invitation(request))
        messages.success(request, _("Die Einladung ist zurückgezogen."))

    def _invitation(self, request: HttpRequest) -> Invitation:
        return get_object_or_404(self._open(), pk=_number(request.POST.get("invitation")))

    def _open(self) -> QuerySet[Invitation]:
        return Invitation.objects.filter(organisation=self.organisation, accepted_at=None, withdrawn_at=None)

    def _remove(self, request: HttpRequest) -> None:
        user = get_object_or_404(self.editors, pk=_number(request.POST.get("user")))
        inviting.remove_editor(self.organisation, user)
        words = _("%(name)s gehört nicht mehr zur Redaktion. Das Konto bleibt bestehen.")
        messages.success(request, words % {"name": display_name(user)})

    def _approval(self, request: HttpRequest) -> None:
        if request.POST.get("needed"):
            approval.require(self.page)
            messages.success(request, _("Ab jetzt veröffentlicht die Koordination, was die Organisation einreicht."))
        else:
            approval.lift(self.page)
            messages.success(request, _("Ab jetzt veröffentlicht die Organisation selbst."))


def _say(request: HttpRequest, outcome: inviting.Outcome) -> None:
    if outcome.user:
        words = _("%(name)s hatte schon ein Konto, gehört jetzt zur Redaktion und erfährt es per E-Mail.")
        messages.success(request, words % {"name": display_name(outcome.user)})
    elif outcome.invitation:
        messages.success(request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": outcome.invitation.email})


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


class InvitingMenuItem(MenuItem):
    """Shown to those who may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_invite(request.user)


class InvitationViewSet(ViewSet):
    """The views, and their entry in the menu."""

    icon = "group"
    url_prefix = "einladungen"
    menu_label = gettext_lazy("Einladungen")
    menu_order = 260
    menu_item_class = InvitingMenuItem
    add_to_admin_menu: ClassVar[bool] = True

    def get_urlpatterns(self) -> list[URLPattern]:
        from .bulk import BulkView  # needs this module

        return [
            path("", InvitationListView.as_view(), name="index"),  # the first: to it leads the menu
            path("mehrere/", BulkView.as_view(), name="bulk"),
            path("neu/", InviteView.as_view(), name="invite"),
            path("organisation/<int:pk>/", OrganisationView.as_view(), name="organisation"),
        ]


invitation_viewset = InvitationViewSet(NAME)


def permissions() -> QuerySet[Permission]:
    """`register_permissions`: the right to invite can be given to other groups."""
    return Permission.objects.filter(content_type__app_label="core", codename="add_invitation")


def invite_url() -> str:
    """Return where an organisation is invited."""
    return reverse(f"{NAME}:invite")
