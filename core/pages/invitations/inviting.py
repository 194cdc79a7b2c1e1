"""Invite, send again, withdraw, accept, remove: what can happen between an organisation and those who edit it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, Site

from core.directory.models import Organisation
from core.directory.slugs import free_slug
from core.mail.notify import notify
from core.mail.rendering import site_url
from core.pages import approval
from core.pages.models import OrganisationIndexPage, OrganisationPage
from core.pages.rights import create_organisation_editors
from core.visitors import addresses, limits, links

from .models import LINK_AGE, Invitation, make_secret

PURPOSE = "core.invitation"
#: So often a day somebody with an expired link may have a new one sent, always to the invited address.
RENEWALS = 3
KEPT = timedelta(days=90)


class InvitationError(Exception):
    """Something that cannot be done. `code` says what: "no_index", "switched_off", "invalid", "expired", "over"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of inviting: an open invitation, or the account that was there already and is an editor now."""

    organisation: Organisation
    invitation: Invitation | None = None
    user: Any = None


# -- inviting ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def invite_organisation(
    site: Site, *, name: str, category: str, email: str, language: str, by: Any, needs_approval: bool = False
) -> Outcome:
    """Make an organisation with its draft page, its group and its folders, and invite who will edit it.

    Raises InvitationError("no_index") if the site has no directory of organisations.
    """
    page = _create_page(site, name, by)
    organisation = page.identity
    organisation.category = category
    organisation.save(update_fields=["category"])
    create_organisation_editors(page)
    if needs_approval:
        approval.require(page)
    return invite_editor(organisation, email=email, language=language, by=by)


def _create_page(site: Site, name: str, by: Any) -> OrganisationPage:
    index = index_of(site)
    if index is None:
        raise InvitationError("no_index")
    scope = {"path__startswith": index.path, "depth": index.depth + 1}
    slug = free_slug(Page, "slug", name, "organisation", **scope)
    page = OrganisationPage(title=name, slug=slug, live=False, locale=index.locale, owner=by)
    index.add_child(instance=page)
    page.save_revision(user=by)
    return page


def index_of(site: Site) -> OrganisationIndexPage | None:
    """Return the German directory of a site's organisations."""
    return OrganisationIndexPage.objects.descendant_of(site.root_page).first()


@transaction.atomic
def invite_editor(organisation: Organisation, *, email: str, language: str, by: Any, replaces: Any = None) -> Outcome:
    """Invite somebody to edit an organisation; who has an account is an editor at once and told so by mail.

    An open invitation to the same address is sent again instead. Raises InvitationError("switched_off") if the address
    belongs to an account that may not log in.
    """
    email = addresses.normalise(email)
    if user := account_of(email):
        if not user.is_active:
            raise InvitationError("switched_off")
        _join(organisation, user, replaces)
        _tell_added(organisation, user, language)
        return Outcome(organisation=organisation, user=user)
    invitation, created = Invitation.objects.get_or_create(
        organisation=organisation,
        email=email,
        accepted_at=None,
        withdrawn_at=None,
        defaults={"language": language, "invited_by": by, "replaces": replaces},
    )
    if created:
        _send(invitation)
    else:
        resend(invitation)
    return Outcome(organisation=organisation, invitation=invitation)


def account_of(email: str) -> Any:
    """Return the account with this address, one that may log in before any other; None if there is none."""
    users = get_user_model()._default_manager.filter(email__iexact=email)
    return users.order_by("-is_active", "pk").first()


def same_name(site: Site, name: str) -> Organisation | None:
    """Return the organisation of this site that has the name already, however it is written."""
    wanted = " ".join(name.split()).casefold()
    known = Organisation.objects.filter(site=site).only("pk", "title")
    return next((found for found in known if " ".join(found.title.split()).casefold() == wanted), None)


@transaction.atomic
def resend(invitation: Invitation) -> None:
    """Send the invitation with a new link; the older one is void from now on."""
    if not invitation.is_open:
        raise InvitationError("over")
    invitation.secret, invitation.sent_at = make_secret(), timezone.now()
    invitation.save(update_fields=["secret", "sent_at"])
    _send(invitation)


def withdraw(invitation: Invitation) -> None:
    """Take an invitation back: its link leads nowhere. One that was accepted stays as it is."""
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    rows.update(withdrawn_at=timezone.now(), secret=make_secret())


# -- accepting ---------------------------------------------------------------------------------------------------------


