"""What follows when somebody logs in or sets up a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import post_save, pre_save

from . import lockout, second_factor, sessions


def sync_address(sender: Any, user: Any, **_more: Any) -> None:
    """Receive `user_logged_in`: allauth's row for the address of the account says what the account says.

    Addresses are entered by administrators or proven by an invitation, so they count as confirmed.
    """
    if user.email:
        _store_address(user)


@transaction.atomic
def _store_address(user: Any) -> None:
    """One at a time for each account: two windows may log in at the same moment."""
    get_user_model().objects.select_for_update().get(pk=user.pk)
    own = EmailAddress.objects.filter(user_id=user.pk, primary=True).first()
    email = user.email.lower()
    if (own and own.email == email) or EmailAddress.objects.filter(email=email, verified=True).exists():
        return
    EmailAddress.objects.filter(user_id=user.pk).delete()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)


def connect() -> None:
    """Called once when Django is ready."""
    user_logged_in.connect(lockout.on_known, dispatch_uid="allmende.accounts.device")
    user_logged_in.connect(sync_address, dispatch_uid="allmende.accounts.address")
    password_reset.connect(lockout.on_known, dispatch_uid="allmende.accounts.device_by_mail")
    post_save.connect(second_factor.on_factor_saved, sender=Authenticator, dispatch_uid="allmende.accounts.factor")
    pre_save.connect(sessions.forget_address, sender=UserSession, dispatch_uid="allmende.accounts.no_ip")
