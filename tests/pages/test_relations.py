"""Rows that hang on an identity: edited one by one, with the rights on its page."""

import pytest
from django.urls import reverse

from core.directory.models import Commitment, Membership, Recommendation, Strategy, UmbrellaMembership
from core.pages.models import AllianceIndexPage
from core.pages.relation_lists import RELATIONS
from tests.factories import AlliancePageFactory, MembershipFactory

from .editor import edit_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def alliance(town):
    return AlliancePageFactory(parent=AllianceIndexPage.objects.child_of(town.site.root_page).get())


def add_url(model, identity):
    return f"{reverse(f'{model._meta.model_name}:add')}?of={identity.pk}"


def test_a_member_is_added_with_a_date_as_people_write_it(admin_client, alliance, town):
    sent = {
        "alliance": alliance.identity.pk,
        "organisation": town.own.identity.pk,
        "since": "Oktober 2014",
        "until": "",
    }
    response = admin_client.post(add_url(Membership, alliance.identity), {**sent, "role": "", "contribution": "Raum"})
    assert response.status_code == 302
    assert Membership.objects.get().since == "2014-10"
    assert "seit Oktober 2014" in admin_client.get(alliance.url).content.decode()
    panel = admin_client.get(edit_url(alliance)).content.decode()
    assert "Oktober 2014" in panel
    assert reverse("membership:edit", args=[Membership.objects.get().pk]) in panel


def test_an_umbrella_needs_one_name_and_nothing_typed_is_lost(admin_client, alliance, town):
    url = add_url(UmbrellaMembership, alliance.identity)
    sent = {
        "alliance": alliance.identity.pk,
        "organisation": "",
        "name": "",
        "url": "",
        "since": "1.10.2014",
        "until": "",
    }
    refused = admin_client.post(url, sent).content.decode()
    assert "Bitte wählen Sie eine Organisation oder schreiben Sie einen Namen." in refused
    assert "1. Oktober 2014" in refused or "1.10.2014" in refused
    assert not UmbrellaMembership.objects.exists()
    admin_client.post(url, {**sent, "name": "Landesarmutskonferenz", "url": "https://example.org/"})
    page = admin_client.get(alliance.url).content.decode()
    assert "Landesarmutskonferenz" in page
    assert "seit 1. Oktober 2014" in page


def test_who_has_left_is_no_longer_listed(client, alliance, town):
    MembershipFactory(alliance=alliance.identity, organisation=town.own.identity, until="2020")
    assert "was es beiträgt" not in client.get(alliance.url).content.decode()


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.model.__name__)
def test_every_kind_of_row_is_closed_to_those_who_may_not_change_the_page(as_editor, admin_client, relation):
    name = relation.model._meta.model_name
    owner = relation.model._meta.get_field(relation.owner).related_model
    identity = owner.objects.create(site_id=1, title="Fremdes")
    url = add_url(relation.model, identity)
    assert admin_client.get(url).status_code == 200
    sent = {relation.owner: identity.pk, "title": "x", "name": "x", "text": "x", "number": 1}
    as_editor.post(url, sent)
    assert not relation.model.objects.filter(**{relation.owner: identity}).exists()
    assert as_editor.get(reverse(f"{name}:index")).status_code in {200, 302}


def test_choices_belong_to_the_thing_itself(admin_client, town):
    one, other = (Strategy.objects.create(site=town.site, title=title) for title in ("Eine", "Andere"))
    mine = Recommendation.objects.create(strategy=one, number=1, title="Unsere")
    Recommendation.objects.create(strategy=other, number=1, title="Fremde")
    form = admin_client.get(add_url(Commitment, one)).context["form"]
    assert list(form.fields["recommendation"].queryset) == [mine]


def test_a_copy_takes_the_members_along_and_the_original_keeps_its_own(alliance, town):
    MembershipFactory(alliance=alliance.identity, organisation=town.own.identity, contribution="Küche")
    copied = alliance.copy(update_attrs={"slug": "kopie", "title": "Kopie"})
    assert [row.contribution for row in copied.identity.memberships.all()] == ["Küche"]
    assert alliance.identity.memberships.count() == 1
