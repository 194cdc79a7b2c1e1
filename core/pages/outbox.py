"""The outbox in the editors' administration: what waits, what was given up and why, and one more try.

The words of a mail are not shown: they hold its receiver's links. Mails of a site are shown to those who look after
it; mails of no site to administrators.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from core.mail import delivery
from core.mail.models import OutboxMessage

from .rights import sites_of
from .viewsets import RowIndexView, RowViewSet


class OutboxPolicy(ModelPermissionPolicy):
    """Nobody writes, changes or deletes a mail here; who may view them is a permission, and to retry is "change"."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether `user` may "view" or "retry"; there is nothing else to do."""
        needed = {"view": "core.view_outboxmessage", "retry": "core.change_outboxmessage"}.get(action)
        return needed is not None and user.has_perm(needed)


class OutboxIndexView(RowIndexView):
    """The list."""

    any_permission_required = ["view"]


class OutboxInspectView(InspectView):
    """One mail, with the way to try it again."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("E-Mail")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer another try where it makes sense."""
        if not may_retry(self.object) or not self.user_has_permission("retry"):
            return []
        url = reverse(outbox_viewset.get_url_name("retry"), args=[self.object.pk])
        return [HeaderButton(gettext("Noch einmal senden"), url=url, icon_name="rotate")]


class RetryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Ask, then queue the mail again."""

    model = OutboxMessage
    permission_required = "retry"
    template_name = "core/admin/outbox_retry.html"
    page_title = gettext_lazy("Noch einmal senden")
    header_icon = "mail"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(OutboxMessage, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, object=self.object, may_retry=may_retry(self.object), index_url=self._index_url()
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Queue it, and say what came of it."""
        if delivery.retry(self.object.pk):
            messages.success(request, gettext("Die E-Mail wird noch einmal gesendet."))
        else:
            messages.warning(request, gettext("Diese E-Mail lässt sich nicht noch einmal senden."))
        return redirect(self._index_url())

    def _index_url(self) -> str:
        return reverse(outbox_viewset.get_url_name("index"))


def may_retry(mail: OutboxMessage) -> bool:
    """Say whether another try makes sense: it was given up, and its words are still there."""
    return mail.state == OutboxMessage.State.FAILED and bool(mail.to)


class OutboxViewSet(RowViewSet):
    """List, one mail, another try. Nothing is written or deleted by hand."""

    model = OutboxMessage
    icon = "mail"
    menu_label = gettext_lazy("E-Mails")
    menu_order = 900
    add_to_settings_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True
    index_view_class = OutboxIndexView
    inspect_view_class = OutboxInspectView
    inspect_view_fields = [
        *("to", "subject", "kind", "state", "attempts", "repeated", "last_error"),
        *("sender_name", "reply_to", "language", "created_at", "not_before", "sent_at", "message_id"),
    ]
    list_display = ["__str__", "to", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "kind", "created_at"]
    list_per_page = 50
    list_export: list[str] = []
    search_fields = ["to", "subject", "key"]
    search_backend_name = None
    form_fields = ["state"]

    def rows(self, request: HttpRequest) -> QuerySet[OutboxMessage]:
        """Return the mails of the sites that this person has something to do with; all of them to administrators."""
        mails = OutboxMessage.objects.all()
        return mails if request.user.is_superuser else mails.filter(site__in=sites_of(request.user))

    @property
    def retry_view(self) -> Any:
        """The page that asks, and its button."""
        return self.construct_view(RetryView)

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Offer groups the two rights that there are."""
        return super().get_permissions_to_register().filter(codename__in=["view_outboxmessage", "change_outboxmessage"])

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out what writes: there are no addresses for adding, editing, deleting."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/retry/", self.retry_view, name="retry"),
        ]


register_permission_policy(OutboxMessage, OutboxPolicy(OutboxMessage))
outbox_viewset = OutboxViewSet("outbox")
