import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Page, Site

from core.mail.models import OutboxMessage
from core.pages.outbox import outbox_viewset
from core.pages.rights import allow_on_page

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(outbox_viewset.get_url_name(name), args=args)


@pytest.fixture
def failed(posted):
    row = posted(subject="Ihr Platz", text="Geheimer Link")
    site = Site.objects.get(is_default_site=True)
    OutboxMessage.objects.update(state="failed", last_error="550 unbekannt", attempts=1, site=site)
    return row


@pytest.fixture
def client_with(client, django_user_model):
    """Log in somebody who may enter the administration and has these rights."""

    def log_in(*codenames):
        user = django_user_model.objects.create_user("anna")
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        group = Group.objects.create(name="Koordination")
        allow_on_page(group, Site.objects.get(is_default_site=True).root_page, ["change_page"])
        user.groups.add(group)
        client.force_login(user)
        return client

    return log_in


def test_the_list_filters_by_state(admin_client, failed, posted):
    posted("test:2", subject="Wartet noch")
    page = admin_client.get(url("index")).content.decode()
    assert "Ihr Platz" in page
    assert "Wartet noch" in page
    page = admin_client.get(url("index"), {"state": "failed"}).content.decode()
    assert "Ihr Platz" in page
    assert "Wartet noch" not in page


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(
    admin_client, posted, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(url("index"))
        return len(captured)

    posted("test:1")
    queries()
    one = queries()
    posted("test:2")
    posted("test:3")
    assert queries() == one


def test_one_mail_shows_the_reason_and_not_its_words(admin_client, failed):
    page = admin_client.get(url("inspect", failed.pk)).content.decode()
    assert "550 unbekannt" in page
    assert url("retry", failed.pk) in page
    assert "Geheimer Link" not in page


def test_trying_again_takes_a_button(admin_client, failed):
    assert admin_client.get(url("retry", failed.pk)).status_code == 200
    assert OutboxMessage.objects.get().state == "failed"
    assert admin_client.post(url("retry", failed.pk)).status_code == 302
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts) == ("queued", 0)


def test_a_mail_on_its_way_offers_no_other_try(admin_client, posted):
    row = posted()
    assert url("retry", row.pk) not in admin_client.get(url("inspect", row.pk)).content.decode()
    admin_client.post(url("retry", row.pk))
    assert OutboxMessage.objects.get().state == "queued"


def test_editors_see_nothing_of_it(client_with, failed):
    client = client_with()
    for address in (url("index"), url("inspect", failed.pk), url("retry", failed.pk)):
        assert client.get(address).status_code == 302
    client.post(url("retry", failed.pk))
    assert OutboxMessage.objects.get().state == "failed"


def test_viewing_and_trying_again_are_two_rights(client_with, failed):
    client = client_with("view_outboxmessage")
    assert client.get(url("index")).status_code == 200
    assert url("retry", failed.pk) not in client.get(url("inspect", failed.pk)).content.decode()
    client.post(url("retry", failed.pk))
    assert OutboxMessage.objects.get().state == "failed"


def test_coordinators_may_do_both(client_with, failed):
    client = client_with("view_outboxmessage", "change_outboxmessage")
    client.post(url("retry", failed.pk))
    assert OutboxMessage.objects.get().state == "queued"


def test_mails_of_another_site_are_nobodys_business_here(client_with, failed):
    client = client_with("view_outboxmessage", "change_outboxmessage")
    assert client.get(url("inspect", failed.pk)).status_code == 200
    other = Site.objects.create(
        hostname="other.example", root_page=Page.get_first_root_node().add_child(title="Andere")
    )
    for foreign in (other, None):
        OutboxMessage.objects.update(site=foreign)
        assert "Ihr Platz" not in client.get(url("index")).content.decode()
        assert client.get(url("inspect", failed.pk)).status_code in {302, 403}
        assert client.post(url("retry", failed.pk)).status_code in {302, 403}
        assert OutboxMessage.objects.get().state == "failed"
