"""Forgetting who registered. The places, states and steps stay, so that they can still be counted."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from allmende.api import forget_mails

from .. import mails
from ..models import Registration
from ..models.registrations import new_code, new_secret
from ..retention import KEPT


@transaction.atomic
def forget_person(registration: Registration) -> None:
    """Remove everything that says who registered, from the registration and from the mails about it."""
    fields = {"name": "", "name_key": "", "email": "", "phone": "", "anonymised_at": timezone.now()}
    fields["idempotency_key"] = f"forgotten:{registration.pk}"
    Registration.objects.filter(pk=registration.pk).update(**fields)
    for name, value in fields.items():
        setattr(registration, name, value)
    forget_mails(mails.reference_of(registration))


@transaction.atomic
def close_file(registration: Registration) -> None:
    """Forget the person for good: no link and no code leads to the registration any more."""
    forget_person(registration)
    Registration.objects.filter(pk=registration.pk).update(link_secret=new_secret(), code=new_code())


def due() -> QuerySet[Registration]:
    """Return the registrations of people whose session was over so long ago that nobody needs to know them."""
    last = Coalesce(Max("session__dates__ends_at"), "created_at")
    return Registration.objects.filter(anonymised_at=None).annotate(last=last).filter(last__lte=timezone.now() - KEPT)


def forget_old() -> int:
    """Forget everybody whose time has come, each in a transaction of its own; return how many they were."""
    found = list(due().order_by("pk"))
    for registration in found:
        close_file(registration)
    return len(found)
