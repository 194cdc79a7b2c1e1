"""Log-in, uploaded pictures, content policy, pages whose plugin is missing."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page

from core.directory.models import EventDate
from core.mail.models import OutboxMessage
from tests.factories import ContentPageFactory, EventDateFactory, UserFactory

from .editor import edit_url

pytestmark = pytest.mark.django_db


# -- log-in ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/admin/login/", "/konto/login/"),
        ("/admin/login/?next=/admin/pages/", "/konto/login/?next=/admin/pages/"),
        ("/admin/password_reset/", "/konto/password/reset/"),
        ("/admin/password_reset/confirm/MQ/abc-def/", "/konto/password/reset/"),
        ("/django-admin/login/", "/konto/login/"),
        ("/_util/login/", "/konto/login/"),
    ],
)
def test_every_other_login_form_leads_to_the_one(client, town, asked, answered):
    assert client.get(asked).url == answered


def test_no_other_form_logs_anybody_in(client, town):
    UserFactory(username="mira", password="geheim", is_staff=True, is_superuser=True)
    for url in ["/admin/login/", "/django-admin/login/", "/_util/login/"]:
        response = client.post(url, {"username": "mira", "password": "geheim"})
        assert response.status_code in {302, 405}
        assert "_auth_user_id" not in client.session


def test_logging_in_and_out(client, town):
    UserFactory(username="mira", password="geheim", is_superuser=True)
    response = client.post("/konto/login/", {"login": "mira", "password": "falsch"})
    assert response.status_code == HTTPStatus.OK
    response = client.post("/konto/login/", {"login": "mira", "password": "geheim"})
    assert response.url == "/admin/"
    assert client.get("/admin/").status_code == HTTPStatus.OK
    assert client.get("/konto/logout/").status_code == HTTPStatus.OK
    client.post("/konto/logout/")
    assert client.get("/admin/").status_code == HTTPStatus.FOUND


def test_the_mail_address_logs_in_too(client, town):
    user = UserFactory(username="mira", password="geheim", is_superuser=True)
    assert client.post("/konto/login/", {"login": user.email, "password": "geheim"}).url == "/admin/"


def test_nobody_signs_up(client, town):
    values = {"username": "neu", "email": "neu@example.org", "password1": "sehr-geheim-7", "password2": "sehr-geheim-7"}
    response = client.post("/konto/signup/", values)
    assert response.status_code == HTTPStatus.OK
    assert "neu" not in str(response.context.get("user"))
    from django.contrib.auth import get_user_model

    assert not get_user_model().objects.filter(username="neu").exists()


def test_a_forgotten_password_says_the_same_to_known_and_unknown(client, town):
    user = UserFactory(username="mira")
    known = client.post("/konto/password/reset/", {"email": user.email}, follow=True)
    unknown = client.post("/konto/password/reset/", {"email": "niemand@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.status_code == HTTPStatus.OK
    assert [mail.to for mail in OutboxMessage.objects.all()] == [user.email]


def test_the_link_in_the_mail_sets_a_new_password(client, town):
    user = UserFactory(username="mira")
    client.post("/konto/password/reset/", {"email": user.email})
    mail = OutboxMessage.objects.get()
    assert "mira" in mail.text
    assert mail.subject == "Neues Passwort für Ihre Redaktion"
    link = re.search(r"https?://[^/]+(/konto/\S+)", mail.text)[1]
    form = client.get(link, follow=True)
    assert form.status_code == HTTPStatus.OK
    new = {"password1": "Kastanie-blau-77", "password2": "Kastanie-blau-77"}
    client.post(form.redirect_chain[-1][0], new)
    user.refresh_from_db()
    assert user.check_password("Kastanie-blau-77")
    assert client.get(link, follow=True).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_login", "Anmelden"),
        ("account_logout", "Abmelden"),
        ("account_signup", "Sie brauchen kein Konto"),
        ("account_inactive", "Dieses Konto ist abgeschaltet"),
        ("account_reset_password", "Passwort vergessen"),
        ("account_reset_password_done", "Sehen Sie in Ihr Postfach"),
        ("account_reset_password_from_key_done", "Ihr neues Passwort gilt"),
        ("account_change_password", "Passwort ändern"),
    ],
)
def test_account_pages_are_in_our_look_and_our_words(client, town, name, heading):
    if name in {"account_logout", "account_change_password"}:
        client.force_login(UserFactory())
    html = client.get(reverse(name)).content.decode()
    assert f"<h1>{heading}</h1>" in html
    assert 'class="masthead"' in html
    assert not re.search(r"\b([Dd]u|[Dd]eine?|[Dd]ich|Sign|Password)\b", html)


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(client, town):
    UserFactory(username="mira", password="geheim")
    answers = []
    for login in ["mira", "niemand"]:
        html = client.post("/konto/login/", {"login": login, "password": "falsch"}).content.decode()
        answers.append("Name oder Passwort stimmen nicht" in html)
    assert answers == [True, True]


# -- uploaded pictures -------------------------------------------------------------------------------------------------


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    for name in [
        "images/bild.png",
        "original_images/bild.svg",
        "documents/geheim.pdf",
        "secret_key",
        "images/seite.html",
    ]:
        file = Path(tmp_path, name)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"<script>")


def test_pictures_are_served_harmless(client, media):
    response = client.get("/medien/images/bild.png")
    assert response.status_code == HTTPStatus.OK
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == b"<script>"
    again = client.get("/medien/images/bild.png", headers={"If-Modified-Since": response.headers["Last-Modified"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED


@pytest.mark.parametrize(
    "path",
    [
        "documents/geheim.pdf",
        "secret_key",
        "images/../secret_key",
        "images/seite.html",
        "original_images/bild.svg",
        "images/",
        "images/x.png",
        "images/%00.png",
    ],
)
def test_nothing_else_is_served(client, media, path):
    assert client.get(f"/medien/{path}").status_code == HTTPStatus.NOT_FOUND


# -- content policy ----------------------------------------------------------------------------------------------------


def test_only_the_editors_pages_may_run_what_stands_in_them(as_admin, town):
    for url, relaxed in [("/admin/", True), ("/", False), ("/konto/password/change/", False), (town.own.url, False)]:
        policy = as_admin.get(url).headers["Content-Security-Policy"]
        assert ("unsafe-inline" in policy) == relaxed, url
        assert "frame-ancestors 'self'" in policy
        assert "object-src 'none'" in policy


# -- pages whose plugin is missing -------------------------------------------------------------------------------------


@pytest.fixture
def orphan(town):
    page = ContentPageFactory(parent=town.own, title="Verwaist")
    gone, _created = ContentType.objects.get_or_create(app_label="verschwunden", model="verschwundenpage")
    Page.objects.filter(pk=page.pk).update(content_type=gone)
    return Page.objects.get(pk=page.pk)


def test_a_page_without_its_plugin_is_not_found_and_in_no_list(client, town, orphan):
    assert client.get(orphan.get_url()).status_code == HTTPStatus.NOT_FOUND
    for url in [town.own.url, "/sitemap.xml", "/"]:
        assert "Verwaist" not in client.get(url).content.decode()


@pytest.mark.parametrize(
    "view", ["edit", "delete", "copy", "move", "unpublish", "history", "usage", "view_draft", "privacy"]
)
def test_no_view_of_it_fails(as_admin, orphan, view):
    name = {"privacy": "wagtailadmin_pages:set_privacy"}.get(view, f"wagtailadmin_pages:{view}")
    for response in [as_admin.get(reverse(name, args=[orphan.pk])), as_admin.post(reverse(name, args=[orphan.pk]))]:
        assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert Page.objects.filter(pk=orphan.pk, live=True).exists()


@pytest.mark.filterwarnings("ignore:A specific version")
def test_no_view_of_the_page_above_fails(as_admin, town, orphan):
    urls = [
        reverse("wagtailadmin_explore", args=[town.own.pk]),
        reverse("wagtailadmin_explore", args=[orphan.pk]),
        edit_url(town.own),
        reverse("wagtailadmin_pages:delete", args=[town.own.pk]),
        reverse("wagtailadmin_pages:copy", args=[town.own.pk]),
        reverse("wagtailadmin_pages:search") + "?q=Verwaist",
        reverse("wagtailadmin_choose_page_child", args=[town.own.pk]),
        "/admin/reports/site-history/",
    ]
    for url in urls:
        assert as_admin.get(url).status_code < HTTPStatus.INTERNAL_SERVER_ERROR, url


def test_deleting_and_copying_the_page_above_is_refused(as_admin, town, orphan):
    EventDateFactory(event=town.own_event.identity)
    as_admin.post(reverse("wagtailadmin_pages:delete", args=[town.own.pk]), {"behind": "absagen"})
    copy = {"new_title": "K", "new_slug": "k", "new_parent_page": town.index.pk, "copy_subpages": "on"}
    as_admin.post(reverse("wagtailadmin_pages:copy", args=[town.own.pk]), copy)
    ids = f"?id={town.own.pk}"
    for action in ["delete", "unpublish", "move"]:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + ids
        values = {"behind": "absagen", "include_descendants": "on", "chooser": town.other.pk}
        assert as_admin.post(url, values).status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert Page.objects.filter(pk__in=[town.own.pk, orphan.pk]).count() == 2
    assert EventDate.objects.get().status == "planned"
    assert not Page.objects.filter(slug="k").exists()
