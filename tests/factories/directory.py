"""What hangs on identities, and what is chosen and not typed."""

from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone
from wagtail.models import Site

from core.directory.models import EventDate, FundingRound, Membership, Municipality, Person, Place, Topic
from core.directory.spans import midnight


def default_site() -> Site:
    return Site.objects.get(is_default_site=True)


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda number: f"Bürgertreff {number}")
    street = "Am Anger 3"
    postal_code = "12999"
    city = "Auental"


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda number: f"Auental {number}")
    state = "BW"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda number: f"Mira Tannwald {number}")


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    site = factory.LazyFunction(default_site)
    title = factory.Sequence(lambda number: f"Wohnen {number}")


class EventDateFactory(factory.django.DjangoModelFactory):
    """A date of `event`, in a week from now for two hours."""

    class Meta:
        model = EventDate

    starts_at = factory.LazyFunction(lambda: timezone.now().replace(microsecond=0) + dt.timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda date: date.starts_at + dt.timedelta(hours=2))


class FundingRoundFactory(factory.django.DjangoModelFactory):
    """A round of `programme` whose deadline is a whole day, in a week from now."""

    class Meta:
        model = FundingRound

    starts_at = factory.LazyFunction(lambda: midnight(timezone.localdate() + dt.timedelta(days=7)))
    ends_at = factory.LazyAttribute(lambda each: each.starts_at + dt.timedelta(days=1))
    all_day = True


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership
