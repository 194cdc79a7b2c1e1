"""Who may do what: rights given on a page hold for its translations; groups for an organisation's editors.

Wagtail gives rights on subtrees, and each language has a subtree of its own. So every `GroupPagePermission` is mirrored
to the translations of its page: when it is given, when it is taken away, and when a translation is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, PageQuerySet, Site
from wagtail.permissions import policy_registry

#: On pages, for all that an editor does every day.
EDITING = ("add_page", "change_page", "publish_page")
COORDINATING = (*EDITING, "bulk_delete_page", "lock_page", "unlock_page")
#: On pictures and documents of the own collection.
FILES = tuple(f"{action}_{kind}" for kind in ("image", "document") for action in ("add", "change", "choose"))
#: The admin, translating, and what is chosen and not typed: everybody may add a place that is missing.
BASICS = (
    "wagtailadmin.access_admin",
    "simple_translation.submit_translation",
    *(f"core.{action}_{model}" for model in ("place", "person") for action in ("view", "add")),
    "core.view_topic",
)
VOCABULARIES = tuple(
    f"core.{action}_{model}" for model in ("place", "person", "topic") for action in ("add", "change", "delete")
)
COORDINATION = (
    *BASICS,
    *VOCABULARIES,
    *(f"core.{action}_membership" for action in ("view", "add", "change", "delete")),
    "core.view_outboxmessage",
    "core.change_outboxmessage",
    "core.add_invitation",
)


@transaction.atomic
def create_organisation_editors(page: Any) -> Group:
    """Return the group of an organisation's editors, made if needed, with its rights and its collection of files.

    They may do everything below the organisation's page, in all languages, and nothing elsewhere.
    """
    organisation = page.identity
    group = organisation.editors or _make_group(_("Redaktion %(name)s") % {"name": page.title}, organisation.feed_key)
    allow(group, BASICS)
    allow_on_page(group, page, EDITING)
    if not GroupCollectionPermission.objects.filter(group=group).exists():
        allow_on_collection(group, _own_collection(page.title), FILES)
    if organisation.editors_id is None:
        organisation.editors = group
        organisation.save(update_fields=["editors"])
    return group


@transaction.atomic
def ensure_coordinators(site: Site) -> Group:
    """Return the group of those who look after a whole site, made if needed: every page, every list, the outbox."""
    with translation.override(settings.LANGUAGE_CODE):  # the name finds the group, whoever asks
        name = _("Koordination %(site)s") % {"site": site.site_name or site.hostname}
    group, _created = Group.objects.get_or_create(name=name)
    allow(group, COORDINATION)
    allow_on_page(group, site.root_page, COORDINATING)
    allow_on_collection(group, Collection.get_first_root_node(), FILES)
    return group


def allow(group: Group, names: Iterable[str]) -> None:
    """Give a group permissions, named "app.codename"; one that does not exist is an error."""
    for name in names:
        app, codename = name.split(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


def allow_on_page(group: Group, page: Page, codenames: Iterable[str]) -> None:
    """Give a group rights on a page, on everything below it, and on the translations of both."""
    for codename in codenames:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def allow_on_collection(group: Group, collection: Collection, codenames: Iterable[str]) -> None:
    """Give a group rights on the pictures and documents of a collection."""
    apps = ("wagtailimages", "wagtaildocs")
    for permission in Permission.objects.filter(content_type__app_label__in=apps, codename__in=codenames):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _make_group(name: str, key: str) -> Group:
    taken = Group.objects.filter(name=name[:150]).exists()
    return Group.objects.create(name=f"{name[:140]} ({key})"[:150] if taken else name[:150])


def _own_collection(name: str) -> Collection:
    """Return a new collection: two organisations of one name must not see each other's files."""
    return Collection.get_first_root_node().add_child(name=name[:255])


# -- who may do what ---------------------------------------------------------------------------------------------------


def editable_pages(user: Any) -> PageQuerySet:
    """Return the pages that a user may change."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change"})


def sites_of(user: Any) -> list[Site]:
    """Return the sites in which a user has something to edit."""
    sites = Site.objects.select_related("root_page")
    if user.is_superuser:
        return list(sites)
    keys = {site.root_page.translation_key for site in sites}
    homes = Page.objects.filter(translation_key__in=keys).values_list("translation_key", "path")
    given = list(GroupPagePermission.objects.filter(group__user=user).values_list("page__path", flat=True))
    return [
        site
        for site in sites
        if any(_meet(path, home) for key, home in homes if key == site.root_page.translation_key for path in given)
    ]


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


# -- mirrored to translations ------------------------------------------------------------------------------------------


def mirror_given(permission: GroupPagePermission) -> None:
    """Give the right just given on the translations of its page, too."""
    others = Page.objects.filter(translation_key=permission.page.translation_key).exclude(pk=permission.page_id)
    _give(others.values_list("pk", flat=True), [(permission.group_id, permission.permission_id)])


def mirror_taken(permission: GroupPagePermission) -> None:
    """Take a right away from the translations of its page, too."""
    same = GroupPagePermission.objects.filter(group_id=permission.group_id, permission_id=permission.permission_id)
    key = Page.objects.filter(pk=permission.page_id).values("translation_key")
    same.filter(page__translation_key__in=key).delete()


def mirror_to(page: Page) -> None:
    """Give on a new page the rights that hold on its translations."""
    others = GroupPagePermission.objects.filter(page__translation_key=page.translation_key).exclude(page_id=page.pk)
    _give([page.pk], others.values_list("group_id", "permission_id"))


def _give(pages: Iterable[int], rights: Iterable[tuple[int, int]]) -> None:
    wanted = {(page, *right) for page in pages for right in rights}
    names = ("page_id", "group_id", "permission_id")
    known = GroupPagePermission.objects.filter(page_id__in={page for page, *_right in wanted}).values_list(*names)
    GroupPagePermission.objects.bulk_create(
        [GroupPagePermission(**dict(zip(names, row, strict=True))) for row in sorted(wanted - set(known))]
    )
