"""Permission policies: rows that hang on a page's identity follow the rights on that page, in whatever language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from wagtail.models import Page
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry

from .rights import editable_pages


class IdentityRowPolicy(BasePermissionPolicy):
    """Who may change the page of the owning identity may do everything with the row; nobody else sees it.

    `owner` is the way from the row to its identity, as in queries: "event", "session__workshop". Every action asks for
    the same right, "change" on a page, so that no view can be forgotten.
    """

    def __init__(self, model: type[Model], owner: str) -> None:
        super().__init__(model)
        self.owner = owner

    def rows(self, user: Any) -> QuerySet[Any]:
        """Return the rows that belong to pages which the user may change."""
        rows = self.model._default_manager.all()
        if not user.is_active:
            return rows.none()
        if user.is_superuser:
            return rows
        return rows.filter(**{f"{self.owner}__key__in": editable_pages(user).values("translation_key")})

    def owners(self, user: Any, owner_model: type[Model]) -> QuerySet[Any]:
        """Return the identities to which the user may add rows."""
        owners = owner_model._default_manager.all()
        return owners if user.is_superuser else owners.filter(key__in=editable_pages(user).values("translation_key"))

    def user_has_permission(self, user: Any, action: str) -> bool:
        return policy_registry.get_by_type(Page).user_has_permission(user, "change")

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return self.user_has_permission(user, "change")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.rows(user).filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return self.user_has_permission_for_instance(user, "change", instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        return self.rows(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        return policy_registry.get_by_type(Page).users_with_any_permission({"change"})

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[Any]:
        users = self.users_with_any_permission(actions)
        allowed = [user.pk for user in users if self.user_has_permission_for_instance(user, "change", instance)]
        return get_user_model()._default_manager.filter(pk__in=allowed)
