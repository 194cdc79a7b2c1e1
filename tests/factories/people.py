"""People with accounts."""

from __future__ import annotations

from typing import Any

import factory
from django.contrib.auth import get_user_model
from wagtail.models import Site

from core.pages.models import OrganisationPage
from core.pages.rights import create_organisation_editors, ensure_coordinators


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"mensch-{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("geheim")


def make_editor(page: OrganisationPage, **fields: Any) -> Any:
    """Make somebody who edits an organisation."""
    user = UserFactory(**fields)
    user.groups.add(create_organisation_editors(page))
    return user


def make_coordinator(site: Site, **fields: Any) -> Any:
    """Make somebody who looks after a whole site."""
    user = UserFactory(**fields)
    user.groups.add(ensure_coordinators(site))
    return user
