"""`/postfach/`: the mails of a site without a mail server."""

import pytest
from django.test import Client

from core.mail import delivery, mailbox

HTML = '<html><head><title>x</title></head><body><a href="http://127.0.0.1:8000/abc/">Absagen</a><script>alert(1)</script></body></html>'


@pytest.fixture(autouse=True)
def _local(settings, maildir):
    settings.BASE_URL = "http://127.0.0.1:8000"
    settings.EMAIL_URL = ""


@pytest.fixture
def stored(posted, maildir):
    """Deliver a mail into the folder and return its name there."""

    def deliver(key="test:1", **fields):
        before = set(mailbox.keys())
        assert delivery.deliver(posted(key, **fields).pk) == "sent"
        return (set(mailbox.keys()) - before).pop()

    return deliver


def test_a_mail_is_listed_and_read(client, stored):
    key = stored(subject="Ihr Platz ist frei", text="Grüße aus Görlitz\n", html=HTML)
    page = client.get("/postfach/").content.decode()
    assert "Ihr Platz ist frei" in page
    assert "mia@example.org" in page
    page = client.get(f"/postfach/{key}/").content.decode()
    assert "Grüße aus Görlitz" in page
    assert f'src="/postfach/{key}/html/"' in page
    assert "<script>alert" not in page


def test_the_newest_is_first_and_the_list_has_pages(client, stored):
    for number in range(52):
        stored(f"test:{number}", subject=f"Nummer {number}.")
    first, second = (client.get("/postfach/", {"page": page}).content.decode() for page in (1, 2))
    assert first.index("Nummer 51.") < first.index("Nummer 50.")
    assert "Nummer 0." not in first
    assert "Nummer 0." in second


def test_the_html_part_can_do_nothing(client, stored):
    response = client.get(f"/postfach/{stored(html=HTML)}/html/")
    policy = response["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert '<base target="_top">' in response.content.decode()


def test_an_attachment_is_a_download(client, stored):
    key = stored(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", calendar_method="REQUEST")
    assert "termin.ics" in client.get(f"/postfach/{key}/").content.decode()
    response = client.get(f"/postfach/{key}/anhang/0/")
    assert response["Content-Disposition"] == 'attachment; filename="termin.ics"'
    assert response.content == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert client.get(f"/postfach/{key}/anhang/1/").status_code == 404


@pytest.mark.parametrize("key", ["nothing", "..", "%2e%2e%2fetc", "1.M1.x%00"])
def test_a_name_that_is_none_leads_nowhere(client, stored, key):
    stored()
    assert client.get(f"/postfach/{key}/").status_code == 404


def test_nothing_is_cached_and_no_cookie_is_set(client, stored):
    key = stored(html=HTML)
    for address in ("/postfach/", f"/postfach/{key}/", f"/postfach/{key}/html/"):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies


@pytest.mark.django_db
class TestWhoMayRead:
    def test_everybody_on_the_own_machine(self, client):
        assert client.get("/postfach/").status_code == 200

    @pytest.mark.parametrize(
        "request_from",
        [{"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}],
    )
    def test_nobody_from_elsewhere(self, stored, request_from):
        key = stored(html=HTML)
        client = Client(**request_from)
        for address in ("/postfach/", f"/postfach/{key}/", f"/postfach/{key}/html/", f"/postfach/{key}/anhang/0/"):
            assert client.get(address).status_code == 404

    def test_nobody_when_the_site_is_in_the_net(self, client, settings):
        settings.BASE_URL = "https://allmende.example"
        assert client.get("/postfach/").status_code == 404

    def test_superusers_always(self, admin_client, settings):
        settings.BASE_URL = "https://allmende.example"
        assert admin_client.get("/postfach/", REMOTE_ADDR="198.51.100.7").status_code == 200

    def test_no_other_account(self, client, django_user_model, settings):
        settings.BASE_URL = "https://allmende.example"
        client.force_login(django_user_model.objects.create_user("anna", is_staff=True))
        assert client.get("/postfach/").status_code == 404


def test_a_folder_that_cannot_be_written_keeps_the_mail(posted, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.EMAIL_BACKEND = "core.mail.maildir.MaildirBackend"
    settings.MAIL_DIR = tmp_path / "file" / "mail"
    row = posted()
    assert delivery.deliver(row.pk) == "unreachable"
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("queued", 0)
