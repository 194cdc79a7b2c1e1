"""What waits for an editor: people on waiting lists of workshops that are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import Site
from wagtail.permissions import policy_registry

from allmende.plugin import Waiting

from .models import Registration, SessionDate
from .states import State


def rows(site: Site, user: Any) -> Iterator[Waiting]:
    """Yield how many people wait for a place: more places, or a second date, is the organiser's to give."""
    coming = SessionDate.objects.filter(ends_at__gt=timezone.now()).values("session")
    own = policy_registry.get_by_type(Registration).rows(user)
    count = own.filter(session__workshop__site=site, state=State.WAITING, session__in=coming).count()
    label = ngettext("Ein Mensch steht auf einer Warteliste", "%(n)d Menschen stehen auf Wartelisten", count)
    url = f"{reverse('workshop_registration:index')}?state={State.WAITING.value}"
    yield Waiting(label=label % {"n": count}, count=count, url=url, order=60)