def find(token: str, *, even_if_expired: bool = False) -> Invitation:
    """Return the open invitation that a link belongs to. Raises InvitationError: "invalid", "over" or "expired"."""
    try:
        pk = links.read(PURPOSE, token)
        invitation = Invitation.objects.select_related("organisation", "organisation__site").filter(pk=pk).first()
        if invitation is None or not invitation.is_open:
            raise InvitationError("over")
        links.verify(PURPOSE, token, invitation.secret)
    except links.LinkError as error:
        raise InvitationError("invalid") from error
    if invitation.is_expired and not even_if_expired:
        raise InvitationError("expired")
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, name: str = "", password: str = "") -> tuple[Any, bool]:
    """Make the account and let it edit the organisation. Returns the account, and whether it is new.

    The invitation counts once, also for two at the same moment. Raises InvitationError("over") for the second. If the
    address got an account meanwhile, that one becomes editor, with its own password.
    """
    open_one = Invitation.objects.filter(
        pk=invitation.pk, secret=invitation.secret, accepted_at=None, withdrawn_at=None
    )
    if not open_one.update(accepted_at=timezone.now()):
        raise InvitationError("over")
    known = account_of(invitation.email)
    user = known or _create_account(invitation.email, name, password)
    _join(invitation.organisation, user, invitation.replaces)
    return user, known is None


def _create_account(email: str, name: str, password: str) -> Any:
    if not password:
        raise ValueError("an account needs a password")
    users = get_user_model()
    first, _space, last = name.strip().rpartition(" ")
    username = free_slug(users, "username", name, "redaktion")
    user = users._default_manager.create_user(username, email, password, first_name=first[:150], last_name=last[:150])
    EmailAddress.objects.filter(email=email, verified=False).delete()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def renew(invitation: Invitation) -> bool:
    """Send a new link to the invited address, asked for by whoever has the expired one; False if it was too often."""
    if not limits.allow("core.invitation", str(invitation.pk), limit=RENEWALS, window=timedelta(days=1)):
        return False
    resend(invitation)
    return True


# -- who edits an organisation -----------------------------------------------------------------------------------------


def editors_of(organisation: Organisation) -> QuerySet[Any]:
    """Return the accounts that edit an organisation, by name."""
    users = get_user_model()._default_manager
    return users.filter(groups=organisation.editors_id).order_by("last_name", "first_name", "username")


@transaction.atomic
def remove_editor(organisation: Organisation, user: Any) -> None:
    """Take somebody's rights in an organisation away; account and other organisations stay."""
    if organisation.editors:
        user.groups.remove(organisation.editors)


def _join(organisation: Organisation, user: Any, replaces: Any = None) -> None:
    if organisation.editors is None:
        page = OrganisationPage.objects.filter(translation_key=organisation.key).order_by("pk").first()
        create_organisation_editors(page)
        organisation.refresh_from_db()
    user.groups.add(organisation.editors)
    if replaces and replaces.pk != user.pk:
        remove_editor(organisation, replaces)


def forget_old() -> int:
    """Delete invitations that are long over or were never answered, with their addresses; return their number."""
    before = timezone.now() - KEPT
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(sent_at__lt=before)
    return Invitation.objects.filter(over).delete()[0]


# -- mail --------------------------------------------------------------------------------------------------------------


def link_to(invitation: Invitation) -> str:
    """Return the address where the invitation is accepted, in its language."""
    token = links.make(PURPOSE, str(invitation.pk), invitation.secret)
    with translation.override(invitation.language):
        return site_url(invitation.organisation.site) + reverse("invitation", args=[token])


def _send(invitation: Invitation) -> None:
    by = invitation.invited_by
    words = {
        "organisation": invitation.organisation.title,
        "by": (by and by.get_full_name()) or "",
        "url": link_to(invitation),
        "days": LINK_AGE.days,
    }
    _notify(
        "core.invitation", invitation.organisation, invitation.email, invitation.language, words, by, invitation.secret
    )


def _tell_added(organisation: Organisation, user: Any, language: str) -> None:
    words = {"organisation": organisation.title, "url": f"{settings.BASE_URL}{reverse('wagtailadmin_home')}"}
    _notify("core.invitation_added", organisation, user.email, language, words, None, make_secret())


def _notify(
    kind: str, organisation: Organisation, to: str, language: str, words: dict[str, Any], by: Any, key: str
) -> None:
    notify(
        kind,
        context=words,
        key=f"{kind}:{organisation.pk}:{key}",
        to=to,
        site=organisation.site,
        language=language,
        reply_to=(by and by.email) or "",
    )
