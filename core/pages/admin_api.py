"""The API behind Wagtail's admin, held to the rights of the admin's own lists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.authentication import SessionAuthentication
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

ACTIONS = ("change", "delete", "choose")


class OwnCollections:
    """Gives the files that the editor may change or choose; Wagtail gives everybody's, with their addresses."""

    authentication_classes: ClassVar = [SessionAuthentication]

    def get_queryset(self) -> QuerySet[Any]:
        files: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        policy = policy_registry.get_by_type(files.model)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ACTIONS)  # type: ignore[attr-defined]
        return files.filter(pk__in=allowed.values("pk"))


class OwnImages(OwnCollections, ImagesAdminAPIViewSet):
    """Pictures."""


class OwnDocuments(OwnCollections, DocumentsAdminAPIViewSet):
    """Documents."""


class PagesWithoutActions(PagesAdminAPIViewSet):
    """Pages to look at. Changing them here would skip the questions of the editor's views; nothing in Wagtail does."""

    actions: ClassVar[dict[str, Any]] = {}


def hold_to_rights(router: Any) -> None:
    """`construct_admin_api`"""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
    router.register_endpoint("pages", PagesWithoutActions)
